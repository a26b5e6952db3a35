import { describe, expect, it } from "vitest";
import type { Properties } from "../../../../../local/core/resource.ts";
import { createRegions } from "../../../../../local/faults/regions.ts";
import { createWorld, invoke, jsonata, roleArn } from "./harness.ts";

const waits = jsonata({ W: { Type: "Wait", Seconds: 60, End: true } });
const passes = jsonata({ P: { Type: "Pass", End: true } });
const day = 86_400_000;

describe("an execution's name", () => {
  it("stands for one execution: again while it runs with the same input, else refused for 90 days", async () => {
    const world = createWorld();
    const stateMachineArn = await world.machine(waits);
    const start = (input: string) => world.api("StartExecution", { stateMachineArn, name: "once", input });
    const first = await start('{"a":1}');
    await world.kernel.advance(1_000);
    expect(await start('{"a":1}')).toEqual(first);
    const taken = {
      code: "ExecutionAlreadyExists",
      message: `Execution Already Exists: '${String(first["executionArn"])}'`,
    };
    await expect(start('{"a":2}')).rejects.toMatchObject(taken);
    await world.kernel.advance(60_000);
    await expect(start('{"a":1}')).rejects.toMatchObject(taken);
    await world.kernel.advance(90 * day - 3_000);
    await expect(start('{"a":1}')).rejects.toMatchObject(taken);
    await world.kernel.advance(3_000);
    expect(await start('{"a":1}')).not.toEqual(first);
    const { executions } = await world.api("ListExecutions", { stateMachineArn });
    expect(executions).toMatchObject([{ status: "RUNNING", name: "once" }]);
  });

  it.each<[string, Properties, string, string]>([
    ["a name with a space", { name: "a b" }, "InvalidName", "Invalid Name: 'a b'"],
    ["a name too long", { name: "x".repeat(81) }, "InvalidName", `Invalid Name: '${"x".repeat(81)}'`],
    [
      "an input that is none",
      { input: "" },
      "InvalidExecutionInput",
      "Invalid State Machine Execution Input: 'Invalid execution input.'",
    ],
    [
      "an input that is no JSON",
      { input: "not" },
      "InvalidExecutionInput",
      "Invalid State Machine Execution Input: 'Unexpected token",
    ],
    ["an input too long", { input: `"${"x".repeat(262_143)}"` }, "ValidationException", "1 validation error detected"],
    [
      "a machine that is none",
      { stateMachineArn: "arn:aws:states:eu-west-1:111122223333:stateMachine:none" },
      "StateMachineDoesNotExist",
      "State Machine Does Not Exist: 'arn:aws:states:eu-west-1:111122223333:stateMachine:none'",
    ],
    ["no ARN", { stateMachineArn: "none" }, "InvalidArn", "Invalid Arn: 'Invalid ARN prefix: none'"],
  ])("is refused with %s", async (_what, input, code, message) => {
    const world = createWorld();
    const stateMachineArn = await world.machine(passes);
    const refused = world.api("StartExecution", { stateMachineArn, ...input });
    await expect(refused).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });
});

