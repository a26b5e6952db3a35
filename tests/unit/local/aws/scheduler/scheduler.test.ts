import { describe, expect, it } from "vitest";
import { AwsError } from "../../../../../local/core/errors.ts";
import type { Call } from "../../../../../local/core/call.ts";
import { roleCaller } from "../../../../../local/aws/principals.ts";
import type { DeliveryDependencies } from "../../../../../local/aws/scheduler/delivery.ts";
import { createScheduler } from "../../../../../local/aws/scheduler/index.ts";
import { accountId, create, functionArn, roleArn } from "../lambda/harness.ts";
import { createPatientKernel } from "../patient-kernel.ts";

const scheduleType = "aws:scheduler/schedule:Schedule";
const deadLetterArn = `arn:aws:sqs:eu-west-1:${accountId}:sweep-dlq`;

function schedulerUnderTest(
  answer: (call: Call) => Promise<unknown> = () => Promise.resolve({}),
  assume: DeliveryDependencies["assume"] = (role, session) => roleCaller(role, session, accountId),
) {
  const kernel = createPatientKernel(1);
  const calls: Call[] = [];
  const scheduler = createScheduler({
    kernel,
    accountId,
    assume,
    call: (call) => {
      calls.push(call);
      return answer(call);
    },
  });
  const schedule = (inputs: Record<string, unknown>, target: Record<string, unknown> = {}) =>
    create(scheduler.resources, scheduleType, {
      name: "sweep",
      flexibleTimeWindow: { mode: "OFF" },
      scheduleExpression: "rate(1 minute)",
      target: { arn: functionArn, roleArn, input: '{"sweep":true}', ...target },
      ...inputs,
    });
  return { kernel, scheduler, calls, schedule };
}

