import { describe, expect, it } from "vitest";
import { accountId, create } from "../lambda/harness.ts";
import { messagesOf, sqsCall, sqsUnderTest } from "./harness.ts";

describe("a standard queue", () => {
  it("hides a received message for its visibility timeout, then shows it again", async () => {
    const { kernel, queue, call, receive } = sqsUnderTest();
    const QueueUrl = await queue("inbox", { visibilityTimeoutSeconds: 20 });
    await call("SendMessage", { QueueUrl, MessageBody: "one" });
    expect(await receive(QueueUrl)).toEqual(["one"]);
    await kernel.advance(19_999);
    expect(await receive(QueueUrl)).toEqual([]);
    await kernel.advance(1);
    expect(await receive(QueueUrl)).toEqual(["one"]);
  });

  it("forgets a deleted message, and a stale handle deletes nothing", async () => {
    const { kernel, queue, call, receive } = sqsUnderTest();
    const QueueUrl = await queue("inbox");
    await call("SendMessage", { QueueUrl, MessageBody: "one" });
    const [first] = messagesOf(await call("ReceiveMessage", { QueueUrl }));
    await kernel.advance(30_000);
    const [second] = messagesOf(await call("ReceiveMessage", { QueueUrl }));
    await call("DeleteMessage", { QueueUrl, ReceiptHandle: first?.["ReceiptHandle"] });
    await kernel.advance(30_000);
    expect(await receive(QueueUrl, { VisibilityTimeout: 0 })).toEqual(["one"]);
    expect(second?.["ReceiptHandle"]).not.toBe(first?.["ReceiptHandle"]);
    const [third] = messagesOf(await call("ReceiveMessage", { QueueUrl }));
    await call("DeleteMessage", { QueueUrl, ReceiptHandle: third?.["ReceiptHandle"] });
    await kernel.advance(60_000);
    expect(await receive(QueueUrl)).toEqual([]);
  });

  it("answers a long poll with the first message, or with nothing when the wait is over", async () => {
    const { kernel, queue, call, receive } = sqsUnderTest();
    const QueueUrl = await queue("inbox");
    const answered = receive(QueueUrl, { WaitTimeSeconds: 20 });
    await kernel.advance(5_000);
    await call("SendMessage", { QueueUrl, MessageBody: "late" });
    expect(await answered).toEqual(["late"]);
    const empty = receive(QueueUrl, { WaitTimeSeconds: 2 });
    await kernel.advance(2_000);
    expect(await empty).toEqual([]);
  });

  it("delays, and drops what is older than its retention", async () => {
    const { kernel, queue, call, receive } = sqsUnderTest();
    const QueueUrl = await queue("inbox", { delaySeconds: 10, messageRetentionSeconds: 60 });
    await call("SendMessage", { QueueUrl, MessageBody: "delayed" });
    await call("SendMessage", { QueueUrl, MessageBody: "at once", DelaySeconds: 0 });
    expect(await receive(QueueUrl, { VisibilityTimeout: 1 })).toEqual(["at once"]);
    await kernel.advance(10_000);
    expect(await receive(QueueUrl, { VisibilityTimeout: 1 })).toEqual(["delayed", "at once"]);
    await kernel.advance(60_000);
    expect(await receive(QueueUrl)).toEqual([]);
  });

  it("moves a message to its dead-letter queue after the last receive allowed, and back by a move task", async () => {
    const { kernel, queue, call, receive } = sqsUnderTest();
    const dead = await queue("inbox-dlq");
    const deadArn = `arn:aws:sqs:eu-west-1:${accountId}:inbox-dlq`;
    const redrivePolicy = JSON.stringify({ deadLetterTargetArn: deadArn, maxReceiveCount: 2 });
    const QueueUrl = await queue("inbox", { visibilityTimeoutSeconds: 1, redrivePolicy });
    await call("SendMessage", { QueueUrl, MessageBody: "poison" });
    for (let receives = 0; receives < 2; receives += 1) {
      expect(await receive(QueueUrl)).toEqual(["poison"]);
      await kernel.advance(1_000);
    }
    expect(await receive(QueueUrl)).toEqual([]);
    const [letter] = messagesOf(
      await call("ReceiveMessage", { QueueUrl: dead, MessageSystemAttributeNames: ["All"], VisibilityTimeout: 0 }),
    );
    expect(letter?.["Attributes"]).toMatchObject({
      ApproximateReceiveCount: "3",
      DeadLetterQueueSourceArn: `arn:aws:sqs:eu-west-1:${accountId}:inbox`,
    });
    await call("StartMessageMoveTask", { SourceArn: deadArn });
    await kernel.advance(0);
    expect(await receive(QueueUrl)).toEqual(["poison"]);
    expect(await receive(dead)).toEqual([]);
  });

  it("computes the digests that SDKs check", async () => {
    const { queue, call } = sqsUnderTest();
    const QueueUrl = await queue("inbox");
    const sent = await call("SendMessage", {
      QueueUrl,
      MessageBody: "hello",
      MessageAttributes: {
        b: { DataType: "Number", StringValue: "12" },
        a: { DataType: "String", StringValue: "x" },
      },
    });
    // Computed with another implementation of SQS's rule.
    expect(sent).toMatchObject({
      MD5OfMessageBody: "5d41402abc4b2a76b9719d911017c592",
      MD5OfMessageAttributes: "f6490383dc9dafc079f482ed91c83b37",
    });
  });

  it("applies a batch entry by entry", async () => {
    const { queue, call, receive } = sqsUnderTest();
    const QueueUrl = await queue("inbox");
    const output = await call("SendMessageBatch", {
      QueueUrl,
      Entries: [
        { Id: "a", MessageBody: "one" },
        { Id: "b", MessageBody: "" },
      ],
    });
    expect(output["Successful"]).toMatchObject([{ Id: "a" }]);
    expect(output["Failed"]).toMatchObject([{ Id: "b", Code: "MissingParameter", SenderFault: true }]);
    expect(await receive(QueueUrl)).toEqual(["one"]);
  });

  it("counts its messages", async () => {
    const { queue, call, receive } = sqsUnderTest();
    const QueueUrl = await queue("inbox");
    for (const [MessageBody, DelaySeconds] of [
      ["a", 0],
      ["b", 0],
      ["c", 5],
    ] as const) {
      await call("SendMessage", { QueueUrl, MessageBody, DelaySeconds });
    }
    await receive(QueueUrl, { MaxNumberOfMessages: 1 });
    const { Attributes } = await call("GetQueueAttributes", { QueueUrl, AttributeNames: ["All"] });
    expect(Attributes).toMatchObject({
      ApproximateNumberOfMessages: "1",
      ApproximateNumberOfMessagesNotVisible: "1",
      ApproximateNumberOfMessagesDelayed: "1",
      QueueArn: `arn:aws:sqs:eu-west-1:${accountId}:inbox`,
      VisibilityTimeout: "30",
    });
  });

  it("wakes its listeners when a message shows, hidden ones again included", async () => {
    const { kernel, sqs, queue, call, receive } = sqsUnderTest();
    const QueueUrl = await queue("inbox", { visibilityTimeoutSeconds: 3 });
    let woken = 0;
    const cancel = sqs.onMessages(`arn:aws:sqs:eu-west-1:${accountId}:inbox`, () => void (woken += 1));
    await call("SendMessage", { QueueUrl, MessageBody: "one" });
    expect(woken).toBe(1);
    await receive(QueueUrl);
    await kernel.advance(3_000);
    expect(woken).toBe(2);
    cancel();
    await call("SendMessage", { QueueUrl, MessageBody: "two" });
    expect(woken).toBe(2);
  });
});