describe("an execution", () => {
  it("describes itself", async () => {
    const world = createWorld();
    const described = await world.run(passes, { a: 1 });
    expect(described).toMatchObject({
      executionArn: expect.stringMatching(/^arn:aws:states:eu-west-1:\d{12}:execution:m1:[0-9a-f-]{36}$/),
      stateMachineArn: "arn:aws:states:eu-west-1:111122223333:stateMachine:m1",
      status: "SUCCEEDED",
      startDate: Date.UTC(2026, 0, 1) / 1000,
      input: '{"a":1}',
      inputDetails: { included: true },
      output: '{"a":1}',
      redriveCount: 0,
      redriveStatus: "NOT_REDRIVABLE",
      redriveStatusReason: "Execution is SUCCEEDED and cannot be redriven",
    });
    const { executionArn } = described;
    const bare = await world.api("DescribeExecution", { executionArn, includedData: "METADATA_ONLY" });
    expect(bare).not.toHaveProperty("input");
    expect(await world.api("DescribeStateMachineForExecution", { executionArn })).toMatchObject({
      name: "m1",
      roleArn,
    });
    const absent = "arn:aws:states:eu-west-1:111122223333:execution:m1:none";
    await expect(world.api("DescribeExecution", { executionArn: absent })).rejects.toMatchObject({
      code: "ExecutionDoesNotExist",
    });
  });

  it("is stopped at once, and nothing of it goes on", async () => {
    const world = createWorld();
    const { executionArn } = await world.run(waits);
    await world.api("StopExecution", { executionArn, error: "Operator", cause: "enough" });
    const stopped = { status: "ABORTED", error: "Operator", cause: "enough" };
    expect(await world.api("DescribeExecution", { executionArn })).toMatchObject(stopped);
    await world.kernel.advance(3_600_000);
    expect(await world.api("DescribeExecution", { executionArn })).toMatchObject(stopped);
    // Recorded on AWS: localstack, test_stop_execution.
    expect(await world.history(executionArn)).toEqual([
      "1 0 ExecutionStarted",
      "2 0 WaitStateEntered",
      "3 0 ExecutionAborted",
    ]);
  });

  it("goes on under the definition that it began with", async () => {
    const world = createWorld();
    const stateMachineArn = await world.machine(waits);
    const { executionArn } = await world.api("StartExecution", { stateMachineArn });
    const { revisionId } = await world.api("UpdateStateMachine", {
      stateMachineArn,
      definition: JSON.stringify(passes),
    });
    expect(revisionId).toEqual(expect.any(String));
    expect(
      await world.api("UpdateStateMachine", { stateMachineArn, definition: JSON.stringify(passes) }),
    ).toMatchObject({ revisionId });
    await world.api("DeleteStateMachine", { stateMachineArn });
    await world.kernel.advance(59_000);
    expect(await world.api("DescribeExecution", { executionArn })).toMatchObject({ status: "RUNNING" });
    await world.kernel.advance(1_000);
    expect(await world.api("DescribeExecution", { executionArn })).toMatchObject({ status: "SUCCEEDED" });
  });

  it("is listed newest first, by status, page by page", async () => {
    const world = createWorld();
    const stateMachineArn = await world.machine(waits);
    for (const name of ["a", "b", "c"]) await world.api("StartExecution", { stateMachineArn, name });
    await world.api("StopExecution", { executionArn: "arn:aws:states:eu-west-1:111122223333:execution:m1:b" });
    const { executions, nextToken } = await world.api("ListExecutions", { stateMachineArn, maxResults: 2 });
    expect(executions).toMatchObject([{ name: "c" }, { name: "b", status: "ABORTED" }]);
    const rest = await world.api("ListExecutions", { stateMachineArn, maxResults: 2, nextToken });
    expect(rest).toEqual({ executions: [expect.objectContaining({ name: "a" })] });
    const aborted = await world.api("ListExecutions", { stateMachineArn, statusFilter: "ABORTED" });
    expect(aborted["executions"]).toMatchObject([{ name: "b" }]);
    const refused = world.api("ListExecutions", { stateMachineArn, statusFilter: "succeeded" });
    await expect(refused).rejects.toMatchObject({ code: "ValidationException" });
    await expect(world.api("ListExecutions", { stateMachineArn, maxResults: 1001 })).rejects.toThrow(
      "Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000",
    );
  });

  it("waits while its region is gone, and goes on when it is back", async () => {
    const regions = createRegions();
    const world = createWorld(undefined, { regions });
    const { executionArn } = await world.run(waits);
    regions.turn("eu-west-1", "lost");
    await world.kernel.advance(600_000);
    expect(await world.api("DescribeExecution", { executionArn })).toMatchObject({ status: "RUNNING" });
    regions.turn("eu-west-1", "here");
    await world.kernel.advance(0);
    expect(await world.api("DescribeExecution", { executionArn })).toMatchObject({ status: "SUCCEEDED" });
  });

  it("does not go on after the cloud has ended", async () => {
    const world = createWorld();
    await world.run(jsonata({ W: { Type: "Wait", Seconds: 60, Next: "T" }, T: invoke }));
    world.states.shutdown();
    await world.kernel.advance(3_600_000);
    expect(world.calls).toEqual([]);
  });
});

