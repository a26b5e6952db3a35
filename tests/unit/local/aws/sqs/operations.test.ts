import { describe, expect, it } from "vitest";
import { accountId } from "../account.ts";
import { messagesOf, sqsCall, sqsUnderTest, type Output } from "./harness.ts";

const arnOf = (name: string) => `arn:aws:sqs:eu-west-1:${accountId}:${name}`;
const urlOf = (name: string) => `https://sqs.eu-west-1.amazonaws.com/${accountId}/${name}`;

/** A queue with `letters` messages in its dead-letter queue. */
async function withDeadLetters(letters: number) {
  const under = sqsUnderTest();
  await under.queue("dlq");
  const redrivePolicy = JSON.stringify({ deadLetterTargetArn: arnOf("dlq"), maxReceiveCount: 1 });
  await under.queue("inbox", { visibilityTimeoutSeconds: 0, redrivePolicy });
  for (let count = 0; count < letters; count += 1) {
    await under.call("SendMessage", { QueueUrl: urlOf("inbox"), MessageBody: String(count) });
  }
  for (let round = 0; round < 2; round += 1) {
    while ((await under.receive(urlOf("inbox"))).length > 0);
  }
  const tasks = async () => {
    const { Results } = await under.call("ListMessageMoveTasks", { SourceArn: arnOf("dlq"), MaxResults: 10 });
    // What the service itself lists.
    return Results as readonly Output[];
  };
  return { ...under, tasks };
}

describe("a move task", () => {
  it("moves as many messages a second as it may, and tells how far it is", async () => {
    const { kernel, call, tasks, receive } = await withDeadLetters(5);
    const started = await call("StartMessageMoveTask", { SourceArn: arnOf("dlq"), MaxNumberOfMessagesPerSecond: 2 });
    await kernel.advance(0);
    expect(await tasks()).toMatchObject([
      {
        TaskHandle: started["TaskHandle"],
        Status: "RUNNING",
        MaxNumberOfMessagesPerSecond: 2,
        ApproximateNumberOfMessagesMoved: 2,
        ApproximateNumberOfMessagesToMove: 5,
      },
    ]);
    await kernel.advance(2_000);
    const [done] = await tasks();
    expect(done).toMatchObject({ Status: "COMPLETED", ApproximateNumberOfMessagesMoved: 5 });
    expect(done).not.toHaveProperty("TaskHandle");
    expect(await receive(urlOf("inbox"))).toEqual(["0", "1", "2", "3", "4"]);
  });

  it("stops where it is cancelled, and what is moved stays moved", async () => {
    const { kernel, call, tasks } = await withDeadLetters(5);
    const { TaskHandle } = await call("StartMessageMoveTask", {
      SourceArn: arnOf("dlq"),
      MaxNumberOfMessagesPerSecond: 2,
    });
    await kernel.advance(0);
    expect(await call("CancelMessageMoveTask", { TaskHandle })).toEqual({ ApproximateNumberOfMessagesMoved: 2 });
    await kernel.advance(10_000);
    expect(await tasks()).toMatchObject([{ Status: "CANCELLED", ApproximateNumberOfMessagesMoved: 2 }]);
    await expect(call("CancelMessageMoveTask", { TaskHandle })).rejects.toMatchObject({ code: "UnsupportedOperation" });
  });

  it("is the only one of its queue, and wants a dead-letter queue", async () => {
    const { call } = await withDeadLetters(1);
    await call("StartMessageMoveTask", { SourceArn: arnOf("dlq") });
    const again = call("StartMessageMoveTask", { SourceArn: arnOf("dlq") });
    await expect(again).rejects.toMatchObject({ code: "UnsupportedOperation" });
    await expect(call("StartMessageMoveTask", { SourceArn: arnOf("inbox") })).rejects.toThrow(
      "Source queue must be configured as a Dead Letter Queue.",
    );
    await expect(call("ListMessageMoveTasks", { SourceArn: arnOf("absent") })).rejects.toMatchObject({
      code: "ResourceNotFoundException",
    });
    await expect(call("CancelMessageMoveTask", { TaskHandle: "none" })).rejects.toThrow("Task does not exist.");
  });

  it("is cancelled by the right to do so on its queue", async () => {
    const { sqs, call } = await withDeadLetters(1);
    const { TaskHandle } = await call("StartMessageMoveTask", { SourceArn: arnOf("dlq") });
    expect(sqs.service.authorizations(sqsCall("CancelMessageMoveTask", { TaskHandle }))).toMatchObject([
      { action: "sqs:CancelMessageMoveTask", resource: arnOf("dlq") },
    ]);
  });
});

describe("listings of queues", () => {
  it("come in pages where they are asked for", async () => {
    const { queue, call } = sqsUnderTest();
    for (const name of ["c", "a", "b", "other"]) await queue(name === "other" ? name : `in-${name}`);
    const first = await call("ListQueues", { QueueNamePrefix: "in-", MaxResults: 2 });
    expect(first["QueueUrls"]).toEqual([urlOf("in-a"), urlOf("in-b")]);
    const { NextToken } = first;
    expect(await call("ListQueues", { QueueNamePrefix: "in-", MaxResults: 2, NextToken })).toEqual({
      QueueUrls: [urlOf("in-c")],
    });
    expect(await call("ListQueues", { QueueNamePrefix: "none" })).toEqual({});
    await expect(call("ListQueues", { MaxResults: 1001 })).rejects.toMatchObject({ code: "InvalidParameterValue" });
  });

  it("tell whose dead letters a queue takes", async () => {
    const { call } = await withDeadLetters(0);
    expect(await call("ListDeadLetterSourceQueues", { QueueUrl: urlOf("dlq") })).toEqual({
      queueUrls: [urlOf("inbox")],
    });
    expect(await call("ListDeadLetterSourceQueues", { QueueUrl: urlOf("inbox") })).toEqual({ queueUrls: [] });
  });
});