describe("a FIFO queue", () => {
  async function fifo() {
    const under = sqsUnderTest();
    const QueueUrl = await under.queue("orders.fifo", { fifoQueue: true, contentBasedDeduplication: true });
    const send = (MessageGroupId: string, MessageBody: string) =>
      under.call("SendMessage", { QueueUrl, MessageGroupId, MessageBody });
    return { ...under, QueueUrl, send };
  }

  it("keeps a group in order: nothing is taken while one of it is in flight", async () => {
    const { QueueUrl, send, call, receive } = await fifo();
    await send("a", "a1");
    await send("a", "a2");
    await send("b", "b1");
    const [first] = messagesOf(await call("ReceiveMessage", { QueueUrl }));
    expect(first?.["Body"]).toBe("a1");
    expect(await receive(QueueUrl)).toEqual(["b1"]);
    await call("DeleteMessage", { QueueUrl, ReceiptHandle: first?.["ReceiptHandle"] });
    expect(await receive(QueueUrl)).toEqual(["a2"]);
  });

  it("takes the same message once in five minutes", async () => {
    const { kernel, QueueUrl, send, receive } = await fifo();
    const first = await send("a", "same");
    expect(await send("a", "same")).toEqual(first);
    await kernel.advance(300_000);
    expect((await send("a", "same"))["MessageId"]).not.toBe(first["MessageId"]);
    expect(await receive(QueueUrl)).toEqual(["same", "same"]);
  });
});