describe("redriving", () => {
  const twice = (failures: number) => {
    let left = failures;
    return () => {
      left -= 1;
      return left < 0 ? { Payload: '"ok"' } : { FunctionError: "Unhandled", Payload: '{"errorType":"Busy"}' };
    };
  };

  it("goes on with the state that failed, its variables kept", async () => {
    const world = createWorld(twice(1));
    const states = {
      P: { Type: "Pass", Assign: { n: 7 }, Next: "T" },
      T: { ...invoke, Output: "{% [$states.result.Payload, $n, $states.context.Execution.RedriveCount] %}" },
    };
    const { executionArn, status, redriveStatus } = await world.run(jsonata(states));
    expect({ status, redriveStatus }).toEqual({ status: "FAILED", redriveStatus: "REDRIVABLE" });
    await world.api("RedriveExecution", { executionArn });
    await expect(world.api("RedriveExecution", { executionArn })).rejects.toMatchObject({
      code: "ExecutionNotRedrivable",
    });
    await world.kernel.advance(0);
    const described = await world.api("DescribeExecution", { executionArn });
    expect(described).toMatchObject({ status: "SUCCEEDED", output: '["ok",7,1]', redriveCount: 1 });
    const types = (await world.history(executionArn)).map((line) => line.split(" ")[2]);
    expect(types.filter((type) => type === "PassStateEntered")).toHaveLength(1);
    expect(types).toContain("ExecutionRedriven");
  });

  it("runs only those branches again that were not done", async () => {
    const world = createWorld(twice(1));
    const done = { StartAt: "D", States: { D: { Type: "Pass", Output: "{% $uuid() %}", End: true } } };
    const parallel = {
      Type: "Parallel",
      Branches: [done, { StartAt: "W", States: { W: { Type: "Wait", Seconds: 1, Next: "T" }, T: invoke } }],
      End: true,
    };
    const { executionArn } = await world.run(jsonata({ A: parallel }), {}, 2_000);
    await world.api("RedriveExecution", { executionArn });
    await world.kernel.advance(0);
    const described = await world.api("DescribeExecution", { executionArn });
    expect(JSON.parse(String(described["output"]))).toEqual([expect.any(String), "ok"]);
    const types = (await world.history(executionArn)).map((line) => line.split(" ")[2]);
    expect(types.filter((type) => type === "PassStateEntered")).toHaveLength(1);
    expect(types.filter((type) => type === "WaitStateEntered")).toHaveLength(1);
  });

  it("is over after two weeks", async () => {
    const world = createWorld(twice(1));
    const { executionArn } = await world.run(jsonata({ T: invoke }), {}, 14 * day + 1);
    const sentence = "Execution Not Redrivable: 'Execution has exceeded the redrivable period of 14 days'";
    await expect(world.api("RedriveExecution", { executionArn })).rejects.toThrow(sentence);
  });
});

describe("Express", () => {
  const express = { type: "EXPRESS" };

  it("answers what an execution came to, and what it costs", async () => {
    const world = createWorld();
    const stateMachineArn = await world.machine(jsonata({ W: { Type: "Wait", Seconds: 1, End: true } }), express);
    const answer = world.api("StartSyncExecution", { stateMachineArn, name: "n", input: '{"a":1}' });
    await world.kernel.advance(1_000);
    expect(await answer).toMatchObject({
      executionArn: expect.stringMatching(/:express:m1:n:[0-9a-f-]{36}$/),
      status: "SUCCEEDED",
      output: '{"a":1}',
      billingDetails: { billedDurationInMilliseconds: 1_000, billedMemoryUsedInMB: 64 },
    });
    expect(world.states.usage()[stateMachineArn]).toMatchObject({ executions: 1, billedMs: 1_000 });
  });

  it("answers a failure as an answer", async () => {
    const world = createWorld();
    const stateMachineArn = await world.machine(jsonata({ F: { Type: "Fail", Error: "E", Cause: "C" } }), express);
    const answer = world.api("StartSyncExecution", { stateMachineArn });
    await world.kernel.advance(0);
    expect(await answer).toMatchObject({ status: "FAILED", error: "E", cause: "C" });
  });

  it("ends after five minutes", async () => {
    const world = createWorld();
    const stateMachineArn = await world.machine(jsonata({ W: { Type: "Wait", Seconds: 301, End: true } }), express);
    const answer = world.api("StartSyncExecution", { stateMachineArn });
    await world.kernel.advance(300_000);
    expect(await answer).toMatchObject({ status: "TIMED_OUT", error: "States.Timeout" });
  });

  it("takes a name as often as it comes, and shows nothing", async () => {
    const world = createWorld();
    const stateMachineArn = await world.machine(passes, express);
    const { executionArn } = await world.api("StartExecution", { stateMachineArn, name: "n" });
    const again = await world.api("StartExecution", { stateMachineArn, name: "n" });
    expect(again["executionArn"]).not.toBe(executionArn);
    await expect(world.api("DescribeExecution", { executionArn })).rejects.toThrow(
      "Invalid Arn: 'Resource type not valid in this context: express'",
    );
    await expect(world.api("ListExecutions", { stateMachineArn })).rejects.toMatchObject({
      code: "StateMachineTypeNotSupported",
    });
    const standard = await world.machine(passes);
    await expect(world.api("StartSyncExecution", { stateMachineArn: standard })).rejects.toMatchObject({
      code: "StateMachineTypeNotSupported",
    });
  });

  it("runs asynchronous executions twice where the knob says so, and never synchronous ones", async () => {
    const knob = { twice: 1 };
    const world = createWorld(undefined, { express: knob });
    const stateMachineArn = await world.machine(jsonata({ T: invoke }), express);
    await world.api("StartExecution", { stateMachineArn, input: '{"a":1}' });
    await world.kernel.advance(5_000);
    expect(world.calls.map(({ input }) => input["Payload"])).toEqual(['{"a":1}', '{"a":1}']);
    const answer = world.api("StartSyncExecution", { stateMachineArn });
    await world.kernel.advance(5_000);
    await answer;
    expect(world.calls).toHaveLength(3);
    knob.twice = 0;
    await world.api("StartExecution", { stateMachineArn });
    await world.kernel.advance(5_000);
    expect(world.calls).toHaveLength(4);
  });
});

