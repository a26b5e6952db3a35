import { bytes, is, type Case, type Fields, type Suite } from "../../case.ts";
import { drop, handle, queue, receive, receiveNothing, remove, send } from "./shared.ts";

function refused(name: string, fails: Case["fails"], call: string, input: Fields): Case {
  return {
    name,
    before: queue({ MaximumMessageSize: "1024" }),
    call,
    input: { QueueUrl: "{queue}", ...input },
    ...(fails !== undefined && { fails }),
    after: [drop()],
  };
}

const invalid = "InvalidParameterValue";
const change = (seconds: number, name = "handle"): { readonly call: string; readonly input: Fields } => ({
  call: "ChangeMessageVisibility",
  input: { QueueUrl: "{queue}", ReceiptHandle: `{${name}}`, VisibilityTimeout: seconds },
});

/** Messages of standard queues. */
export const messageCases: Suite = {
  service: "sqs",
  topic: "messages",
  cases: [
    {
      name: "A message comes back as it was sent",
      before: [
        ...queue(),
        {
          ...send("héllo", {
            MessageAttributes: {
              text: { DataType: "String", StringValue: "v" },
              number: { DataType: "Number.int", StringValue: "7" },
              binary: { DataType: "Binary", BinaryValue: bytes("b") },
            },
          }),
          gives: {
            MessageId: is.text,
            MD5OfMessageBody: "be50e8478cf24ff3595bc7307fb91b50",
            SequenceNumber: is.absent,
          },
          keep: { id: "MessageId" },
        },
      ],
      ...receive(
        [
          {
            MessageId: "{id}",
            Body: "héllo",
            ReceiptHandle: is.text,
            Attributes: is.absent,
            MessageAttributes: {
              text: { DataType: "String", StringValue: "v" },
              number: { DataType: "Number.int", StringValue: "7" },
              binary: { DataType: "Binary", BinaryValue: bytes("b") },
            },
          },
        ],
        { MessageAttributeNames: ["All"] },
      ),
      after: [drop()],
    },
    {
      name: "Message attributes come when asked for, by prefix too",
      before: [
        ...queue(),
        send("x", {
          MessageAttributes: {
            "a.one": { DataType: "String", StringValue: "1" },
            "b.two": { DataType: "String", StringValue: "2" },
          },
        }),
      ],
      ...receive([{ MessageAttributes: { "a.one": is.present, "b.two": is.absent } }], {
        MessageAttributeNames: ["a.*"],
      }),
      after: [drop()],
    },
    {
      name: "System attributes come when asked for",
      before: [...queue(), send("x")],
      ...receive(
        [
          {
            Attributes: {
              ApproximateReceiveCount: "1",
              SentTimestamp: is.match(/^\d{13}$/),
              ApproximateFirstReceiveTimestamp: is.match(/^\d{13}$/),
              SenderId: is.text,
            },
          },
        ],
        { MessageSystemAttributeNames: ["All"] },
      ),
      after: [drop()],
    },
    {
      name: "An empty queue answers no messages",
      before: queue(),
      ...receiveNothing(),
      after: [drop()],
    },
    {
      name: "A received message is hidden for its visibility timeout, then comes again with another handle",
      before: [...queue({ VisibilityTimeout: "1" }), send("x"), receive([{ Body: "x" }], {}, handle), receiveNothing()],
      ...receive([{ Body: "x", ReceiptHandle: is.not("{handle}"), Attributes: { ApproximateReceiveCount: "2" } }], {
        MessageSystemAttributeNames: ["ApproximateReceiveCount"],
      }),
      waitMs: 1_200,
      after: [drop()],
    },
    {
      name: "A receive may hide for another time",
      before: [...queue(), send("x"), receive([{ Body: "x" }], { VisibilityTimeout: 1 })],
      ...receive([{ Body: "x" }]),
      waitMs: 1_200,
      after: [drop()],
    },
    {
      name: "A receive that hides for no time shows the message again",
      before: [...queue(), send("x"), receive([{ Body: "x" }], { VisibilityTimeout: 0 })],
      ...receive([{ Body: "x" }]),
      after: [drop()],
    },
    {
      name: "A deleted message does not come again",
      before: [...queue({ VisibilityTimeout: "1" }), send("x"), receive([is.present], {}, handle), remove()],
      ...receiveNothing(),
      waitMs: 1_200,
      after: [drop()],
    },
    {
      name: "A message may be deleted twice",
      before: [...queue(), send("x"), receive([is.present], {}, handle), remove()],
      ...remove(),
      after: [drop()],
    },
    {
      name: "A handle that is none",
      before: queue(),
      call: "DeleteMessage",
      input: { QueueUrl: "{queue}", ReceiptHandle: "none" },
      fails: "ReceiptHandleIsInvalid",
      after: [drop()],
    },
    {
      name: "An old handle deletes without an error",
      before: [
        ...queue(),
        send("x"),
        receive([is.present], { VisibilityTimeout: 0 }, handle),
        receive([is.present], { VisibilityTimeout: 0 }),
      ],
      ...remove(),
      after: [drop()],
      source: "DeleteMessage: the request succeeds though the message may stay",
    },
    {
      name: "A visibility of zero shows a message at once",
      before: [...queue(), send("x"), receive([is.present], {}, handle), change(0)],
      ...receive([{ Body: "x" }]),
      after: [drop()],
    },
    {
      name: "A longer visibility hides it for longer",
      before: [...queue({ VisibilityTimeout: "1" }), send("x"), receive([is.present], {}, handle), change(60)],
      ...receiveNothing(),
      waitMs: 1_200,
      after: [drop()],
    },
    {
      name: "The visibility of a message that shows again",
      before: [...queue(), send("x"), receive([is.present], { VisibilityTimeout: 0 }, handle)],
      ...change(5),
      fails: "MessageNotInflight",
      after: [drop()],
    },
    {
      name: "A visibility of more than 12 hours",
      before: [...queue(), send("x"), receive([is.present], {}, handle)],
      ...change(43_201),
      fails: invalid,
      after: [drop()],
    },
    {
      name: "A delayed message comes later",
      before: [...queue(), send("x", { DelaySeconds: 1 }), receiveNothing()],
      ...receive([{ Body: "x" }]),
      waitMs: 900,
      after: [drop()],
    },
    {
      name: "A queue's own delay, and a message's instead of it",
      before: [...queue({ DelaySeconds: "60" }), send("late"), send("soon", { DelaySeconds: 0 })],
      ...receive([{ Body: "soon" }]),
      after: [drop()],
    },
    {
      name: "A long poll waits for a message",
      before: [...queue(), send("x", { DelaySeconds: 1 })],
      call: "ReceiveMessage",
      input: { QueueUrl: "{queue}", WaitTimeSeconds: 5 },
      gives: { Messages: [{ Body: "x" }] },
      after: [drop()],
    },
    refused("No body", "MissingParameter", "SendMessage", { MessageBody: "" }),
    refused("A body of characters that XML does not have", "InvalidMessageContents", "SendMessage", {
      MessageBody: "bell \u0007",
    }),
    refused("A body of the queue's size", undefined, "SendMessage", { MessageBody: "x".repeat(1_024) }),
    refused(
      "A body of more than the queue's size",
      { name: invalid, message: /Message must be shorter than 1024 bytes/ },
      "SendMessage",
      { MessageBody: "x".repeat(1_025) },
    ),
    refused("A size counts attributes too", invalid, "SendMessage", {
      MessageBody: "x".repeat(1_000),
      MessageAttributes: { name: { DataType: "String", StringValue: "v".repeat(30) } },
    }),
    refused("A delay of more than 15 minutes", invalid, "SendMessage", { MessageBody: "x", DelaySeconds: 901 }),
    refused("An attribute of an unknown type", invalid, "SendMessage", {
      MessageBody: "x",
      MessageAttributes: { a: { DataType: "Date", StringValue: "v" } },
    }),
    refused("An attribute without a value", invalid, "SendMessage", {
      MessageBody: "x",
      MessageAttributes: { a: { DataType: "String", StringValue: "" } },
    }),
    refused("Eleven attributes", invalid, "SendMessage", {
      MessageBody: "x",
      MessageAttributes: Object.fromEntries(
        Array.from({ length: 11 }, (_, index) => [`a${index}`, { DataType: "String", StringValue: "v" }]),
      ),
    }),
    refused("A deduplication id on a standard queue", invalid, "SendMessage", {
      MessageBody: "x",
      MessageDeduplicationId: "d",
    }),
    refused("Eleven messages at once", invalid, "ReceiveMessage", { MaxNumberOfMessages: 11 }),
    refused("No message at once", invalid, "ReceiveMessage", { MaxNumberOfMessages: 0 }),
    refused("A wait of more than 20 seconds", invalid, "ReceiveMessage", { WaitTimeSeconds: 21 }),
    refused("A receive that hides for more than 12 hours", invalid, "ReceiveMessage", { VisibilityTimeout: 43_201 }),
  ],
};
