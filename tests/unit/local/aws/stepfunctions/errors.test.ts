import { describe, expect, it } from "vitest";
import { AwsError } from "../../../../../local/core/errors.ts";
import type { Call } from "../../../../../local/core/call.ts";
import type { Properties } from "../../../../../local/core/resource.ts";
import { regionUnreachable } from "../../../../../local/faults/regions.ts";
import { createWorld, invoke, jsonata } from "./harness.ts";

const raised = { StatusCode: 200, FunctionError: "Unhandled", Payload: '{"errorType":"Busy","errorMessage":"later"}' };
const done = { StatusCode: 200, Payload: '"done"' };

/** Fails so often, then answers. */
function failing(times: number, failure: unknown = raised) {
  let left = times;
  return () => {
    left -= 1;
    if (left < 0) return done;
    if (failure instanceof Error) throw failure;
    return failure;
  };
}

const retried = (...rules: readonly Properties[]) => jsonata({ A: { ...invoke, Retry: rules } });

describe("Retry", () => {
  it("waits longer each time, up to a bound, and counts what it costs", async () => {
    const world = createWorld(failing(4));
    const rule = { ErrorEquals: ["Busy"], IntervalSeconds: 2, BackoffRate: 3, MaxDelaySeconds: 10, MaxAttempts: 4 };
    const { executionArn } = await world.run(retried(rule));
    const begun = world.kernel.now();
    for (const [at, calls] of [
      [1_999, 1],
      [2_000, 2],
      [7_999, 2],
      [8_000, 3],
      [17_999, 3],
      [18_000, 4],
      [28_000, 5],
    ]) {
      await world.kernel.advance(begun + Number(at) - world.kernel.now());
      expect([at, world.calls.length]).toEqual([at, calls]);
    }
    expect(await world.api("DescribeExecution", { executionArn })).toMatchObject({ output: '"done"' });
    expect(Object.values(world.states.usage())).toEqual([{ executions: 1, transitions: 5, billedMs: 0 }]);
  });

  it("takes a random part of the delay with full jitter, the same for the same seed", async () => {
    const timesOf = async () => {
      const world = createWorld(failing(3));
      const times: number[] = [];
      const rule = { ErrorEquals: ["States.ALL"], IntervalSeconds: 10, BackoffRate: 1, JitterStrategy: "FULL" };
      await world.run(retried(rule));
      for (let before = 1; world.kernel.now() < Date.UTC(2026, 0, 1, 0, 1); await world.kernel.advance(100)) {
        if (world.calls.length > before) times.push(world.kernel.now());
        before = world.calls.length;
      }
      return times;
    };
    const times = await timesOf();
    expect(times).toHaveLength(3);
    expect(times[2]).toBeLessThan(Date.UTC(2026, 0, 1, 0, 0, 30));
    expect(await timesOf()).toEqual(times);
  });

  it("evaluates the arguments anew, and tells how often", async () => {
    const world = createWorld(failing(2));
    const Arguments = { FunctionName: "work", Payload: "{% $states.context.State.RetryCount %}" };
    await world.run(jsonata({ A: { ...invoke, Arguments, Retry: [{ ErrorEquals: ["Busy"] }] } }), {}, 10_000);
    expect(world.calls.map(({ input }) => input["Payload"])).toEqual(["0", "1", "2"]);
  });

  it("gives up after its attempts", async () => {
    const world = createWorld(failing(9));
    const described = await world.run(retried({ ErrorEquals: ["Busy"], MaxAttempts: 2 }), {}, 60_000);
    expect(described).toMatchObject({ status: "FAILED", error: "Busy", cause: raised.Payload });
    expect(world.calls).toHaveLength(3);
  });

  it("counts the attempts of each rule for itself", async () => {
    const answers = [raised, { ...raised, Payload: '{"errorType":"Other"}' }, raised, done];
    const world = createWorld(() => answers.shift());
    const rules = [
      { ErrorEquals: ["Busy"], MaxAttempts: 2 },
      { ErrorEquals: ["States.TaskFailed"], MaxAttempts: 1 },
    ];
    expect(await world.run(retried(...rules), {}, 60_000)).toMatchObject({ status: "SUCCEEDED" });
  });

  it("begins a Parallel again from the start, without an event of its failure", async () => {
    const world = createWorld(failing(1));
    const branch = { StartAt: "W", States: { W: invoke } };
    const parallel = { Type: "Parallel", Branches: [branch], Retry: [{ ErrorEquals: ["Busy"] }], End: true };
    const { executionArn, output } = await world.run(jsonata({ A: parallel }), {}, 60_000);
    expect(output).toBe('["done"]');
    const types = (await world.history(executionArn)).map((line) => line.split(" ")[2]);
    expect(types.filter((type) => type === "ParallelStateStarted")).toHaveLength(2);
    expect(types).not.toContain("ParallelStateFailed");
  });
});