describe("a schedule", () => {
  it("fires at its creation, then at each period, asynchronously and in the name of its role", async () => {
    const { kernel, calls, schedule } = schedulerUnderTest();
    await schedule({});
    await kernel.advance(0);
    expect(calls).toMatchObject([
      {
        service: "lambda",
        action: "Invoke",
        region: "eu-west-1",
        input: { FunctionName: functionArn, InvocationType: "Event", Payload: '{"sweep":true}' },
        caller: { kind: "role", roleArn },
      },
    ]);
    await kernel.advance(59_999);
    expect(calls).toHaveLength(1);
    await kernel.advance(120_001);
    expect(calls).toHaveLength(4);
  });

  it("fires at its creation also when the clock moves on while it is created", async () => {
    const kernel = createPatientKernel(1);
    let reads = 0;
    const calls: Call[] = [];
    const scheduler = createScheduler({
      kernel: { ...kernel, now: () => kernel.now() + (reads += 1) },
      accountId,
      assume: (role, session) => roleCaller(role, session, accountId),
      call: async (call) => void calls.push(call),
    });
    await create(scheduler.resources, scheduleType, {
      name: "sweep",
      flexibleTimeWindow: { mode: "OFF" },
      scheduleExpression: "rate(1 minute)",
      target: { arn: functionArn, roleArn },
    });
    await kernel.advance(1_000);
    expect(calls).toHaveLength(1);
  });

  it("does not fire while it is disabled, before its start or after its end", async () => {
    const { kernel, calls, schedule } = schedulerUnderTest();
    await schedule({ state: "DISABLED" });
    await schedule({
      name: "later",
      startDate: new Date(kernel.now() + 90_000).toISOString(),
      endDate: new Date(kernel.now() + 160_000).toISOString(),
    });
    await kernel.advance(89_999);
    expect(calls).toHaveLength(0);
    await kernel.advance(600_000);
    expect(calls).toHaveLength(2);
  });

  it("fires once at the time that it names, and never for one that is past", async () => {
    const { kernel, calls, schedule } = schedulerUnderTest();
    await schedule({ scheduleExpression: "at(2026-01-01T00:00:10)" });
    await schedule({ name: "past", scheduleExpression: "at(2025-12-31T00:00:10)" });
    await kernel.advance(9_999);
    expect(calls).toHaveLength(0);
    await kernel.advance(100_000);
    expect(calls).toHaveLength(1);
  });

  it("fills in context attributes, and sends to a queue", async () => {
    const { kernel, calls, schedule } = schedulerUnderTest();
    const input = '{"at":"<aws.scheduler.scheduled-time>","try":"<aws.scheduler.attempt-number>"}';
    await schedule({}, { arn: `arn:aws:sqs:eu-west-1:${accountId}:inbox`, input });
    await kernel.advance(0);
    expect(calls[0]).toMatchObject({
      service: "sqs",
      action: "SendMessage",
      input: {
        QueueUrl: `https://sqs.eu-west-1.amazonaws.com/${accountId}/inbox`,
        MessageBody: '{"at":"2026-01-01T00:00:00Z","try":"1"}',
      },
    });
  });

  it("asks its role's trust policy, in the name of its group, each time", async () => {
    const asked: unknown[] = [];
    const { kernel, schedule } = schedulerUnderTest(undefined, (role, session, by) => {
      asked.push(by);
      return roleCaller(role, session, accountId);
    });
    await schedule({});
    await kernel.advance(60_000);
    const sourceArn = `arn:aws:scheduler:eu-west-1:${accountId}:schedule-group/default`;
    expect(asked).toEqual(Array.from({ length: 2 }, () => ({ service: "scheduler.amazonaws.com", sourceArn })));
  });

  it("reaches nobody, not even its dead-letter queue, in a role that does not trust it", async () => {
    const { kernel, calls, schedule } = schedulerUnderTest(undefined, () => {
      throw new AwsError("AccessDenied", "no role trust policy allows it", 403);
    });
    await schedule(
      { scheduleExpression: "at(2026-01-01T00:00:00)" },
      { retryPolicy: { maximumRetryAttempts: 1 }, deadLetterConfig: { arn: deadLetterArn } },
    );
    await kernel.advance(10_000);
    expect(calls).toEqual([]);
  });

  it("retries what is refused, later and later, then leaves a dead letter", async () => {
    const denied = new AwsError("AccessDeniedException", "worker is not authorized");
    const { kernel, calls, schedule } = schedulerUnderTest((call) =>
      call.service === "lambda" ? Promise.reject(denied) : Promise.resolve({}),
    );
    await schedule(
      { scheduleExpression: "at(2026-01-01T00:00:00)" },
      { retryPolicy: { maximumRetryAttempts: 2 }, deadLetterConfig: { arn: deadLetterArn } },
    );
    await kernel.advance(1_000);
    expect(calls).toHaveLength(2);
    await kernel.advance(2_000);
    expect(calls.map(({ service }) => service)).toEqual(["lambda", "lambda", "lambda", "sqs"]);
    expect(calls[3]?.input).toMatchObject({
      MessageBody: '{"sweep":true}',
      MessageAttributes: {
        ERROR_CODE: { DataType: "String", StringValue: "AccessDeniedException" },
        EXHAUSTED_RETRY_CONDITION: { DataType: "String", StringValue: "MaximumRetryAttempts" },
        RETRY_ATTEMPTS: { DataType: "String", StringValue: "2" },
      },
    });
  });

  it("stops with the local cloud", async () => {
    const { kernel, scheduler, calls, schedule } = schedulerUnderTest();
    await schedule({});
    await kernel.advance(0);
    scheduler.shutdown();
    await kernel.advance(600_000);
    expect(calls).toHaveLength(1);
  });

  it.each([
    ["a cron expression", { scheduleExpression: "cron(0 12 * * ? *)" }, "NotImplemented", "cron(0 12 * * ? *)"],
    [
      "a flexible window",
      { flexibleTimeWindow: { mode: "FLEXIBLE" } },
      "NotImplemented",
      "flexibleTimeWindow FLEXIBLE",
    ],
    ["a malformed expression", { scheduleExpression: "rate(0 minutes)" }, "ValidationException", "rate(0 minutes)"],
    ["a group that is not there", { groupName: "none" }, "ResourceNotFoundException", "Schedule Group none"],
  ])("is refused with %s", async (_case, inputs, code, part) => {
    const { schedule } = schedulerUnderTest();
    const refused = schedule(inputs);
    await expect(refused).rejects.toMatchObject({ code });
    await expect(refused).rejects.toThrow(part);
  });
});