describe("what CloudWatch is told of a queue", () => {
  it.each([
    ["standard", "inbox", {}, 2],
    ["FIFO, which keeps its order whatever fails", "inbox.fifo", { fifoQueue: true }, 0],
  ])("is when each message was sent and how often it was handed out: %s", async (_, name, inputs, receives) => {
    const { sqs, kernel, queue, call, receive } = sqsUnderTest();
    const QueueUrl = await queue(name, inputs);
    const group = name.endsWith(".fifo") ? { MessageGroupId: "g", MessageDeduplicationId: "d" } : {};
    const sentMs = kernel.now();
    await call("SendMessage", { QueueUrl, MessageBody: "one", ...group });
    for (let round = 0; round < 2; round += 1) {
      await receive(QueueUrl);
      await kernel.advance(30_000);
    }
    expect(sqs.messagesIn("eu-west-1", name)).toEqual([{ sentMs, receives }]);
    expect(sqs.messagesIn("eu-west-1", "another")).toBeUndefined();
  });
});

describe("SQS's refusals", () => {
  const body = "x".repeat(2000);
  const cases: readonly (readonly [string, string, Record<string, unknown>, string])[] = [
    [
      "a queue that is not there",
      "SendMessage",
      { QueueUrl: "https://host/1/absent", MessageBody: "x" },
      "QueueDoesNotExist",
    ],
    ["a message over the size limit", "SendMessage", { MessageBody: body }, "InvalidParameterValue"],
    ["a delay over 900 s", "SendMessage", { MessageBody: "x", DelaySeconds: 901 }, "InvalidParameterValue"],
    [
      "a deduplication id on a standard queue",
      "SendMessage",
      { MessageBody: "x", MessageDeduplicationId: "d" },
      "InvalidParameterValue",
    ],
    ["eleven messages at once", "ReceiveMessage", { MaxNumberOfMessages: 11 }, "InvalidParameterValue"],
    ["an empty batch", "SendMessageBatch", { Entries: [] }, "EmptyBatchRequest"],
    [
      "a batch with an id twice",
      "SendMessageBatch",
      {
        Entries: [
          { Id: "a", MessageBody: "x" },
          { Id: "a", MessageBody: "x" },
        ],
      },
      "BatchEntryIdsNotDistinct",
    ],
    [
      "a handle that is none",
      "ChangeMessageVisibility",
      { ReceiptHandle: "none", VisibilityTimeout: 1 },
      "ReceiptHandleIsInvalid",
    ],
    ["an unknown attribute", "SetQueueAttributes", { Attributes: { Colour: "blue" } }, "InvalidAttributeName"],
    [
      "an attribute out of its range",
      "SetQueueAttributes",
      { Attributes: { VisibilityTimeout: "43201" } },
      "InvalidAttributeValue",
    ],
    ["an operation that is not modelled", "SubscribeQueue", {}, "NotImplemented"],
  ];
  it.each(cases)("of %s", async (_case, action, input, code) => {
    const { queue, call } = sqsUnderTest();
    const QueueUrl = await queue("inbox", { maxMessageSize: 1024 });
    await expect(call(action, { QueueUrl, ...input })).rejects.toMatchObject({ code });
  });

  it("names an input of a queue that it does not know", async () => {
    const { sqs } = sqsUnderTest();
    await expect(create(sqs.resources, "aws:sqs/queue:Queue", { name: "q", colour: "blue" })).rejects.toThrow(
      "colour: NotImplemented: The local cloud does not model aws:sqs/queue:Queue.colour",
    );
  });
});

describe("what IAM judges", () => {
  it.each([
    ["SendMessage", "sqs:SendMessage"],
    ["SendMessageBatch", "sqs:SendMessage"],
    ["DeleteMessageBatch", "sqs:DeleteMessage"],
    ["ReceiveMessage", "sqs:ReceiveMessage"],
  ])("of %s is %s on the queue", (action, judged) => {
    const { sqs } = sqsUnderTest();
    const call = sqsCall(action, { QueueUrl: `https://sqs.eu-west-1.amazonaws.com/${accountId}/inbox` });
    const resource = `arn:aws:sqs:eu-west-1:${accountId}:inbox`;
    expect(sqs.service.authorizations(call)).toMatchObject([{ action: judged, resource, context: {} }]);
  });
});