/** What is caught by which name. */
const caught: readonly (readonly [name: string, failure: unknown, by: string, isCaught: boolean])[] = [
  ["an error of a function", raised, "Busy", true],
  ["an error of a function", raised, "States.TaskFailed", true],
  ["an error of a function", raised, "States.ALL", true],
  ["an error of a function", raised, "States.Timeout", false],
  ["a call that is refused", new AwsError("AccessDeniedException", "no", 403), "Lambda.AWSLambdaException", true],
  [
    "a call that is refused",
    new AwsError("TooManyRequestsException", "no", 429),
    "Lambda.TooManyRequestsException",
    true,
  ],
  ["a region that is gone", regionUnreachable("eu-west-1"), "Lambda.SdkClientException", true],
  ["too much data", { StatusCode: 200, Payload: JSON.stringify("x".repeat(300_000)) }, "States.ALL", false],
  [
    "too much data",
    { StatusCode: 200, Payload: JSON.stringify("x".repeat(300_000)) },
    "States.DataLimitExceeded",
    true,
  ],
];

describe("Catch", () => {
  it.each(caught)("%s (%#) by %s", async (_name, failure, by, isCaught) => {
    const world = createWorld(failing(9, failure));
    const rule = {
      ErrorEquals: [by],
      Next: "B",
      Assign: { why: "{% $states.errorOutput.Error %}" },
      Output: { error: "{% $states.errorOutput.Error %}", of: "{% $states.input.n %}" },
    };
    const states = {
      A: { ...invoke, Catch: [rule] },
      B: { Type: "Pass", Output: "{% [$states.input, $why] %}", End: true },
    };
    const { status, output } = await world.run(jsonata(states), { n: 1 });
    expect(status).toBe(isCaught ? "SUCCEEDED" : "FAILED");
    if (isCaught)
      expect(JSON.parse(String(output))).toEqual([{ error: expect.any(String), of: 1 }, expect.any(String)]);
  });

  it("takes the error for its output where it has none", async () => {
    const world = createWorld(failing(1));
    const states = { A: { ...invoke, Catch: [{ ErrorEquals: ["States.ALL"], Next: "B" }] }, B: { Type: "Succeed" } };
    const { output } = await world.run(jsonata(states));
    expect(JSON.parse(String(output))).toEqual({ Error: "Busy", Cause: raised.Payload });
  });

  it("is about expressions too", async () => {
    const world = createWorld();
    const rule = { ErrorEquals: ["States.QueryEvaluationError"], Next: "B" };
    const states = { A: { ...invoke, Arguments: "{% $nothing %}", Catch: [rule] }, B: { Type: "Succeed", Output: 1 } };
    const { executionArn, output } = await world.run(jsonata(states));
    expect(output).toBe("1");
    expect((await world.history(executionArn))[2]).toBe("3 2 EvaluationFailed");
  });
});

const never = () => new Promise(() => undefined);

describe("a timeout", () => {
  it("of a task is caught as States.Timeout, and what comes late is not heard", async () => {
    let answer: (value: unknown) => void = () => undefined;
    const world = createWorld(() => new Promise((resolve) => void (answer = resolve)));
    const { executionArn } = await world.run(jsonata({ A: { ...invoke, TimeoutSeconds: 5 } }), {}, 4_999);
    expect(await world.api("DescribeExecution", { executionArn })).toMatchObject({ status: "RUNNING" });
    await world.kernel.advance(1);
    expect(await world.api("DescribeExecution", { executionArn })).toMatchObject({
      status: "FAILED",
      error: "States.Timeout",
    });
    const before = await world.history(executionArn);
    expect(before.slice(-2)).toEqual(["5 4 TaskTimedOut", "6 5 ExecutionFailed"]);
    answer(done);
    await world.kernel.advance(1_000);
    expect(await world.history(executionArn)).toEqual(before);
  });

  it("of the machine ends the execution", async () => {
    const world = createWorld(never);
    const { executionArn } = await world.run(jsonata({ A: invoke }, { TimeoutSeconds: 60 }), {}, 60_000);
    expect(await world.api("DescribeExecution", { executionArn })).toMatchObject({ status: "TIMED_OUT" });
    expect((await world.history(executionArn)).at(-1)).toBe("5 0 ExecutionTimedOut");
  });
});

