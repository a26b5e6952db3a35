import type { Kernel } from "../../../core/kernel.ts";
import type { TraceSink } from "../../xray/segment.ts";
import {
  formatTraceHeader,
  newSegmentId,
  newTrace,
  parseTraceHeader,
  type TraceHeader,
} from "../../xray/trace-header.ts";
import type { StateMachine } from "../state-machine.ts";

/** An execution's place in a trace, where its machine is traced and the trace is recorded. */
export interface ExecutionTrace {
  readonly root: string;
  readonly parent: string | undefined;
  /** The id of the execution's own step; its states are below it. */
  readonly segment: string;
}

/** A step that is over, or, without an end, under way. Times in milliseconds since the epoch. */
interface ExecutionStep {
  readonly id: string;
  readonly name: string;
  readonly startedAt: number;
  readonly endedAt: number | undefined;
  readonly failed: boolean;
}

/**
 * Where an execution is in a trace: in that of the header that it was started with, else in a new one. Whoever started
 * it decides whether it is recorded; where nobody has, all are.
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html
 */
export function beginTrace(
  kernel: Kernel,
  { tracing }: Pick<StateMachine, "tracing">,
  header: string | undefined,
): ExecutionTrace | undefined {
  if (!tracing) return undefined;
  const incoming: TraceHeader = parseTraceHeader(header) ?? newTrace(kernel);
  if (incoming.sampled === false) return undefined;
  return { root: incoming.root, parent: incoming.parent, segment: newSegmentId(kernel) };
}

/** The header that a call below a step is made with; without a trace that of the execution itself. */
export function headerBelow(
  trace: ExecutionTrace | undefined,
  step: string,
  ofExecution: string | undefined,
): string | undefined {
  return trace === undefined ? ofExecution : formatTraceHeader({ root: trace.root, parent: step, sampled: true });
}

/** Records an execution's own step. */
export function recordExecution(
  sink: Recording,
  { root, parent, segment }: ExecutionTrace,
  step: Omit<ExecutionStep, "id">,
): void {
  const origin = "AWS::StepFunctions::StateMachine";
  record(sink, root, { ...step, id: segment }, { origin, ...(parent !== undefined && { parent_id: parent }) });
}

/** Records a state, or a service's call that a state makes, below what is above it. */
export function recordBelow(
  sink: Recording,
  { root }: ExecutionTrace,
  above: string,
  step: ExecutionStep,
  call?: { readonly operation: string },
): void {
  const asked = call === undefined ? {} : { namespace: "aws", aws: call };
  record(sink, root, step, { type: "subsegment", parent_id: above, ...asked });
}

/** Whose steps they are, and where they go. */
export interface Recording {
  readonly traces: TraceSink | undefined;
  readonly region: string;
}

function record(
  { traces, region }: Recording,
  root: string,
  { id, name, startedAt, endedAt, failed }: ExecutionStep,
  more: Readonly<Record<string, unknown>>,
): void {
  const document = {
    id,
    name,
    trace_id: root,
    start_time: startedAt / 1000,
    ...(endedAt === undefined ? { in_progress: true } : { end_time: endedAt / 1000 }),
    ...(failed && { fault: true }),
    ...more,
  };
  traces?.record(region, JSON.stringify(document));
}
