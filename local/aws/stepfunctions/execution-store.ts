import { AwsError } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";
import { newCourse, type Execution } from "./execution/execution.ts";
import { parseArn } from "./names.ts";
import type { StateMachine } from "./state-machine.ts";

/** Standard executions with their histories, each kept for 90 days after its end. */
export interface ExecutionStore {
  add(execution: Execution): void;
  named(machine: StateMachine, name: string): Execution | undefined;
  /** Throws `ExecutionDoesNotExist` or `InvalidArn`: an Express execution has nothing to show. */
  get(arn: string): Execution;
  /** Newest first. */
  of(machine: StateMachine): readonly Execution[];
}

/** For how long a closed execution keeps its name and its history. Milliseconds. */
const KEPT_MS = 90 * 86_400_000;

/** No execution yet. */
export function createExecutionStore(kernel: Kernel): ExecutionStore {
  const machines = new Map<string, Map<string, Execution>>();
  const isKept = ({ stoppedMs }: Execution): boolean => stoppedMs === undefined || stoppedMs + KEPT_MS > kernel.now();

  function find(machineArn: string, name: string): Execution | undefined {
    const found = machines.get(machineArn)?.get(name);
    return found !== undefined && isKept(found) ? found : undefined;
  }

  return {
    add(execution) {
      const own = machines.get(execution.machine.arn) ?? new Map<string, Execution>();
      machines.set(execution.machine.arn, own);
      // The oldest stand first: what is forgotten costs nothing until somebody needs the room.
      for (const [name, old] of own) {
        if (isKept(old)) break;
        own.delete(name);
      }
      own.delete(execution.name);
      own.set(execution.name, execution);
    },
    named: ({ arn }, name) => find(arn, name),
    get(arn) {
      const { machine, execution = "" } = parseArn(arn, "execution");
      const found = find(arn.slice(0, arn.lastIndexOf(":execution:")) + `:stateMachine:${machine}`, execution);
      if (found !== undefined) return found;
      throw new AwsError("ExecutionDoesNotExist", `Execution Does Not Exist: '${arn}'`);
    },
    of: ({ arn }) => [...(machines.get(arn)?.values() ?? [])].filter(isKept).toReversed(),
  };
}

/** An execution that begins now. */
export function newExecution(
  machine: StateMachine,
  own: Pick<Execution, "arn" | "name" | "input" | "startedMs" | "traceHeader" | "trace">,
): Execution {
  return {
    ...own,
    machine,
    status: "RUNNING",
    stoppedMs: undefined,
    output: undefined,
    error: undefined,
    cause: undefined,
    events: [],
    transitions: 0,
    redriveCount: 0,
    redrivenMs: undefined,
    course: newCourse(),
  };
}
