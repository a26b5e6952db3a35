import { describe, expect, it } from "vitest";
import type { Properties } from "../../../../../local/core/resource.ts";
import { createWorld, invoke, jsonata } from "./harness.ts";

const end = { End: true };
const pass = (Output: unknown, more: Properties = end) => ({ Type: "Pass", Output, ...more });
const iterate = (more: Properties, states: Properties) => ({
  Type: "Map",
  ItemProcessor: { ProcessorConfig: { Mode: "INLINE" }, StartAt: Object.keys(states)[0], States: states },
  ...end,
  ...more,
});

/** What one machine makes of an input. */
type Row = readonly [what: string, states: Properties, input: unknown, output: unknown];

const rows: readonly Row[] = [
  ["a Pass hands its input on", { A: { Type: "Pass", End: true } }, { a: 1 }, { a: 1 }],
  [
    "an output is made of values and expressions",
    { A: pass({ b: "{% $states.input.a + 1 %}", c: ["{% 2 %}", "x"] }) },
    { a: 1 },
    { b: 2, c: [2, "x"] },
  ],
  [
    "a variable is read by later states, and its own state sees the old one",
    {
      A: { Type: "Pass", Assign: { n: 1 }, Next: "B" },
      B: { Type: "Pass", Assign: { n: "{% $n + 1 %}", m: "{% $n %}" }, Output: "{% $n %}", Next: "C" },
      C: pass("{% [$states.input, $n, $m] %}"),
    },
    {},
    [1, 2, 1],
  ],
  [
    "a Choice takes the first condition that holds",
    {
      A: {
        Type: "Choice",
        Choices: [
          { Condition: "{% $states.input.n > 10 %}", Next: "Big" },
          {
            Condition: "{% $states.input.n > 5 %}",
            Next: "Middle",
            Output: "{% $states.input.n * 10 %}",
            Assign: { seen: true },
          },
        ],
        Default: "Small",
      },
      Big: pass("big"),
      Middle: pass("{% [$states.input, $seen] %}"),
      Small: pass("small"),
    },
    { n: 7 },
    [70, true],
  ],
  [
    "a Choice falls back to its Default",
    {
      A: { Type: "Choice", Choices: [{ Condition: "{% false %}", Next: "No" }], Default: "Yes" },
      No: pass("no"),
      Yes: { Type: "Succeed", Output: "yes" },
    },
    {},
    "yes",
  ],
  [
    "branches run side by side, in scopes of their own",
    {
      A: { Type: "Pass", Assign: { tax: 2 }, Next: "B" },
      B: {
        Type: "Parallel",
        Arguments: { n: "{% $states.input.n %}" },
        Branches: [
          {
            StartAt: "P",
            States: {
              P: { Type: "Pass", Assign: { own: "{% $states.input.n * $tax %}" }, Next: "Q" },
              Q: pass("{% $own %}"),
            },
          },
          { StartAt: "R", States: { R: { Type: "Pass", Assign: { own: 5 }, Next: "S" }, S: pass("{% $own %}") } },
        ],
        Output: { both: "{% $states.result %}", left: "{% $exists($own) %}" },
        End: true,
      },
    },
    { n: 4 },
    { both: [8, 5], left: false },
  ],
  [
    "a Map goes through its items, each with its index and value",
    {
      A: iterate(
        {
          Items: "{% $states.input.items %}",
          ItemSelector: { i: "{% $states.context.Map.Item.Index %}", v: "{% $states.context.Map.Item.Value %}" },
        },
        { P: pass("{% [$states.input.i, $states.input.v, $states.context.Map.Item.Index] %}") },
      ),
    },
    { items: ["a", "b"] },
    [
      [0, "a", 0],
      [1, "b", 1],
    ],
  ],
  [
    "a Map takes a list that stands in it",
    { A: iterate({ Items: [1, 2, 3], MaxConcurrency: 1 }, { P: pass("{% $states.input * 2 %}") }) },
    {},
    [2, 4, 6],
  ],
  ["a Map of nothing is nothing", { A: iterate({}, { P: pass(1) }) }, [], []],
  [
    "the context tells of the machine, the state and the execution",
    {
      A: pass("{% $states.context.[StateMachine.Name, State.Name, Execution.Input.a, State.RetryCount] %}"),
    },
    { a: 1 },
    ["m1", "A", 1, 0],
  ],
  ["a list of one stays a list", { A: pass("{% $states.input.items %}") }, { items: [1] }, [1]],
  ["null is a value", { A: pass({ a: "{% null %}", b: null }) }, {}, { a: null, b: null }],
];

describe("what a machine makes of its input", () => {
  it.each(rows)("%s", async (_what, states, input, output) => {
    const described = await createWorld().run(jsonata(states), input);
    expect(described).toMatchObject({ status: "SUCCEEDED" });
    expect(JSON.parse(String(described["output"]))).toEqual(output);
  });
});

