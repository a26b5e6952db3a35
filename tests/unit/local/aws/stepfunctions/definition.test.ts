import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import type { Properties } from "../../../../../local/core/resource.ts";
import { createWorld, invoke, jsonata } from "./harness.ts";

// An independent validator, whose package has no types.
const require = createRequire(import.meta.url);
const validate = require("asl-validator") as (definition: unknown) => {
  readonly isValid: boolean;
  errorsText(): string;
};
const pass = { Type: "Pass", End: true };
const task = (resource: string, more: Properties = {}) => ({
  ...invoke,
  Resource: `arn:aws:states:::${resource}`,
  ...more,
});

/** What AWS would say is wrong. */
const wrong: readonly (readonly [what: string, definition: unknown, sentence: string])[] = [
  ["nothing", {}, "SCHEMA_VALIDATION_FAILED: These fields are required: [States, StartAt] at /"],
  ["no states", { StartAt: "A" }, "SCHEMA_VALIDATION_FAILED: These fields are required: [States] at /"],
  ["a list", [], "SCHEMA_VALIDATION_FAILED: Definition must be a valid JSON object"],
  [
    "a start that is none",
    jsonata({ A: pass }, { StartAt: "B" }),
    "MISSING_TRANSITION_TARGET: Missing 'StartAt' target: B at /StartAt",
  ],
  [
    "a next that is none",
    jsonata({ A: { Type: "Pass", Next: "B" } }),
    "MISSING_TRANSITION_TARGET: Missing 'Next' target: B at /States/A/Next",
  ],
  [
    "a state that nothing leads to",
    jsonata({ A: pass, B: pass }),
    'MISSING_TRANSITION_TARGET: State "B" is not reachable. at /States/B',
  ],
  [
    "no type",
    jsonata({ A: { End: true } }),
    "SCHEMA_VALIDATION_FAILED: These fields are required: [Type] at /States/A",
  ],
  [
    "a field of JSONPath",
    jsonata({ A: { ...pass, ResultPath: "$" } }),
    "SCHEMA_VALIDATION_FAILED: Field is not supported at /States/A/ResultPath",
  ],
  [
    "a step back to JSONPath",
    jsonata({ A: { ...pass, QueryLanguage: "JSONPath" } }),
    "SCHEMA_VALIDATION_FAILED: 'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine " +
      "at /States/A",
  ],
  [
    "a resource that is no ARN",
    jsonata({ A: { ...invoke, Resource: "lambda" } }),
    "SCHEMA_VALIDATION_FAILED: Value is not a valid resource ARN at /States/A/Resource",
  ],
  [
    "a task without what it needs",
    jsonata({ A: { ...invoke, Arguments: { Payload: 1 } } }),
    "SCHEMA_VALIDATION_FAILED: The field 'FunctionName' is required but was missing at /States/A/Arguments",
  ],
  [
    "an expression that is none",
    jsonata({ A: { ...pass, Output: { a: "{% 1 + %}" } } }),
    "SCHEMA_VALIDATION_FAILED: Invalid JSONata expression: S0207: Unexpected end of expression at /States/A/Output/a",
  ],
  [
    "no end",
    jsonata({ A: { Type: "Pass" } }),
    "SCHEMA_VALIDATION_FAILED: Exactly one of the fields 'Next' and 'End' is required at /States/A",
  ],
  [
    "a variable of an outer scope",
    jsonata({
      A: {
        Type: "Parallel",
        Assign: { a: 1 },
        Branches: [{ StartAt: "B", States: { B: { ...pass, Assign: { a: 2 } } } }],
        End: true,
      },
    }),
    "SCHEMA_VALIDATION_FAILED: The variable 'a' is assigned in an outer scope at /States/A/Branches[0]/States/B/Assign",
  ],
  [
    "a variable named states",
    jsonata({ A: { ...pass, Assign: { states: 1 } } }),
    "SCHEMA_VALIDATION_FAILED: 'states' is not a valid variable name at /States/A/Assign",
  ],
  [
    "States.ALL among others",
    jsonata({ A: { ...invoke, Retry: [{ ErrorEquals: ["States.ALL", "Busy"] }] } }),
    "SCHEMA_VALIDATION_FAILED: States.ALL must appear alone and in the last rule at /States/A/Retry[0]/ErrorEquals",
  ],
  [
    "a wait for nothing",
    jsonata({ A: { Type: "Wait", End: true } }),
    "SCHEMA_VALIDATION_FAILED: Exactly one of the fields 'Seconds' and 'Timestamp' is required at /States/A",
  ],
  [
    "a heartbeat as long as its timeout",
    jsonata({ A: { ...invoke, HeartbeatSeconds: 5, TimeoutSeconds: 5 } }),
    "SCHEMA_VALIDATION_FAILED: 'HeartbeatSeconds' must be smaller than 'TimeoutSeconds' at /States/A",
  ],
  [
    "a state's name twice",
    jsonata({ A: { Type: "Parallel", Branches: [{ StartAt: "A", States: { A: pass } }], End: true } }),
    "SCHEMA_VALIDATION_FAILED: Duplicate State name: A at /States/A/Branches[0]/States/A",
  ],
];

