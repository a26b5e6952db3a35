import { AwsError } from "../../core/errors.ts";
import { uuid } from "../uuid.ts";
import { newExecution } from "./execution-store.ts";
import { PAYLOAD_BYTES_MAX } from "./execution/data-limit.ts";
import { billedMs } from "./execution/engine.ts";
import { beginTrace } from "./execution/execution-trace.ts";
import type { Execution } from "./execution/execution.ts";
import { target } from "./machine-operations.ts";
import { requireName } from "./names.ts";
import { invalid, seconds, type Handler, type Operation, type Output } from "./operation.ts";
import type { StateMachine } from "./state-machine.ts";

/** How far apart the two runs of an Express execution are at most. Milliseconds. */
const REPEAT_MS_MAX = 5_000;

/** Starts an execution. A Standard one is started once per name; a running one of the same input is answered again. */
export const startExecution: Handler = (operation) => {
  const { executions, engine } = operation;
  const machine = target(operation);
  const { name, input } = begun(operation, machine);
  if (machine.type === "EXPRESS") return startExpress(operation, machine, name, input);
  const there = executions.named(machine, name);
  if (there !== undefined) {
    if (there.status === "RUNNING" && there.input === input) return started(there);
    throw new AwsError("ExecutionAlreadyExists", `Execution Already Exists: '${there.arn}'`);
  }
  operation.requireKey(machine);
  const arn = `${machine.arn.replace(":stateMachine:", ":execution:")}:${name}`;
  const startedMs = operation.kernel.now();
  const execution = newExecution(machine, { arn, name, input, startedMs, ...placeOf(operation, machine) });
  executions.add(execution);
  engine.begin(execution);
  return started(execution);
};

/** Runs an Express execution and answers what it came to. */
export const startSyncExecution: Handler = async (operation) => {
  const { engine, kernel } = operation;
  const machine = target(operation);
  if (machine.type !== "EXPRESS") throw typeNotSupported();
  const { name, input } = begun(operation, machine);
  operation.requireKey(machine);
  const execution = expressExecution(operation, machine, name, input);
  engine.begin(execution);
  await engine.ended(execution);
  const { arn, status, startedMs, stoppedMs = kernel.now(), output, error, cause } = execution;
  return {
    executionArn: arn,
    stateMachineArn: machine.arn,
    name,
    startDate: seconds(startedMs),
    stopDate: seconds(stoppedMs),
    status,
    input,
    inputDetails: { included: true },
    ...(output !== undefined && { output }),
    outputDetails: { included: true },
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
    billingDetails: { billedDurationInMilliseconds: billedMs(startedMs, stoppedMs), billedMemoryUsedInMB: 64 },
  };
};

/** AWS's word for a call that machines of this type do not know. */
export function typeNotSupported(): AwsError {
  return new AwsError("StateMachineTypeNotSupported", "This operation is not supported by this type of state machine");
}

function startExpress(operation: Operation, machine: StateMachine, name: string, input: string): Output {
  const { kernel, engine, express } = operation;
  operation.requireKey(machine);
  const execution = expressExecution(operation, machine, name, input);
  engine.begin(execution);
  // Express promises at least once: the same execution, from its beginning, a second time.
  if (express.twice > 0 && kernel.random() < express.twice) {
    const { arn } = execution;
    kernel.after(kernel.random() * REPEAT_MS_MAX, () => {
      const place = placeOf(operation, machine);
      engine.begin(newExecution(machine, { arn, name, input, startedMs: kernel.now(), ...place }));
    });
  }
  return started(execution);
}

function expressExecution(operation: Operation, machine: StateMachine, name: string, input: string): Execution {
  const { kernel } = operation;
  const arn = `${machine.arn.replace(":stateMachine:", ":express:")}:${name}:${uuid(kernel)}`;
  return newExecution(machine, { arn, name, input, startedMs: kernel.now(), ...placeOf(operation, machine) });
}

/** Of the two ways to name a trace the request's own header comes first. Source: API reference, StartExecution. */
function placeOf({ kernel, call, input }: Operation, machine: StateMachine): Pick<Execution, "traceHeader" | "trace"> {
  const traceHeader = call.traceHeader ?? input.text("traceHeader");
  return { traceHeader, trace: beginTrace(kernel, machine, traceHeader) };
}

function started({ arn, startedMs }: Execution): Output {
  return { executionArn: arn, startDate: seconds(startedMs) };
}

/** The name and the input of an execution to be started; chosen and empty where not given. */
function begun({ kernel, input }: Operation, machine: StateMachine): { readonly name: string; readonly input: string } {
  const name = input.text("name") ?? uuid(kernel);
  requireName(name);
  const text = input.text("input") ?? "{}";
  if (Buffer.byteLength(text) > PAYLOAD_BYTES_MAX) {
    const bound = `Member must have length less than or equal to ${PAYLOAD_BYTES_MAX}`;
    throw invalid(`Value at 'input' of ${machine.arn} failed to satisfy constraint: ${bound}`);
  }
  try {
    JSON.parse(text);
  } catch (fault) {
    const why = text === "" || !(fault instanceof Error) ? "Invalid execution input." : fault.message;
    throw new AwsError("InvalidExecutionInput", `Invalid State Machine Execution Input: '${why}'`);
  }
  return { name, input: text };
}