const where = (name: string, id = 2) =>
  `An error occurred while executing the state '${name}' (entered at the event id #${id}). `;
const query = "States.QueryEvaluationError";
const about = (expression: string, field: string, what: string) =>
  `${where("A")}The JSONata expression '${expression}' specified for the field '${field}' ${what}`;
const iso = "an ISO-8601 extended offset date-time format string";
const unexpected = (wanted: string, got: string) =>
  `returned an unexpected result type. Expected '${wanted}', but was ${got}`;

/** How one machine fails. */
const failures: readonly (readonly [
  what: string,
  states: Properties,
  input: unknown,
  error: string | undefined,
  cause: string | undefined,
])[] = [
  [
    "a Fail",
    { A: { Type: "Fail", Error: "Declined", Cause: "{% 'no ' & $states.input.why %}" } },
    { why: "money" },
    "Declined",
    "no money",
  ],
  ["a Fail without words", { A: { Type: "Fail" } }, {}, undefined, undefined],
  [
    "nothing for an output",
    { A: pass({ result: "{% $nowhere %}" }) },
    {},
    query,
    about("$nowhere", "Output/result", "returned nothing (undefined)."),
  ],
  [
    "a function for an output",
    { A: pass("{% function($x){$x} %}") },
    {},
    query,
    about("function($x){$x}", "Output", "returned an unsupported result type."),
  ],
  [
    "an operator on the wrong type",
    { A: pass("{% 'a' + 1 %}") },
    {},
    query,
    about(
      "'a' + 1",
      "Output",
      `threw an error during evaluation. T2001: The left side of the "+" operator must evaluate to a number`,
    ),
  ],
  [
    "items that are no list",
    { A: iterate({ Items: "{% 1 %}" }, { P: pass(1) }) },
    {},
    query,
    about("1", "Items", unexpected("array", "'number' for value: 1")),
  ],
  [
    "an input that is no list",
    { A: iterate({}, { P: pass(1) }) },
    { a: 1 },
    query,
    `${where("A")}Map state input must be an array but was: {"a":1}`,
  ],
  [
    "a time without zone",
    { A: { Type: "Wait", Timestamp: "{% '2016-12-05T21:29:29' %}", ...end } },
    {},
    query,
    `${where("A")}The Timestamp field cannot be parsed as ${iso}: 2016-12-05T21:29:29`,
  ],
  [
    "no choice",
    { A: { Type: "Choice", Choices: [{ Condition: "{% false %}", Next: "B" }] }, B: pass(1) },
    {},
    "States.NoChoiceMatched",
    "No Choice rule matched and there is no Default.",
  ],
  [
    "a condition that is no boolean",
    { A: { Type: "Choice", Choices: [{ Condition: "{% 1 %}", Next: "B" }] }, B: pass(1) },
    {},
    query,
    about("1", "Choices[0]/Condition", unexpected("boolean", "'number' for value: 1")),
  ],
  [
    "more than 256 KiB",
    { A: pass("{% $join($map([1..300000], function($i){'x'})) %}") },
    {},
    "States.DataLimitExceeded",
    "The state/task 'A' returned a result with a size exceeding the maximum number of bytes service limit.",
  ],
];

describe("how a machine fails", () => {
  it.each(failures)("%s", async (_what, states, input, error, cause) => {
    const { status, error: told, cause: why } = await createWorld().run(jsonata(states), input);
    expect({ status, error: told, cause: why }).toEqual({ status: "FAILED", error, cause });
  });
});

describe("a Wait", () => {
  it.each<[string, Properties, number]>([
    ["for seconds", { Seconds: 30 }, 30_000],
    ["for seconds that are computed", { Seconds: "{% $states.input.s %}" }, 40_000],
    ["until a moment", { Timestamp: "2026-01-01T00:00:20Z" }, 20_000],
    ["longer than a timer of Node", { Seconds: 2_592_000 }, 2_592_000_000],
    ["until a moment that is past", { Timestamp: "2025-01-01T00:00:20+01:00" }, 0],
  ])("%s", async (_what, fields, ms) => {
    const world = createWorld();
    const definition = jsonata({ A: { Type: "Wait", ...fields, ...end } });
    const { executionArn, status } = await world.run(definition, { s: 40 }, Math.max(0, ms - 1));
    expect(status).toBe(ms === 0 ? "SUCCEEDED" : "RUNNING");
    await world.kernel.advance(1);
    expect(await world.api("DescribeExecution", { executionArn })).toMatchObject({ status: "SUCCEEDED" });
  });
});