describe("a definition with something wrong", () => {
  it.each(wrong)("is refused: %s", async (_what, definition, sentence) => {
    const input = { name: "m", roleArn: "role", definition: JSON.stringify(definition) };
    await expect(createWorld().api("CreateStateMachine", input)).rejects.toMatchObject({
      code: "InvalidDefinition",
      message: `Invalid State Machine Definition: '${sentence}'`,
    });
  });

  it("is told of whole", async () => {
    const definition = JSON.stringify(jsonata({ A: { Type: "Pass", Next: "B" } }));
    expect(await createWorld().api("ValidateStateMachineDefinition", { definition })).toEqual({
      result: "FAIL",
      diagnostics: [
        {
          severity: "ERROR",
          code: "MISSING_TRANSITION_TARGET",
          message: "Missing 'Next' target: B",
          location: "/States/A/Next",
        },
      ],
      truncated: false,
    });
    expect(await createWorld().api("ValidateStateMachineDefinition", { definition: "not" })).toMatchObject({
      diagnostics: [{ code: "INVALID_JSON_DESCRIPTION" }],
    });
  });

  it("is refused where Express would wait for a token", async () => {
    const Arguments = { QueueUrl: "q" };
    const world = createWorld();
    const waiting = jsonata({ A: task("sqs:sendMessage.waitForTaskToken", { Arguments }) });
    await expect(world.machine(waiting, { type: "EXPRESS" })).rejects.toThrow(
      "Express state machine does not support '.waitForTaskToken' service integration  at /States/A/Resource",
    );
    await expect(world.machine(waiting)).resolves.toContain(":stateMachine:");
  });
});

/** What AWS takes and the local cloud does not. */
const refused: readonly (readonly [definition: Properties, what: string])[] = [
  [{ StartAt: "A", States: { A: pass } }, "the query language JSONPath (of the state A)"],
  [
    jsonata({ A: { ...invoke, Resource: "arn:aws:lambda:eu-west-1:111122223333:function:f" } }),
    "the task resource arn:aws:lambda:eu-west-1:111122223333:function:f (of the state A)",
  ],
  [
    jsonata({ A: { ...invoke, Resource: "arn:aws:states:eu-west-1:111122223333:activity:a" } }),
    "the task resource arn:aws:states:eu-west-1:111122223333:activity:a (of the state A)",
  ],
  [
    jsonata({ A: task("aws-sdk:dynamodb:query") }),
    "the task resource arn:aws:states:::aws-sdk:dynamodb:query (of the state A)",
  ],
  [
    jsonata({ A: task("states:startExecution.sync:2") }),
    "the task resource arn:aws:states:::states:startExecution.sync:2 (of the state A)",
  ],
  [
    jsonata({ A: task("dynamodb:putItem.waitForTaskToken") }),
    "the task resource arn:aws:states:::dynamodb:putItem.waitForTaskToken (of the state A)",
  ],
  [jsonata({ A: { ...invoke, Credentials: { RoleArn: "r" } } }), "Credentials (of the state A)"],
  [
    jsonata({
      A: {
        Type: "Map",
        ItemProcessor: {
          ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
          StartAt: "P",
          States: { P: pass },
        },
        End: true,
      },
    }),
    "a distributed Map (of the state A)",
  ],
  [
    jsonata({ A: { Type: "Map", ItemReader: {}, ItemProcessor: { StartAt: "P", States: { P: pass } }, End: true } }),
    "ItemReader (of the state A)",
  ],
];

