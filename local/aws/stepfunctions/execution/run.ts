import type { Call, Caller } from "../../../core/call.ts";
import type { Kernel } from "../../../core/kernel.ts";
import type { Regions } from "../../../faults/regions.ts";
import type { TraceSink } from "../../xray/segment.ts";
import type { Machine } from "../asl/definition.ts";
import type { Course, Execution, HistoryEvent } from "./execution.ts";
import type { UsageMeter } from "../usage.ts";
import { StateFailure } from "./failure.ts";
import { ScopeEnded, type Scope } from "./scope.ts";
import type { TaskTokens } from "./task-tokens.ts";

/** What executions are run with. */
export interface RunParts {
  readonly kernel: Kernel;
  readonly tokens: TaskTokens;
  /** One AWS call, judged by the caller's policies and then handled. */
  readonly call: (call: Call) => Promise<Readonly<Record<string, unknown>>>;
  /** Who Step Functions becomes in a role of the account. Throws where the role does not trust it. */
  assume(roleArn: string, sessionName: string, by: { readonly service: string; readonly sourceArn: string }): Caller;
  readonly regions?: Pick<Regions, "hold" | "isLost"> | undefined;
  readonly meter: Pick<UsageMeter, "add">;
  /** Where steps of traces go; nobody records them without. */
  readonly traces?: TraceSink | undefined;
  /** Hears of every event as it happens. */
  onEvent(execution: Execution, event: HistoryEvent): void;
}

/** An execution under way. */
export interface Run extends RunParts {
  readonly execution: Execution;
  /** Of the execution, parsed. */
  readonly input: unknown;
  readonly scope: Scope;
}

/** One line of states that an execution goes along: its own, a branch's or an iteration's. */
export interface Branch {
  readonly run: Run;
  readonly machine: Machine;
  readonly course: Course;
  readonly scope: Scope;
  /** What those around it have assigned. */
  readonly outer: Readonly<Record<string, unknown>>;
  /** The item of the innermost Map around it. */
  readonly item: Readonly<Record<string, unknown>> | undefined;
  /** The event that the next one follows; 0 at the beginning. */
  last: number;
  /** The type of the state that it is in. */
  open: string | undefined;
  /** The id of that state's step in a trace. */
  step: string;
}

/** Events that a history holds at most. Source: Developer Guide, "Quotas". */
export const EVENTS_MAX = 25_000;

/** Notes an event that follows the branch's last one. Throws where the branch has ended or the history is full. */
export function record(branch: Branch, type: string, details?: Readonly<Record<string, unknown>>): number {
  const id = recordAside(branch, type, details);
  branch.last = id;
  return id;
}

/** The same, where what comes next does not follow this event. */
export function recordAside(branch: Branch, type: string, details?: Readonly<Record<string, unknown>>): number {
  if (branch.scope.isEnded) throw new ScopeEnded();
  const { execution } = branch.run;
  // One place is left for the event that the execution ends with.
  if (execution.machine.type === "STANDARD" && execution.events.length >= EVENTS_MAX - 1) {
    const cause = `The execution reached the maximum number of history events (${EVENTS_MAX}).`;
    throw new StateFailure("States.Runtime", cause);
  }
  return append(branch.run, branch.last, type, details);
}

/** Notes an event whatever stands in its way: the end of an execution. */
export function append(
  { kernel, execution, onEvent }: Pick<Run, "kernel" | "execution" | "onEvent">,
  previousEventId: number,
  type: string,
  details?: Readonly<Record<string, unknown>>,
): number {
  const id = execution.events.length + 1;
  const event = { id, previousEventId, timestampMs: kernel.now(), type, details };
  execution.events.push(event);
  onEvent(execution, event);
  return id;
}

/** Counts a state that is entered, or attempted again. */
export function countTransition({ run }: Branch): void {
  run.execution.transitions += 1;
  run.meter.add(run.execution.machine, { transitions: 1 });
}

/** Waits while the execution's region is gone. */
export async function whileThere({ run, scope }: Branch): Promise<void> {
  const { region } = run.execution.machine;
  const { regions } = run;
  if (regions?.isLost(region) !== true) return;
  await scope.during(new Promise<void>((resolve) => void regions.hold(region, region, resolve)));
}
