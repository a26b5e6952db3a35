import type { Cancel } from "../../../core/kernel.ts";
import { follow } from "./course.ts";
import { recordExecution } from "./execution-trace.ts";
import type { Execution, ExecutionStatus } from "./execution.ts";
import { StateFailure } from "./failure.ts";
import { append, type Branch, type Run, type RunParts } from "./run.ts";
import { createScope, later, ScopeEnded, type Scope } from "./scope.ts";
import { wordsOf } from "./task.ts";

/** Runs executions. */
export interface Engine {
  /** Begins, or goes on from where the execution is; `previousEventId` is what its first event follows. */
  begin(execution: Execution): void;
  /** Ends an execution that is under way. */
  stop(execution: Execution, error: string | undefined, cause: string | undefined): void;
  /** Settles once the execution has ended; at once where it has. */
  ended(execution: Execution): Promise<void>;
  /** Nothing goes on any more. */
  shutdown(): void;
}

/** What an Express execution is paid for: tenths of a second, one at least. Milliseconds. */
export function billedMs(startedMs: number, stoppedMs: number): number {
  return Math.max(1, Math.ceil((stoppedMs - startedMs) / 100)) * 100;
}

/** How long an Express execution may take. Source: Developer Guide, "Quotas". */
const EXPRESS_SECONDS_MAX = 300;

interface UnderWay {
  readonly scope: Scope;
  readonly listeners: (() => void)[];
}

/** Notes the end of an execution; does nothing where it has ended already. */
type Finish = (execution: Execution, status: ExecutionStatus, type: string, more: Partial<Execution>) => void;

/** Nothing runs. */
export function createEngine(parts: RunParts): Engine {
  const { kernel } = parts;
  const underWay = new Map<Execution, UnderWay>();

  function recordOwn(execution: Execution): void {
    const { machine, trace, startedMs: startedAt, stoppedMs: endedAt, status } = execution;
    if (trace === undefined) return;
    const failed = endedAt !== undefined && status !== "SUCCEEDED";
    const sink = { traces: parts.traces, region: machine.region };
    recordExecution(sink, trace, { name: machine.name, startedAt, endedAt, failed });
  }

  const finish: Finish = (execution, status, type, more) => {
    const run = underWay.get(execution);
    if (run === undefined) return;
    underWay.delete(execution);
    run.scope.end();
    Object.assign(execution, { status, stoppedMs: kernel.now(), ...more });
    recordOwn(execution);
    append({ ...parts, execution }, lastOf(execution, status), type, detailsOf(execution));
    if (execution.machine.type === "EXPRESS") {
      parts.meter.add(execution.machine, { billedMs: billedMs(execution.startedMs, kernel.now()) });
    }
    for (const listener of run.listeners) listener();
  };

  return {
    begin(execution) {
      const scope = createScope(kernel);
      underWay.set(execution, { scope, listeners: [] });
      // Checked to be JSON before an execution is made.
      const input: unknown = JSON.parse(execution.input);
      const first = execution.redriveCount === 0 ? "ExecutionStarted" : "ExecutionRedriven";
      recordOwn(execution);
      if (execution.redriveCount === 0) parts.meter.add(execution.machine, { executions: 1 });
      append({ ...parts, execution }, execution.events.length, first, startOf(execution));
      kernel.after(0, () => {
        // A fault of the model itself goes to whoever hears of the kernel's; the task is not what is waited for.
        carryOut({ ...parts, execution, input, scope }, finish).catch((fault: unknown) => {
          kernel.after(0, () => {
            throw fault;
          });
        });
      });
    },
    stop(execution, error, cause) {
      finish(execution, "ABORTED", "ExecutionAborted", { error, cause });
    },
    ended(execution) {
      const run = underWay.get(execution);
      return run === undefined ? Promise.resolve() : new Promise((resolve) => void run.listeners.push(resolve));
    },
    shutdown() {
      for (const execution of underWay.keys()) finish(execution, "ABORTED", "ExecutionAborted", {});
    },
  };
}

/** Goes through the whole execution, and notes how it ended. */
async function carryOut(run: Run, finish: Finish): Promise<void> {
  const { execution, scope } = run;
  const { machine } = execution.machine;
  const branch: Branch = {
    run,
    machine,
    course: execution.course,
    scope,
    outer: {},
    item: undefined,
    last: execution.redriveCount === 0 ? 0 : execution.events.length,
    open: undefined,
    step: "",
  };
  const cancel = limit(run, machine.timeoutSeconds, finish);
  try {
    const output = JSON.stringify(await follow(branch, run.input));
    finish(execution, "SUCCEEDED", "ExecutionSucceeded", { output });
  } catch (fault) {
    // Whoever ended the scope has said how the execution ended.
    if (fault instanceof ScopeEnded) return;
    const failed = fault instanceof StateFailure ? fault : new StateFailure("States.Runtime", String(fault));
    finish(execution, "FAILED", "ExecutionFailed", { error: failed.error, cause: failed.cause });
    if (failed !== fault) throw fault;
  } finally {
    cancel();
  }
}

/** Ends an execution when its time is up. */
function limit({ kernel, execution }: Run, seconds: number | undefined, finish: Finish): Cancel {
  const longest = execution.machine.type === "EXPRESS" ? EXPRESS_SECONDS_MAX : Infinity;
  const most = Math.min(seconds ?? Infinity, longest);
  if (most === Infinity) return () => undefined;
  const timeOut = (): void =>
    finish(execution, "TIMED_OUT", "ExecutionTimedOut", { error: "States.Timeout", cause: undefined });
  return later(kernel, most * 1000, timeOut);
}

/** What ends an execution from outside follows nothing. */
function lastOf({ events }: Execution, status: ExecutionStatus): number {
  return status === "SUCCEEDED" || status === "FAILED" ? events.length : 0;
}

function startOf({ input, machine, redriveCount }: Execution): Readonly<Record<string, unknown>> {
  return redriveCount === 0
    ? { input, inputDetails: { truncated: false }, roleArn: machine.roleArn }
    : { redriveCount };
}

function detailsOf({ status, output, error, cause }: Execution): Readonly<Record<string, unknown>> {
  if (status === "SUCCEEDED") return { output, outputDetails: { truncated: false } };
  return wordsOf(new StateFailure(error, cause));
}