describe("logging", () => {
  const group = "/aws/vendedlogs/states/saga";
  const logDestination = {
    cloudWatchLogsLogGroup: { logGroupArn: `arn:aws:logs:eu-west-1:111122223333:log-group:${group}:*` },
  };
  const fails = jsonata({ P: { Type: "Pass", Next: "F" }, F: { Type: "Fail", Error: "E" } });

  it.each([
    ["ALL", ["ExecutionStarted", "PassStateEntered", "PassStateExited", "FailStateEntered", "ExecutionFailed"]],
    ["ERROR", ["ExecutionFailed"]],
    ["FATAL", ["ExecutionFailed"]],
    ["OFF", []],
  ])("of level %s writes what AWS writes", async (level, types) => {
    const world = createWorld();
    const loggingConfiguration = { level, includeExecutionData: false, destinations: [logDestination] };
    const stateMachineArn = await world.machine(fails, { type: "EXPRESS", loggingConfiguration });
    const { executionArn } = await world.api("StartExecution", { stateMachineArn });
    await world.kernel.advance(0);
    expect(world.lines.map(({ line }) => line["type"])).toEqual(types);
    for (const { group: into, stream, line } of world.lines) {
      expect(into).toBe(group);
      expect(stream).toMatch(/^states\/m1\/2026-01-01-00-00\/[0-9a-f]{8}$/);
      expect(line).toMatchObject({
        execution_arn: executionArn,
        redrive_count: "0",
        event_timestamp: expect.any(String),
      });
    }
  });

  it("has the data of executions only where it is wanted", async () => {
    const world = createWorld();
    for (const includeExecutionData of [false, true]) {
      const loggingConfiguration = { level: "ALL", includeExecutionData, destinations: [logDestination] };
      const stateMachineArn = await world.machine(passes, { loggingConfiguration });
      await world.api("StartExecution", { stateMachineArn, input: '"secret"' });
    }
    await world.kernel.advance(0);
    const texts = world.lines.map(({ line }) => JSON.stringify(line));
    expect(texts.filter((text) => text.includes("secret"))).toHaveLength(4);
    expect(texts).toHaveLength(8);
  });
});

describe("runs of the same seed", () => {
  it("are the same to the last event", async () => {
    const once = async () => {
      const world = createWorld(() => ({ FunctionError: "Unhandled", Payload: '{"errorType":"Busy"}' }));
      const retry = [{ ErrorEquals: ["Busy"], JitterStrategy: "FULL", MaxAttempts: 5 }];
      const branch = (n: number) => ({
        StartAt: `T${n}`,
        States: {
          [`T${n}`]: { ...invoke, Retry: retry, Catch: [{ ErrorEquals: ["Busy"], Next: `U${n}` }] },
          [`U${n}`]: { Type: "Pass", Output: "{% [$random(), $uuid(), $now(), $millis()] %}", End: true },
        },
      });
      const { executionArn } = await world.run(
        jsonata({ A: { Type: "Parallel", Branches: [branch(1), branch(2)], End: true } }),
        {},
        600_000,
      );
      return JSON.stringify(await world.api("GetExecutionHistory", { executionArn, maxResults: 1000 }));
    };
    expect(await once()).toBe(await once());
  });
});