describe("what the local cloud cannot run", () => {
  it.each(refused)("is refused by name: %j", async (definition, what) => {
    const made = createWorld().machine(definition);
    await expect(made).rejects.toMatchObject({ code: "NotImplemented", message: expect.stringContaining(what) });
  });
});

describe("what the local cloud takes", () => {
  const everything = jsonata(
    {
      T: {
        ...invoke,
        End: undefined,
        Next: "C",
        TimeoutSeconds: "{% $states.input.t %}",
        HeartbeatSeconds: 5,
        Retry: [
          {
            ErrorEquals: ["Busy"],
            IntervalSeconds: 1,
            BackoffRate: 1.5,
            MaxDelaySeconds: 9,
            JitterStrategy: "FULL",
            MaxAttempts: 0,
          },
        ],
        Catch: [{ ErrorEquals: ["States.ALL"], Next: "F", Assign: { e: "{% $states.errorOutput %}" } }],
      },
      C: { Type: "Choice", Choices: [{ Condition: "{% $states.input.a %}", Next: "W" }], Default: "M" },
      W: { Type: "Wait", Seconds: 1, Next: "M" },
      M: {
        Type: "Map",
        Items: "{% [1] %}",
        ItemSelector: { a: 1 },
        MaxConcurrency: 2,
        ItemProcessor: { ProcessorConfig: { Mode: "INLINE" }, StartAt: "P", States: { P: pass } },
        Next: "B",
      },
      B: { Type: "Parallel", Branches: [{ StartAt: "Q", States: { Q: pass } }], Next: "S" },
      S: { Type: "Succeed" },
      F: { Type: "Fail", Error: "{% $e.Error %}" },
    },
    { Comment: "all of it", TimeoutSeconds: 60 },
  );

  it("an independent validator takes too", async () => {
    await expect(createWorld().machine(everything)).resolves.toContain(":stateMachine:");
    // Without undefined fields, as it is sent.
    const { isValid, errorsText } = validate(JSON.parse(JSON.stringify(everything)));
    expect(errorsText()).toBe("");
    expect(isValid).toBe(true);
  });
});

describe("AWS's functions", () => {
  it.each<[string, unknown]>([
    ["$partition([1,2,3,4,5], 2)", [[1, 2], [3, 4], [5]]],
    ["$range(0, 10, 5)", [0, 5, 10]],
    ["$range(3, 1, -1)", [3, 2, 1]],
    ["$hash('a', 'SHA-1')", "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8"],
    ["$hash('a', 'MD5')", "0cc175b9c0f1b6a831c399e269772661"],
    ["$parse('{\"a\":[1]}').a", [1]],
    ["$random(7) = $random(7)", true],
    ["$random() = $random()", false],
    ["$length($uuid())", 36],
    ["$now()", "2026-01-01T00:00:00.000Z"],
    ["$millis()", Date.UTC(2026, 0, 1)],
    ["$now('[Y]-[M01]')", "2026-01"],
    ["$fromMillis($toMillis('10:00', '[H]:[m]'), '[Y]-[M01]-[D01]')", "2026-01-01"],
    ["$count($shuffle([1,2,3]))", 3],
  ])("%s", async (expression, value) => {
    const { output, cause } = await createWorld().run(jsonata({ A: { ...pass, Output: `{% ${expression} %}` } }));
    expect(cause).toBeUndefined();
    expect(JSON.parse(String(output))).toEqual(value);
  });

  it.each<[string, string]>([
    ["$eval('1')", "T1006: Attempted to invoke a non-function"],
    ["$parse('{')", 'The argument of the function "parse" is no JSON: {'],
    ["$hash('a', 'CRC')", 'The algorithm of the function "hash" must be one of MD5, SHA-1, SHA-256, SHA-384, SHA-512.'],
    ["$range(1, 2000, 1)", 'The function "range" makes 1000 numbers at most.'],
    ["$partition([1], 0)", 'The chunk size of the function "partition" must be positive.'],
  ])("%s fails", async (expression, sentence) => {
    const { error, cause } = await createWorld().run(jsonata({ A: { ...pass, Output: `{% ${expression} %}` } }));
    expect(error).toBe("States.QueryEvaluationError");
    expect(cause).toContain(sentence);
  });
});
