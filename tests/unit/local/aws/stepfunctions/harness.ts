import { createStepFunctions, type StepFunctions } from "../../../../../local/aws/stepfunctions/index.ts";
import type { StepFunctionsDependencies } from "../../../../../local/aws/stepfunctions/index.ts";
import { roleCaller } from "../../../../../local/aws/principals.ts";
import type { Call } from "../../../../../local/core/call.ts";
import type { Properties } from "../../../../../local/core/resource.ts";
import { accountId, callOf } from "../account.ts";
import { createPatientKernel, type PatientKernel } from "../patient-kernel.ts";

/** The role of every machine of these tests. */
export const roleArn = `arn:aws:iam::${accountId}:role/saga`;

/** What the services that machines call answer; a thrown error is the call's failure. */
export type Answer = (call: Call) => unknown;

/** Step Functions with everything that it calls at hand. */
export interface World {
  readonly kernel: PatientKernel;
  readonly states: StepFunctions;
  /** Every call that a machine made. */
  readonly calls: Call[];
  /** "group stream line" */
  readonly lines: { readonly group: string; readonly stream: string; readonly line: Properties }[];
  /** A call of the API by root. */
  api(action: string, input: Properties, more?: Partial<Call>): Promise<Properties>;
  /** Makes a machine: its ARN. */
  machine(definition: Properties, more?: Properties): Promise<string>;
  /** Starts an execution and lets everything happen that is due within `ms`: its description. */
  run(definition: Properties, input?: unknown, ms?: number): Promise<Properties>;
  /** The events of an execution: "7 6 PassStateExited". */
  history(executionArn: unknown): Promise<readonly string[]>;
}

/** An account of a few services that `answer` for. */
export function createWorld(answer: Answer = () => ({}), more: Partial<StepFunctionsDependencies> = {}): World {
  const kernel = createPatientKernel(1);
  const calls: Call[] = [];
  const lines: { group: string; stream: string; line: Properties }[] = [];
  const states = createStepFunctions({
    kernel,
    accountId,
    assume: (role, session) => roleCaller(role, session, accountId),
    judge: () => undefined,
    logs: {
      append: (_region, group, stream, texts) => {
        // Every line of an execution is a JSON object.
        for (const text of texts) lines.push({ group, stream, line: JSON.parse(text) as Properties });
      },
    },
    call: async (call) => {
      calls.push(call);
      // What these tests answer is always an object.
      return (await answer(call)) as Properties;
    },
    ...more,
  });
  let made = 0;
  const api = async (action: string, input: Properties, extra: Partial<Call> = {}): Promise<Properties> =>
    states.service.handle(callOf("states", action, input, extra));
  const machine = async (definition: Properties, extra: Properties = {}): Promise<string> => {
    made += 1;
    const input = { name: `m${made}`, roleArn, definition: JSON.stringify(definition), ...extra };
    return String((await api("CreateStateMachine", input))["stateMachineArn"]);
  };
  return {
    kernel,
    states,
    calls,
    lines,
    api,
    machine,
    async run(definition, input = {}, ms = 0) {
      const stateMachineArn = await machine(definition);
      const { executionArn } = await api("StartExecution", { stateMachineArn, input: JSON.stringify(input) });
      await kernel.advance(ms);
      return api("DescribeExecution", { executionArn });
    },
    async history(executionArn) {
      const { events } = await api("GetExecutionHistory", { executionArn, maxResults: 1000 });
      // Events as the API describes them.
      const list = events as readonly { id: number; previousEventId: number; type: string }[];
      return list.map(({ id, previousEventId, type }) => `${id} ${previousEventId} ${type}`);
    },
  };
}

/** A machine under JSONata whose first state is `first`. */
export function jsonata(states: Properties, more: Properties = {}): Properties {
  return { QueryLanguage: "JSONata", StartAt: Object.keys(states)[0], States: states, ...more };
}

/** A Task that invokes a function with what it is given, last of its machine. */
export const invoke: Properties = {
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke",
  Arguments: { FunctionName: "work", Payload: "{% $states.input %}" },
  Output: "{% $states.result.Payload %}",
  End: true,
};
