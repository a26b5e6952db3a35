import { describe, expect, it } from "vitest";
import type { Properties } from "../../../../../local/core/resource.ts";
import { createWorld, jsonata, type World } from "./harness.ts";

const ask = (more: Properties = {}) =>
  jsonata({
    A: {
      Type: "Task",
      Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
      Arguments: { QueueUrl: "q", MessageBody: { token: "{% $states.context.Task.Token %}" } },
      End: true,
      ...more,
    },
  });

function tokenIn(world: World, index = 0): string {
  // What the machine sent is a JSON object with the token.
  const { token } = JSON.parse(String(world.calls[index]?.input["MessageBody"])) as { readonly token: string };
  return token;
}

describe("a task that waits for its token", () => {
  it("goes on with what is sent with it, as on AWS", async () => {
    const world = createWorld(() => ({ MessageId: "m" }));
    const { executionArn, status } = await world.run(ask(), {}, 3_600_000);
    expect(status).toBe("RUNNING");
    await world.api("SendTaskSuccess", { taskToken: tokenIn(world), output: '{"paid":true}' });
    await world.kernel.advance(0);
    expect(await world.api("DescribeExecution", { executionArn })).toMatchObject({ output: '{"paid":true}' });
    // Recorded on AWS: localstack, test_sqs_wait_for_task_token.
    expect(await world.history(executionArn)).toEqual([
      "1 0 ExecutionStarted",
      "2 0 TaskStateEntered",
      "3 2 TaskScheduled",
      "4 3 TaskStarted",
      "5 4 TaskSubmitted",
      "6 5 TaskSucceeded",
      "7 6 TaskStateExited",
      "8 7 ExecutionSucceeded",
    ]);
  });

  it("takes an answer that comes before its call is over", async () => {
    const world: World = createWorld(async () => {
      await world.api("SendTaskSuccess", { taskToken: tokenIn(world), output: "null" });
      return {};
    });
    expect(await world.run(ask())).toMatchObject({ status: "SUCCEEDED", output: "null" });
  });

  it("fails with what is sent with it", async () => {
    const world = createWorld();
    const { executionArn } = await world.run(ask());
    await world.api("SendTaskFailure", { taskToken: tokenIn(world), error: "Declined", cause: "no money" });
    await world.kernel.advance(0);
    const failed = { status: "FAILED", error: "Declined", cause: "no money" };
    expect(await world.api("DescribeExecution", { executionArn })).toMatchObject(failed);
  });

  it("has another token at each attempt", async () => {
    const world = createWorld();
    await world.run(ask({ Retry: [{ ErrorEquals: ["Again"] }] }));
    await world.api("SendTaskFailure", { taskToken: tokenIn(world), error: "Again" });
    await world.kernel.advance(1_000);
    expect(world.calls).toHaveLength(2);
    expect(tokenIn(world, 1)).not.toBe(tokenIn(world));
  });

  it("times out without heartbeats, and not with them", async () => {
    const world = createWorld();
    const rule = { ErrorEquals: ["States.HeartbeatTimeout"], Next: "B" };
    const definition = ask({ HeartbeatSeconds: 10, TimeoutSeconds: 60, Catch: [rule] });
    const states = { ...(definition["States"] as Properties), B: { Type: "Succeed" } }; // Made above.
    const { executionArn } = await world.run({ ...definition, States: states }, {}, 9_000);
    for (let beat = 0; beat < 3; beat += 1) {
      await world.api("SendTaskHeartbeat", { taskToken: tokenIn(world) });
      await world.kernel.advance(9_000);
    }
    expect(await world.api("DescribeExecution", { executionArn })).toMatchObject({ status: "RUNNING" });
    await world.kernel.advance(1_000);
    const told = { status: "SUCCEEDED", output: '{"Error":"States.Timeout"}' };
    expect(await world.api("DescribeExecution", { executionArn })).toMatchObject(told);
  });

  it("times out in spite of heartbeats", async () => {
    const world = createWorld();
    const { executionArn } = await world.run(ask({ HeartbeatSeconds: 10, TimeoutSeconds: 15 }), {}, 9_000);
    await world.api("SendTaskHeartbeat", { taskToken: tokenIn(world) });
    await world.kernel.advance(6_000);
    expect(await world.api("DescribeExecution", { executionArn })).toMatchObject({ error: "States.Timeout" });
  });
});

describe("a token", () => {
  it.each<[string, (token: string) => Properties, Partial<{ region: string }>, string]>([
    ["is nothing", () => ({ taskToken: "x", output: "1" }), {}, "InvalidToken"],
    ["of another region", (taskToken) => ({ taskToken, output: "1" }), { region: "us-east-1" }, "InvalidToken"],
    ["comes with what is no JSON", (taskToken) => ({ taskToken, output: "{" }), {}, "InvalidOutput"],
    [
      "comes with too much",
      (taskToken) => ({ taskToken, output: `"${"x".repeat(262_143)}"` }),
      {},
      "ValidationException",
    ],
  ])("that %s is refused", async (_what, input, more, code) => {
    const world = createWorld();
    const { executionArn } = await world.run(ask());
    await expect(world.api("SendTaskSuccess", input(tokenIn(world)), more)).rejects.toMatchObject({ code });
    expect(await world.api("DescribeExecution", { executionArn })).toMatchObject({ status: "RUNNING" });
  });

  it("is good once, and not after its execution has ended", async () => {
    const world = createWorld();
    await world.run(ask());
    const taskToken = tokenIn(world);
    await world.api("SendTaskSuccess", { taskToken, output: "1" });
    const late = { code: "TaskTimedOut", message: "Task Timed Out: 'Provided task does not exist anymore'" };
    for (const action of ["SendTaskSuccess", "SendTaskFailure", "SendTaskHeartbeat"]) {
      await expect(world.api(action, { taskToken, output: "1" })).rejects.toMatchObject(late);
    }
    const { executionArn } = await world.run(ask());
    await world.api("StopExecution", { executionArn });
    await world.kernel.advance(0);
    await expect(world.api("SendTaskSuccess", { taskToken: tokenIn(world, 1), output: "1" })).rejects.toMatchObject(
      late,
    );
  });
});
