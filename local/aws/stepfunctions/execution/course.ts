import { newSegmentId } from "../../xray/trace-header.ts";
import type {
  ChoiceState,
  FailState,
  MapState,
  Onward,
  ParallelState,
  State,
  TaskState,
  WaitState,
} from "../asl/definition.ts";
import { runMap, runParallel } from "./composites.ts";
import { payloadOf } from "./data-limit.ts";
import { evaluate, evaluateAs, evaluateAssign, evaluateWhole, type Occasion } from "./evaluation.ts";
import type { Position } from "./execution.ts";
import { recordBelow } from "./execution-trace.ts";
import { isAbout, QueryFailure, StateFailure } from "./failure.ts";
import { countTransition, record, whileThere, type Branch } from "./run.ts";
import { runTask, wordsOf } from "./task.ts";

/** Goes along a branch from where it is to its end: its output. Rejects with a `StateFailure` or a `ScopeEnded`. */
export async function follow(branch: Branch, input: unknown): Promise<unknown> {
  const { course, machine } = branch;
  course.at ??= { state: machine.startAt, input };
  for (;;) {
    const state = machine.states.get(course.at.state);
    if (state === undefined) throw new Error(`There is no state ${course.at.state}.`);
    await whileThere(branch);
    const { next, output } = await pass(branch, state, course.at);
    branch.open = undefined;
    if (next === undefined) {
      course.done = { output };
      return output;
    }
    course.at = { state: next, input: output };
  }
}

interface Passed {
  readonly next: string | undefined;
  readonly output: unknown;
}

/** One state being passed through. */
interface Stay {
  readonly branch: Branch;
  readonly state: State;
  readonly at: Position;
  readonly enteredMs: number;
  /** The id of the event with which the state was entered. */
  readonly enteredId: number;
  retryCount: number;
}

async function pass(branch: Branch, state: State, at: Position): Promise<Passed> {
  countTransition(branch);
  const input = payloadOf(at.input, state.name);
  const details = { name: state.name, input, inputDetails: { truncated: false } };
  const enteredId = record(branch, `${state.type}StateEntered`, details);
  branch.open = state.type;
  const { kernel, execution } = branch.run;
  const stay: Stay = { branch, state, at, enteredMs: kernel.now(), enteredId, retryCount: 0 };
  if (execution.trace !== undefined) branch.step = newSegmentId(kernel);
  try {
    const passed = await perform(stay);
    recordState(stay, false);
    return passed;
  } catch (fault) {
    const failure = told(stay, fault);
    recordState(stay, true);
    // What ended by itself has not to be ended with the others.
    if (failure instanceof StateFailure) branch.open = undefined;
    throw failure;
  }
}

function recordState({ branch, state, enteredMs }: Stay, failed: boolean): void {
  const { run, step, scope } = branch;
  const { trace, machine } = run.execution;
  if (trace === undefined || scope.isEnded) return;
  const sink = { traces: run.traces, region: machine.region };
  const [startedAt, endedAt] = [enteredMs, run.kernel.now()];
  recordBelow(sink, trace, trace.segment, { id: step, name: state.name, startedAt, endedAt, failed });
}

async function perform(stay: Stay): Promise<Passed> {
  const { state } = stay;
  switch (state.type) {
    case "Pass":
    case "Succeed":
      return exit(stay, state, occasionOf(stay));
    case "Fail":
      throw await failureOf(state, occasionOf(stay));
    case "Wait":
      await wait(stay, state);
      return exit(stay, state, occasionOf(stay));
    case "Choice":
      return choose(stay, state);
    case "Task":
    case "Parallel":
    case "Map":
      return persist(stay, state);
  }
}

function occasionOf({ branch, state, at, enteredMs, retryCount }: Stay): Occasion {
  const { execution } = branch.run;
  const { machine } = execution;
  const context = {
    Execution: {
      Id: execution.arn,
      Input: branch.run.input,
      Name: execution.name,
      RoleArn: machine.roleArn,
      StartTime: new Date(execution.startedMs).toISOString(),
      RedriveCount: execution.redriveCount,
      ...(execution.redrivenMs !== undefined && { RedriveTime: new Date(execution.redrivenMs).toISOString() }),
    },
    State: { EnteredTime: new Date(enteredMs).toISOString(), Name: state.name, RetryCount: retryCount },
    StateMachine: { Id: machine.arn, Name: machine.name },
    ...(branch.item !== undefined && { Map: branch.item }),
  };
  return { variables: { ...branch.outer, ...branch.course.variables }, states: { input: at.input, context } };
}

/** Leaves a state by one of its ways: variables are set from what was there before, as the output is made. */
async function exit({ branch, state }: Stay, way: Onward, occasion: Occasion): Promise<Passed> {
  const output = way.output === undefined ? ownOutput(occasion) : await evaluate(way.output, occasion);
  const assigned = await evaluateAssign(way.assign, occasion);
  const names = Object.keys(assigned);
  record(branch, `${state.type}StateExited`, {
    name: state.name,
    output: payloadOf(output, state.name),
    outputDetails: { truncated: false },
    ...(names.length > 0 && {
      assignedVariables: Object.fromEntries(names.map((name) => [name, payloadOf(assigned[name], state.name)])),
      assignedVariablesDetails: { truncated: false },
    }),
  });
  branch.course.variables = { ...branch.course.variables, ...assigned };
  return { next: way.next, output };
}

