import type { Cancel } from "../../../core/kernel.ts";
import { isProperties } from "../../inputs.ts";
import { uuid } from "../../uuid.ts";
import { newSegmentId } from "../../xray/trace-header.ts";
import type { Integration, TaskState } from "../asl/definition.ts";
import { resourceName } from "../asl/integrations.ts";
import { payloadOf } from "./data-limit.ts";
import { evaluate, evaluateWhole, type Occasion } from "./evaluation.ts";
import { headerBelow, recordBelow } from "./execution-trace.ts";
import { QueryFailure, StateFailure } from "./failure.ts";
import { record, whileThere, type Branch } from "./run.ts";
import { later, type Scope } from "./scope.ts";
import { failureOf, requestOf, resultOf } from "./service-calls.ts";
import type { WaitingTask } from "./task-tokens.ts";

/** Runs one attempt of a Task: its result, or a rejection with a `StateFailure` or a `QueryFailure`. */
export async function runTask(branch: Branch, state: TaskState, occasion: Occasion): Promise<unknown> {
  const { run } = branch;
  const waiting = state.integration.waitsForToken ? run.tokens.open(run.execution.machine.region) : undefined;
  const scope = branch.scope.child();
  try {
    return await attempt({ branch, state, waiting, scope }, withToken(occasion, waiting));
  } finally {
    scope.end();
    waiting?.close();
  }
}

interface Attempt {
  readonly branch: Branch;
  readonly state: TaskState;
  readonly waiting: WaitingTask | undefined;
  readonly scope: Scope;
}

function withToken(occasion: Occasion, waiting: WaitingTask | undefined): Occasion {
  if (waiting === undefined) return occasion;
  const { states } = occasion;
  return { ...occasion, states: { ...states, context: { ...states.context, Task: { Token: waiting.token } } } };
}

async function attempt(parts: Attempt, occasion: Occasion): Promise<unknown> {
  const { branch, state } = parts;
  const given = state.arguments === undefined ? occasion.states.input : await evaluate(state.arguments, occasion);
  if (!isProperties(given)) {
    throw new QueryFailure("Arguments", `The Arguments must be an object but was: ${JSON.stringify(given)}`);
  }
  const timeoutSeconds = await evaluateWhole(state.timeoutSeconds, "TimeoutSeconds", 1, occasion);
  const heartbeatSeconds = await evaluateWhole(state.heartbeatSeconds, "HeartbeatSeconds", 1, occasion);
  const { service } = state.integration;
  const about = { resource: resourceName(state.integration), resourceType: service };
  record(branch, "TaskScheduled", {
    ...about,
    region: branch.run.execution.machine.region,
    parameters: payloadOf(given, state.name),
    ...(timeoutSeconds !== undefined && { timeoutInSeconds: timeoutSeconds }),
    ...(heartbeatSeconds !== undefined && { heartbeatInSeconds: heartbeatSeconds }),
  });
  record(branch, "TaskStarted", about);
  try {
    const done = performed(parts, given, about, heartbeatSeconds);
    const result = await inTime(branch, timeoutSeconds, done);
    const output = payloadOf(result, service);
    record(branch, "TaskSucceeded", { ...about, output, outputDetails: { truncated: false } });
    return result;
  } catch (fault) {
    if (!(fault instanceof StateFailure) || fault.error === "States.Runtime") throw fault;
    const type = fault.error === "States.Timeout" ? "TaskTimedOut" : "TaskFailed";
    record(branch, type, { ...about, ...wordsOf(fault) });
    throw fault;
  }
}

/** The error and cause of a failure, each where there is one. */
export function wordsOf({ error, cause }: StateFailure): Readonly<Record<string, string>> {
  return { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
}

async function performed(
  { branch, state, waiting, scope }: Attempt,
  given: Readonly<Record<string, unknown>>,
  about: Readonly<Record<string, unknown>>,
  heartbeatSeconds: number | undefined,
): Promise<unknown> {
  if (heartbeatSeconds !== undefined) waiting?.expectHeartbeats(heartbeatSeconds);
  const result = await scope.during(called(branch, state, given));
  if (waiting === undefined) return result;
  const output = payloadOf(result, state.integration.service);
  record(branch, "TaskSubmitted", { ...about, output, outputDetails: { truncated: false } });
  return scope.during(waiting.outcome);
}

/** Characters of a role session's name. */
const SESSION_NAME_MAX = 64;

/** The call itself, under the machine's role as it is trusted now. */
async function called(
  branch: Branch,
  { integration }: TaskState,
  given: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  const { run } = branch;
  const { arn, region, roleArn } = run.execution.machine;
  const requestId = uuid(run.kernel);
  const traced = traceCall(branch, integration);
  try {
    const by = { service: "states.amazonaws.com", sourceArn: arn };
    const caller = run.assume(roleArn, run.execution.name.slice(0, SESSION_NAME_MAX), by);
    const answer = await run.call({ ...requestOf(integration, given), region, caller, requestId, ...traced.by });
    await whileThere(branch);
    const result = resultOf(integration, answer, requestId);
    traced.ended(false);
    return result;
  } catch (fault) {
    await whileThere(branch);
    traced.ended(true);
    throw failureOf(integration, fault, requestId);
  }
}

/** The names under which X-Ray has the services that machines call. */
const TRACED_AS: Readonly<Record<Integration["service"], string>> = {
  lambda: "Lambda",
  dynamodb: "DynamoDB",
  sqs: "SQS",
  events: "Events",
  states: "STEPFUNCTIONS",
};

/** Begins a call's step in the execution's trace: what the call is made with, and its end. */
function traceCall({ run, step }: Branch, integration: Integration) {
  const { kernel, execution, traces } = run;
  const { trace, traceHeader: ofExecution, machine } = execution;
  const [startedAt, id] = [kernel.now(), trace === undefined ? "" : newSegmentId(kernel)];
  const traceHeader = headerBelow(trace, id, ofExecution);
  return {
    by: traceHeader === undefined ? {} : { traceHeader },
    ended(failed: boolean): void {
      if (trace === undefined) return;
      const call = { id, name: TRACED_AS[integration.service], startedAt, endedAt: kernel.now(), failed };
      const { action: operation } = requestOf(integration, {});
      recordBelow({ traces, region: machine.region }, trace, step, call, { operation });
    },
  };
}

/** As `work` does, or a timeout. */
async function inTime<T>(branch: Branch, seconds: number | undefined, work: Promise<T>): Promise<T> {
  if (seconds === undefined) return work;
  let cancel: Cancel = () => undefined;
  const late = new Promise<never>((_, reject) => {
    cancel = later(branch.run.kernel, seconds * 1000, () => reject(new StateFailure("States.Timeout", undefined)));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    cancel();
  }
}
