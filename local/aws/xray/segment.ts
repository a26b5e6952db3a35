/** Where services of the account put the steps that they record. */
export interface TraceSink {
  record(region: string, document: string): void;
}

/** A step that a service records about itself. Times in milliseconds since the epoch. */
export interface ServiceSegment {
  readonly id: string;
  readonly name: string;
  /** "AWS::Lambda::Function" */
  readonly origin: string;
  readonly root: string;
  readonly parent: string | undefined;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly failed: boolean;
  /** Fields of the document that only this service knows. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** The segment document of a service's own step. */
export function serviceSegment(segment: ServiceSegment): string {
  const { id, name, origin, root, parent, startedAt, endedAt, failed, more } = segment;
  return JSON.stringify({
    id,
    name,
    origin,
    trace_id: root,
    ...(parent !== undefined && { parent_id: parent }),
    start_time: startedAt / 1000,
    end_time: endedAt / 1000,
    ...(failed && { fault: true }),
    ...more,
  });
}