describe("a call", () => {
  it.each<[string, Properties, unknown, Partial<Call>, Properties | undefined]>([
    [
      "dynamodb:putItem",
      { TableName: "t", Item: { pk: { S: "a" } } },
      {},
      { service: "dynamodb", action: "PutItem", input: { TableName: "t", Item: { pk: { S: "a" } } } },
      {},
    ],
    [
      "dynamodb:getItem",
      { TableName: "t", Key: { pk: { S: "a" } } },
      { Item: { pk: { S: "a" } } },
      { service: "dynamodb", action: "GetItem" },
      { Item: { pk: { S: "a" } } },
    ],
    [
      "dynamodb:updateItem",
      { TableName: "t", Key: {}, UpdateExpression: "SET a = :b" },
      {},
      { service: "dynamodb", action: "UpdateItem" },
      {},
    ],
    [
      "sqs:sendMessage",
      { QueueUrl: "q", MessageBody: { a: 1 } },
      { MessageId: "m" },
      { service: "sqs", action: "SendMessage", input: { QueueUrl: "q", MessageBody: '{"a":1}' } },
      { MessageId: "m" },
    ],
    [
      "events:putEvents",
      { Entries: [{ Source: "s", DetailType: "d", Detail: { a: 1 } }] },
      { Entries: [{ EventId: "e" }], FailedEntryCount: 0 },
      {
        service: "events",
        action: "PutEvents",
        input: { Entries: [{ Source: "s", DetailType: "d", Detail: '{"a":1}' }] },
      },
      { Entries: [{ EventId: "e" }] },
    ],
    [
      "states:startExecution",
      { StateMachineArn: "arn", Name: "n", Input: { a: 1 } },
      { executionArn: "e", startDate: 1 },
      { service: "states", action: "StartExecution", input: { stateMachineArn: "arn", name: "n", input: '{"a":1}' } },
      { ExecutionArn: "e", StartDate: 1 },
    ],
    ["events:putEvents", { Entries: [] }, { FailedEntryCount: 1 }, { service: "events" }, undefined],
  ])("of %s goes out in the machine's role (%#)", async (resource, Arguments, answer, call, result) => {
    const world = createWorld(() => answer);
    const state = { Type: "Task", Resource: `arn:aws:states:::${resource}`, Arguments, End: true };
    const { output, error } = await world.run(jsonata({ A: state }));
    expect(world.calls).toMatchObject([{ region: "eu-west-1", caller: { kind: "role" }, ...call }]);
    if (result === undefined) expect(error).toBe("EventBridge.FailedEntry");
    else expect(JSON.parse(String(output))).toMatchObject({ ...result, SdkHttpMetadata: { HttpStatusCode: 200 } });
  });

  it.each<[string, AwsError, string, string]>([
    [
      "dynamodb:putItem",
      new AwsError("ConditionalCheckFailedException", "The conditional request failed"),
      "DynamoDB.ConditionalCheckFailedException",
      "The conditional request failed (Service: AmazonDynamoDBv2; Status Code: 400; " +
        "Error Code: ConditionalCheckFailedException",
    ],
    [
      "sqs:sendMessage",
      new AwsError("MissingParameter", "The request must contain the parameter MessageBody."),
      "SQS.AmazonSQSException",
      "The request must contain the parameter MessageBody. (Service: AmazonSQS; Status Code: 400; " +
        "Error Code: MissingParameter",
    ],
    [
      "states:startExecution",
      new AwsError("StateMachineDoesNotExist", "State Machine Does Not Exist: 'x'"),
      "StepFunctions.StateMachineDoesNotExistException",
      "State Machine Does Not Exist: 'x' (Service: AWSStepFunctions; Status Code: 400; " +
        "Error Code: StateMachineDoesNotExist",
    ],
  ])("of %s fails by AWS's names", async (resource, fault, error, cause) => {
    const world = createWorld(() => {
      throw fault;
    });
    const Arguments = { TableName: "t", QueueUrl: "q", StateMachineArn: "arn" };
    const state = { Type: "Task", Resource: `arn:aws:states:::${resource}`, Arguments, End: true };
    const described = await world.run(jsonata({ A: state }));
    expect(described).toMatchObject({ status: "FAILED", error });
    expect(described["cause"]).toMatch(
      new RegExp(`^${cause.replaceAll(/[()]/g, String.raw`\$&`)}; Request ID: [0-9a-f-]+; Proxy: null\\)$`),
    );
  });
});