/** What a state without an Output gives: the error that was caught, its result, or else its input. */
function ownOutput({ states }: Occasion): unknown {
  if ("errorOutput" in states) return states.errorOutput;
  return "result" in states ? states.result : states.input;
}

async function failureOf({ error, cause }: FailState, occasion: Occasion): Promise<StateFailure> {
  const text = async (template: FailState["error"]) =>
    template === undefined ? undefined : String(await evaluateAs(template, "string", occasion));
  return new StateFailure(await text(error), await text(cause));
}

const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

async function wait(stay: Stay, { seconds, timestamp }: WaitState): Promise<void> {
  const { branch } = stay;
  const occasion = occasionOf(stay);
  if (timestamp === undefined) {
    await branch.scope.sleep(1000 * ((await evaluateWhole(seconds, "Seconds", 0, occasion)) ?? 0));
    return whileThere(branch);
  }
  const text = String(await evaluateAs(timestamp, "string", occasion));
  const untilMs = Date.parse(text);
  if (!TIMESTAMP.test(text) || Number.isNaN(untilMs)) {
    const form = "an ISO-8601 extended offset date-time format string";
    throw new QueryFailure("Timestamp", `The Timestamp field cannot be parsed as ${form}: ${text}`);
  }
  const { kernel } = branch.run;
  if (untilMs > kernel.now()) await branch.scope.sleep(untilMs - kernel.now());
  return whileThere(branch);
}

async function choose(stay: Stay, state: ChoiceState): Promise<Passed> {
  const occasion = occasionOf(stay);
  for (const choice of state.choices) {
    if ((await evaluateAs(choice.condition, "boolean", occasion)) === true) return exit(stay, choice, occasion);
  }
  if (state.next !== undefined) return exit(stay, state, occasion);
  throw new StateFailure("States.NoChoiceMatched", "No Choice rule matched and there is no Default.");
}

/** Attempts a state as often as its Retry allows, then leaves by its result or by its Catch. */
async function persist(stay: Stay, state: TaskState | ParallelState | MapState): Promise<Passed> {
  const { branch } = stay;
  const attempts = state.retry.map(() => 0);
  for (;;) {
    try {
      const occasion = occasionOf(stay);
      const result = await attempt(stay, state, occasion);
      return await exit(stay, state, { ...occasion, states: { ...occasion.states, result } });
    } catch (fault) {
      const failure = told(stay, fault);
      const delayMs = failure instanceof StateFailure ? delayOf(stay, state, attempts, failure) : undefined;
      if (delayMs === undefined) return caught(stay, state, failure);
      await branch.scope.sleep(delayMs);
      await whileThere(branch);
      countTransition(branch);
      stay.retryCount += 1;
      stay.at.parts = undefined;
    }
  }
}

function attempt({ branch, at }: Stay, state: TaskState | ParallelState | MapState, occasion: Occasion) {
  switch (state.type) {
    case "Task":
      return runTask(branch, state, occasion);
    case "Parallel":
      return runParallel(branch, state, occasion, at, follow);
    case "Map":
      return runMap(branch, state, occasion, at, follow);
  }
}

/** How long to wait before the next attempt; undefined where there is none. */
function delayOf(
  { branch }: Stay,
  { retry }: Pick<TaskState, "retry">,
  attempts: number[],
  failure: StateFailure,
): number | undefined {
  const index = retry.findIndex(({ errors }) => isAbout(errors, failure));
  const rule = retry[index];
  const before = attempts[index] ?? 0;
  if (rule === undefined || before >= rule.maxAttempts) return undefined;
  attempts[index] = before + 1;
  const seconds = Math.min(rule.intervalSeconds * rule.backoffRate ** before, rule.maxDelaySeconds ?? Infinity);
  return 1000 * seconds * (rule.fullJitter ? branch.run.kernel.random() : 1);
}

async function caught(stay: Stay, state: TaskState | ParallelState | MapState, failure: Error): Promise<Passed> {
  const { branch } = stay;
  if (!(failure instanceof StateFailure)) throw failure;
  if (state.type !== "Task" && stay.at.parts !== undefined) record(branch, `${state.type}StateFailed`);
  const rule = state.catch.find(({ errors }) => isAbout(errors, failure));
  if (rule === undefined) throw failure;
  const { error, cause } = failure;
  const errorOutput = { ...(error !== undefined && { Error: error }), ...(cause !== undefined && { Cause: cause }) };
  const occasion = occasionOf(stay);
  return exit(stay, rule, { ...occasion, states: { ...occasion.states, errorOutput } });
}

/** A failure as Retry, Catch and the caller are told it; that of an expression is noted first. */
function told({ branch, state, enteredId }: Stay, fault: unknown): Error {
  if (!(fault instanceof QueryFailure)) return fault instanceof Error ? fault : new Error(String(fault));
  const where = `An error occurred while executing the state '${state.name}' (entered at the event id #${enteredId}).`;
  const failure = new StateFailure("States.QueryEvaluationError", `${where} ${fault.message}`);
  record(branch, "EvaluationFailed", { ...wordsOf(failure), location: fault.field, state: state.name });
  return failure;
}
