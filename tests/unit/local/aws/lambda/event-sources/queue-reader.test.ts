import { describe, expect, it } from "vitest";
import { accountId, roleArn } from "../harness.ts";
import { fed } from "./harness.ts";

const eventSourceArn = `arn:aws:sqs:eu-west-1:${accountId}:inbox`;
const done = () => undefined;

describe("a function fed from a queue", () => {
  it("gets messages in Lambda's shape, in the name of its role, and deletes what it took", async () => {
    const { kernel, queue, map, root, events, calls } = await fed(done);
    const QueueUrl = await queue("inbox");
    await map({ eventSourceArn });
    await root("SendMessage", {
      QueueUrl,
      MessageBody: '{"a":1}',
      MessageAttributes: { kind: { DataType: "String", StringValue: "credit" } },
    });
    await kernel.advance(0);
    expect(events).toEqual([
      {
        Records: [
          {
            messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
            receiptHandle: expect.stringMatching(/^\w+$/),
            body: '{"a":1}',
            attributes: {
              ApproximateReceiveCount: "1",
              SentTimestamp: String(Date.UTC(2026, 0, 1)),
              SenderId: `arn:aws:iam::${accountId}:root`,
              ApproximateFirstReceiveTimestamp: String(Date.UTC(2026, 0, 1)),
            },
            messageAttributes: {
              kind: { stringValue: "credit", stringListValues: [], binaryListValues: [], dataType: "String" },
            },
            md5OfBody: expect.stringMatching(/^[0-9a-f]{32}$/),
            md5OfMessageAttributes: expect.stringMatching(/^[0-9a-f]{32}$/),
            eventSource: "aws:sqs",
            eventSourceARN: eventSourceArn,
            awsRegion: "eu-west-1",
          },
        ],
      },
    ]);
    expect(calls.filter(({ caller }) => caller.kind === "role").map(({ action }) => action)).toContain(
      "DeleteMessageBatch",
    );
    expect(calls.find(({ action }) => action === "ReceiveMessage")?.caller).toMatchObject({ roleArn });
    await kernel.advance(60_000);
    expect(events).toHaveLength(1);
  });

  it("fetches what lay there before the mapping, and nothing while there is nothing", async () => {
    const { kernel, queue, map, root, bodies, calls } = await fed(done);
    const QueueUrl = await queue("inbox");
    await root("SendMessage", { QueueUrl, MessageBody: "early" });
    await map({ eventSourceArn });
    await kernel.advance(0);
    expect(bodies()).toEqual([["early"]]);
    const before = calls.length;
    await kernel.advance(3_600_000);
    expect(calls).toHaveLength(before);
  });

  it("fills a batch within its window", async () => {
    const { kernel, queue, map, root, bodies } = await fed(done, {}, { pollers: 1 });
    const QueueUrl = await queue("inbox");
    await map({ eventSourceArn, batchSize: 3, maximumBatchingWindowInSeconds: 5 });
    const send = (MessageBody: string) => root("SendMessage", { QueueUrl, MessageBody });
    await send("a");
    await kernel.advance(2_000);
    await send("b");
    await kernel.advance(2_999);
    expect(bodies()).toEqual([]);
    await kernel.advance(1);
    expect(bodies()).toEqual([["a", "b"]]);
    for (const body of ["c", "d", "e"]) await send(body);
    await kernel.advance(0);
    expect(bodies()[1]).toEqual(["c", "d", "e"]);
  });

  it("sees what failed again after its visibility timeout, all of it or only what it reports", async () => {
    let fails: readonly string[] = ["b"];
    const { kernel, queue, map, root, bodies } = await fed(({ Records }) => ({
      batchItemFailures: Records.filter(({ body }) => fails.includes(String(body))).map(({ messageId }) => ({
        itemIdentifier: messageId,
      })),
    }));
    const QueueUrl = await queue("inbox");
    const Entries = ["a", "b", "c"].map((body) => ({ Id: body, MessageBody: body }));
    await root("SendMessageBatch", { QueueUrl, Entries });
    await map({ eventSourceArn, functionResponseTypes: ["ReportBatchItemFailures"] });
    await kernel.advance(0);
    expect(bodies()).toEqual([["a", "b", "c"]]);
    fails = [];
    await kernel.advance(30_000);
    expect(bodies()).toEqual([["a", "b", "c"], ["b"]]);
    await kernel.advance(60_000);
    expect(bodies()).toHaveLength(2);
  });

  it.each([
    ["throws", () => Promise.reject(new Error("down"))],
    ["reports an unknown message", () => ({ batchItemFailures: [{ itemIdentifier: "none" }] })],
  ])("keeps the whole batch when it %s, and loses it to the dead-letter queue in the end", async (_case, handler) => {
    const { kernel, queue, map, root, bodies } = await fed(handler);
    const dead = await queue("dead");
    const redrivePolicy = JSON.stringify({
      deadLetterTargetArn: `arn:aws:sqs:eu-west-1:${accountId}:dead`,
      maxReceiveCount: 2,
    });
    const QueueUrl = await queue("inbox", { redrivePolicy });
    await map({ eventSourceArn, functionResponseTypes: ["ReportBatchItemFailures"] });
    await root("SendMessage", { QueueUrl, MessageBody: "poison" });
    await kernel.advance(90_000);
    expect(bodies()).toEqual([["poison"], ["poison"]]);
    expect(await root("ReceiveMessage", { QueueUrl: dead })).toMatchObject({ Messages: [{ Body: "poison" }] });
  });

  it("gets only what its filter lets through; the rest is gone", async () => {
    const { kernel, queue, map, root, bodies } = await fed(done);
    const QueueUrl = await queue("inbox");
    await map({ eventSourceArn, filterCriteria: { filters: [{ pattern: '{"body":{"kind":["credit"]}}' }] } });
    for (const MessageBody of ['{"kind":"credit"}', '{"kind":"debit"}', "no json"]) {
      await root("SendMessage", { QueueUrl, MessageBody });
    }
    await kernel.advance(60_000);
    expect(bodies()).toEqual([['{"kind":"credit"}']]);
    expect(await root("GetQueueAttributes", { QueueUrl, AttributeNames: ["ApproximateNumberOfMessages"] })).toEqual({
      Attributes: { ApproximateNumberOfMessages: "0" },
    });
  });

  it("gets nothing through a mapping that is disabled", async () => {
    const { kernel, queue, map, root, events } = await fed(done);
    const QueueUrl = await queue("inbox");
    await map({ eventSourceArn, enabled: false });
    await root("SendMessage", { QueueUrl, MessageBody: "x" });
    await kernel.advance(60_000);
    expect(events).toEqual([]);
  });

  it("stops with the local cloud", async () => {
    const { kernel, lambda, queue, map, root, events } = await fed(done);
    const QueueUrl = await queue("inbox");
    await map({ eventSourceArn });
    await lambda.shutdown();
    await root("SendMessage", { QueueUrl, MessageBody: "x" });
    await kernel.advance(60_000);
    expect(events).toEqual([]);
  });

  it("may not ask for more than ten messages without a window", async () => {
    const { map } = await fed(done);
    await expect(map({ eventSourceArn, batchSize: 11 })).rejects.toThrow(
      "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10",
    );
  });
});
