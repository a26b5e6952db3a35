/** A step of a trace as X-Ray's segment documents tell it. */
export interface TraceStep {
  readonly id: string;
  readonly name: string;
  /** "AWS::Lambda::Function"; absent for what code recorded itself. */
  readonly origin?: string;
  /** Where it was recorded. */
  readonly region: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly failed: boolean;
  /** What is said about it: an AWS operation, a method and a status, annotations. */
  readonly about: Readonly<Record<string, string>>;
  readonly steps: readonly TraceStep[];
}

/** A segment document, and the region whose X-Ray had it. */
export interface RegionalDocument {
  readonly region: string;
  readonly document: string;
}

/** A trace's steps as trees, each under the one that caused it, earliest first; what hangs below nothing is a root. */
export function stepsOf(documents: readonly RegionalDocument[]): readonly TraceStep[] {
  const flat = new Map<string, Flat>();
  for (const { region, document } of documents) {
    for (const one of flatten(objectIn(JSON.parse(document)), region, undefined)) flat.set(one.step.id, one);
  }
  const below = new Map<string | undefined, Flat[]>();
  for (const one of flat.values()) {
    const above = one.parent !== undefined && flat.has(one.parent) ? one.parent : undefined;
    below.set(above, [...(below.get(above) ?? []), one]);
  }
  const grow = (above: string | undefined): readonly TraceStep[] =>
    (below.get(above) ?? [])
      .toSorted((one, other) => one.step.startedAt - other.step.startedAt)
      .map(({ step }) => ({ ...step, steps: grow(step.id) }));
  return grow(undefined);
}

/**
 * The steps that a reader asks about: API Gateway's call of a function and Lambda's own step around the function's say
 * nothing that those below do not say.
 */
export function withoutPlumbing(steps: readonly TraceStep[]): readonly TraceStep[] {
  return steps.flatMap((step) => {
    const inner = withoutPlumbing(step.steps);
    const plumbing = step.origin === "AWS::Lambda" || (step.name === "Lambda" && step.origin === undefined);
    return plumbing && inner.length > 0 && !step.failed ? inner : [{ ...step, steps: inner }];
  });
}

interface Flat {
  readonly step: Omit<TraceStep, "steps">;
  readonly parent: string | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

function flatten(segment: Fields, region: string, above: string | undefined): readonly Flat[] {
  const { id, name, origin, parent_id: parent, start_time: start, end_time: end, fault, error, subsegments } = segment;
  if (typeof id !== "string" || typeof start !== "number") return [];
  const step = {
    id,
    name: String(name),
    ...(typeof origin === "string" && { origin }),
    region,
    startedAt: start * 1000,
    endedAt: (typeof end === "number" ? end : start) * 1000,
    failed: fault === true || error === true,
    about: aboutOf(segment),
  };
  const own = { step, parent: typeof parent === "string" ? parent : above };
  const inner = Array.isArray(subsegments) ? subsegments.flatMap((one) => flatten(objectIn(one), region, id)) : [];
  return [own, ...inner];
}

function aboutOf({ aws, http, annotations }: Fields): Readonly<Record<string, string>> {
  const { operation, table_name: table } = objectIn(aws);
  const { request, response } = objectIn(http);
  const { method, url } = objectIn(request);
  const { status } = objectIn(response);
  const told = { operation, table, method, url, status, ...objectIn(annotations) };
  return Object.fromEntries(
    Object.entries(told).flatMap(([key, value]) =>
      typeof value === "string" || typeof value === "number" ? [[key, String(value)]] : [],
    ),
  );
}

function objectIn(value: unknown): Fields {
  // An object that is no list has fields by name.
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}