describe("the history", () => {
  it("is that of AWS for a Map, one item at a time", async () => {
    const world = createWorld();
    const states = { A: iterate({ MaxConcurrency: 1 }, { P: pass("{% $states.input %}") }) };
    const { executionArn } = await world.run(jsonata(states), [1, 2]);
    // Recorded on AWS: localstack, test_map_state_nested.
    expect(await world.history(executionArn)).toEqual([
      "1 0 ExecutionStarted",
      "2 0 MapStateEntered",
      "3 2 MapStateStarted",
      "4 3 MapIterationStarted",
      "5 4 PassStateEntered",
      "6 5 PassStateExited",
      "7 6 MapIterationSucceeded",
      "8 6 MapIterationStarted",
      "9 8 PassStateEntered",
      "10 9 PassStateExited",
      "11 10 MapIterationSucceeded",
      "12 11 MapStateSucceeded",
      "13 11 MapStateExited",
      "14 13 ExecutionSucceeded",
    ]);
  });

  it("is that of AWS for a Parallel that fails and is caught", async () => {
    const world = createWorld();
    const branch = { StartAt: "F", States: { F: { Type: "Fail", Error: "FailureType", Cause: "why" } } };
    const states = {
      A: { Type: "Parallel", Branches: [branch], Catch: [{ ErrorEquals: ["States.ALL"], Next: "B" }], ...end },
      B: { Type: "Pass", ...end },
    };
    const described = await world.run(jsonata(states));
    expect(described["output"]).toBe('{"Error":"FailureType","Cause":"why"}');
    // Recorded on AWS: localstack, test_parallel_state_catch.
    expect(await world.history(described["executionArn"])).toEqual([
      "1 0 ExecutionStarted",
      "2 0 ParallelStateEntered",
      "3 2 ParallelStateStarted",
      "4 3 FailStateEntered",
      "5 4 ParallelStateFailed",
      "6 5 ParallelStateExited",
      "7 6 PassStateEntered",
      "8 7 PassStateExited",
      "9 8 ExecutionSucceeded",
    ]);
  });

  it("ends the other iterations with the first that fails", async () => {
    const world = createWorld();
    const choose = { Type: "Choice", Choices: [{ Condition: "{% $states.input = 2 %}", Next: "F" }], Default: "W" };
    const states = {
      A: iterate({}, { C: choose, W: { Type: "Wait", Seconds: 60, ...end }, F: { Type: "Fail", Error: "E" } }),
    };
    const { executionArn, status, error } = await world.run(jsonata(states), [1, 2], 1_000);
    expect({ status, error }).toEqual({ status: "FAILED", error: "E" });
    expect((await world.history(executionArn)).slice(-5).map((line) => line.split(" ")[2])).toEqual([
      "MapIterationFailed",
      "WaitStateAborted",
      "MapIterationAborted",
      "MapStateFailed",
      "ExecutionFailed",
    ]);
    await world.kernel.advance(60_000);
    expect(await world.api("DescribeExecution", { executionArn })).toMatchObject({ status: "FAILED" });
  });

  it("tells of tasks what AWS tells", async () => {
    const world = createWorld(() => ({ StatusCode: 200, Payload: "7", ExecutedVersion: "$LATEST" }));
    const { executionArn, output } = await world.run(jsonata({ A: { ...invoke, TimeoutSeconds: 5 } }), { n: 1 });
    expect(output).toBe("7");
    const { events } = await world.api("GetExecutionHistory", { executionArn });
    expect(events).toMatchObject([
      { type: "ExecutionStarted", executionStartedEventDetails: { input: '{"n":1}' } },
      { type: "TaskStateEntered", stateEnteredEventDetails: { name: "A", input: '{"n":1}' } },
      {
        type: "TaskScheduled",
        taskScheduledEventDetails: {
          resource: "invoke",
          resourceType: "lambda",
          region: "eu-west-1",
          parameters: '{"FunctionName":"work","Payload":{"n":1}}',
          timeoutInSeconds: 5,
        },
      },
      { type: "TaskStarted", taskStartedEventDetails: { resource: "invoke", resourceType: "lambda" } },
      { type: "TaskSucceeded" },
      { type: "TaskStateExited", stateExitedEventDetails: { name: "A", output: "7" } },
      { type: "ExecutionSucceeded", executionSucceededEventDetails: { output: "7" } },
    ]);
  });

  it("ends at 25,000 events", async () => {
    const world = createWorld();
    const states = { A: { Type: "Pass", Next: "B" }, B: { Type: "Choice", Choices: [{ Condition: true, Next: "A" }] } };
    const { executionArn, status, error, cause } = await world.run(jsonata(states));
    expect({ status, error, cause }).toEqual({
      status: "FAILED",
      error: "States.Runtime",
      cause: "The execution reached the maximum number of history events (25000).",
    });
    const { events } = await world.api("GetExecutionHistory", { executionArn, reverseOrder: true, maxResults: 1 });
    expect(events).toMatchObject([{ id: 25_000, type: "ExecutionFailed" }]);
  });
});