describe("tags and permissions of a queue", () => {
  it("come and go", async () => {
    const { queue, call } = sqsUnderTest();
    const QueueUrl = await queue("inbox");
    await call("TagQueue", { QueueUrl, Tags: { a: "1", b: "2" } });
    await call("UntagQueue", { QueueUrl, TagKeys: ["a"] });
    expect(await call("ListQueueTags", { QueueUrl })).toEqual({ Tags: { b: "2" } });
    const permission = { QueueUrl, Label: "friends", AWSAccountIds: ["444455556666"], Actions: ["SendMessage"] };
    await call("AddPermission", permission);
    const { Attributes } = await call("GetQueueAttributes", { QueueUrl, AttributeNames: ["Policy"] });
    expect(JSON.parse((Attributes as Record<string, string>)["Policy"] ?? "")).toMatchObject({
      Id: `${arnOf("inbox")}/SQSDefaultPolicy`,
      Statement: [
        {
          Sid: "friends",
          Principal: { AWS: ["arn:aws:iam::444455556666:root"] },
          Action: ["SQS:SendMessage"],
          Resource: arnOf("inbox"),
        },
      ],
    });
    await expect(call("AddPermission", permission)).rejects.toThrow("Already exists");
    await call("RemovePermission", { QueueUrl, Label: "friends" });
    expect(await call("GetQueueAttributes", { QueueUrl, AttributeNames: ["Policy"] })).toEqual({});
    await expect(call("RemovePermission", { QueueUrl, Label: "friends" })).rejects.toMatchObject({
      code: "InvalidParameterValue",
    });
  });
});

describe("limits of single calls", () => {
  it.each<[string, string, Output, string]>([
    [
      "an entry's id with a space",
      "SendMessageBatch",
      { Entries: [{ Id: "a b", MessageBody: "x" }] },
      "InvalidBatchEntryId",
    ],
    [
      "a batch over a mebibyte",
      "SendMessageBatch",
      { Entries: Array.from({ length: 5 }, (_, at) => ({ Id: String(at), MessageBody: "x".repeat(250_000) })) },
      "BatchRequestTooLong",
    ],
    ["a control character", "SendMessage", { MessageBody: "a\u0000b" }, "InvalidMessageContents"],
    ["an unknown attribute asked for", "GetQueueAttributes", { AttributeNames: ["Colour"] }, "InvalidAttributeName"],
    ["a handle that is none", "DeleteMessage", { ReceiptHandle: "none" }, "ReceiptHandleIsInvalid"],
    [
      "the visibility of a message that is gone",
      "ChangeMessageVisibility",
      { ReceiptHandle: "0".repeat(64), VisibilityTimeout: 1 },
      "InvalidParameterValue",
    ],
    ["a policy that is no JSON", "SetQueueAttributes", { Attributes: { Policy: "{" } }, "InvalidAttributeValue"],
    ["another kind of queue", "SetQueueAttributes", { Attributes: { FifoQueue: "true" } }, "InvalidAttributeName"],
  ])("%s", async (_what, action, input, code) => {
    const { queue, call } = sqsUnderTest();
    const QueueUrl = await queue("inbox");
    await expect(call(action, { QueueUrl, ...input })).rejects.toMatchObject({ code });
  });

  it("a queue is purged once a minute", async () => {
    const { kernel, queue, call, receive } = sqsUnderTest();
    const QueueUrl = await queue("inbox");
    await call("SendMessage", { QueueUrl, MessageBody: "gone" });
    await call("PurgeQueue", { QueueUrl });
    expect(await receive(QueueUrl)).toEqual([]);
    await expect(call("PurgeQueue", { QueueUrl })).rejects.toMatchObject({ code: "PurgeQueueInProgress", status: 403 });
    await kernel.advance(60_000);
    await call("PurgeQueue", { QueueUrl });
  });

  it("the visibility of a batch changes entry by entry", async () => {
    const { queue, call, receive } = sqsUnderTest();
    const QueueUrl = await queue("inbox");
    for (const MessageBody of ["a", "b"]) await call("SendMessage", { QueueUrl, MessageBody });
    const [first] = messagesOf(await call("ReceiveMessage", { QueueUrl, MaxNumberOfMessages: 10 }));
    const output = await call("ChangeMessageVisibilityBatch", {
      QueueUrl,
      Entries: [
        { Id: "a", ReceiptHandle: first?.["ReceiptHandle"], VisibilityTimeout: 0 },
        { Id: "b", ReceiptHandle: "none", VisibilityTimeout: 0 },
      ],
    });
    expect(output).toMatchObject({
      Successful: [{ Id: "a" }],
      Failed: [{ Id: "b", Code: "ReceiptHandleIsInvalid", SenderFault: true }],
    });
    expect(await receive(QueueUrl)).toEqual(["a"]);
  });
});

describe("CreateQueue", () => {
  it("answers the same queue for what does not differ, and refuses what does", async () => {
    const { call } = sqsUnderTest();
    const QueueName = "inbox";
    const made = await call("CreateQueue", { QueueName, Attributes: { DelaySeconds: "5" } });
    expect(await call("CreateQueue", { QueueName })).toEqual(made);
    await expect(call("CreateQueue", { QueueName, Attributes: { DelaySeconds: "6" } })).rejects.toMatchObject({
      code: "QueueNameExists",
    });
  });
});
