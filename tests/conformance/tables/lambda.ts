import { is, type Case, type Suite } from "../case.ts";

function unknown(call: string, more: Readonly<Record<string, unknown>> = {}): Case {
  return {
    name: `${call} of no function`,
    call,
    input: { FunctionName: "none-{case}", ...more },
    fails: { name: "ResourceNotFoundException", message: /^Function not found: arn:aws[\w-]*:lambda:/ },
  };
}

/** Lambda, as far as it can be asked without code to run; what functions do is the unit tests' matter. */
export const lambdaSuites: readonly Suite[] = [
  {
    service: "lambda",
    topic: "functions",
    cases: [
      unknown("Invoke"),
      unknown("Invoke", { InvocationType: "Event" }),
      unknown("GetFunction"),
      unknown("GetFunctionConfiguration"),
      {
        name: "ListFunctions lists",
        call: "ListFunctions",
        input: {},
        gives: { Functions: is.present },
      },
      {
        name: "ListEventSourceMappings of a function without one",
        call: "ListEventSourceMappings",
        input: {},
        gives: { EventSourceMappings: is.present },
      },
    ].map((row, index) => (index === 1 ? { ...row, name: "An asynchronous Invoke of no function" } : row)),
  },
];
