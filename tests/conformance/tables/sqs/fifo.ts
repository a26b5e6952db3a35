import { is, type Case, type Fields, type Suite } from "../../case.ts";
import { drop, fifo, handle, receive, receiveNothing, remove, send, sendTo } from "./shared.ts";

function refused(name: string, fails: string, input: Fields, attributes: Readonly<Record<string, string>> = {}): Case {
  return {
    name,
    before: fifo(attributes),
    call: "SendMessage",
    input: { QueueUrl: "{queue}", MessageBody: "x", ...input },
    fails,
    after: [drop()],
  };
}

/** FIFO queues: order within a group, once each. */
export const fifoCases: Suite = {
  service: "sqs",
  topic: "fifo",
  cases: [
    {
      name: "Messages of a group come in order, with growing sequence numbers",
      before: [
        ...fifo(),
        { ...sendTo("g", "1"), gives: { SequenceNumber: is.match(/^\d{20}$/) } },
        sendTo("g", "2"),
        sendTo("g", "3"),
      ],
      ...receive(
        [
          { Body: "1", Attributes: { MessageGroupId: "g", MessageDeduplicationId: "g-1", SequenceNumber: is.text } },
          { Body: "2" },
          { Body: "3" },
        ],
        { AttributeNames: ["All"] },
      ),
      after: [drop()],
    },
    {
      name: "A group waits for what is in flight, others do not",
      before: [
        ...fifo(),
        sendTo("g", "1"),
        sendTo("g", "2"),
        sendTo("h", "3"),
        receive([{ Body: "1" }], { MaxNumberOfMessages: 1 }, handle),
        receive([{ Body: "3" }]),
        receiveNothing(),
        remove(),
      ],
      ...receive([{ Body: "2" }]),
      after: [drop()],
    },
    {
      name: "A message whose visibility ended comes before its successors",
      before: [
        ...fifo({ VisibilityTimeout: "1" }),
        sendTo("g", "1"),
        sendTo("g", "2"),
        receive([{ Body: "1" }], { MaxNumberOfMessages: 1 }),
        receiveNothing(),
      ],
      ...receive([{ Body: "1" }, { Body: "2" }]),
      waitMs: 1_200,
      after: [drop()],
    },
    {
      name: "A visibility of zero gives a group free again",
      before: [
        ...fifo(),
        sendTo("g", "1"),
        receive([{ Body: "1" }], {}, handle),
        {
          call: "ChangeMessageVisibility",
          input: { QueueUrl: "{queue}", ReceiptHandle: "{handle}", VisibilityTimeout: 0 },
        },
      ],
      ...receive([{ Body: "1" }]),
      after: [drop()],
    },
    {
      name: "A repeated deduplication id is accepted and not delivered",
      before: [...fifo(), { ...sendTo("g", "1"), keep: { id: "MessageId" } }, sendTo("g", "1")],
      ...receive([{ Body: "1", MessageId: "{id}" }]),
      after: [drop()],
    },
    {
      name: "A deduplication id is remembered after its message is deleted",
      before: [...fifo(), sendTo("g", "1"), receive([is.present], {}, handle), remove(), sendTo("g", "1")],
      ...receiveNothing(),
      after: [drop()],
      source: "Amazon SQS Developer Guide, Using the message deduplication ID: five minutes",
    },
    {
      name: "A deduplication id counts for the whole queue",
      before: [
        ...fifo(),
        sendTo("g", "1", { MessageDeduplicationId: "same" }),
        sendTo("h", "2", { MessageDeduplicationId: "same" }),
      ],
      ...receive([{ Body: "1" }]),
      after: [drop()],
    },
    {
      name: "Or for its group alone",
      before: [
        ...fifo({ DeduplicationScope: "messageGroup", FifoThroughputLimit: "perMessageGroupId" }),
        sendTo("g", "1", { MessageDeduplicationId: "same" }),
        sendTo("h", "2", { MessageDeduplicationId: "same" }),
      ],
      ...receive(is.unordered({ Body: "1" }, { Body: "2" })),
      after: [drop()],
      source: "Amazon SQS Developer Guide, High throughput for FIFO queues",
    },
    {
      name: "Deduplication by content",
      before: [
        ...fifo({ ContentBasedDeduplication: "true" }),
        send("same", { MessageGroupId: "g" }),
        send("same", { MessageGroupId: "g" }),
        send("other", { MessageGroupId: "g" }),
      ],
      ...receive([{ Body: "same" }, { Body: "other" }]),
      after: [drop()],
    },
    {
      name: "A receive attempt is answered again while nothing changed",
      before: [...fifo(), sendTo("g", "1"), receive([{ Body: "1" }], { ReceiveRequestAttemptId: "attempt" })],
      ...receive([{ Body: "1" }], { ReceiveRequestAttemptId: "attempt" }),
      after: [drop()],
      source: "ReceiveMessage, ReceiveRequestAttemptId",
    },
    refused("No group", "MissingParameter", { MessageDeduplicationId: "d" }),
    refused("No deduplication id", "InvalidParameterValue", { MessageGroupId: "g" }),
    refused("A delay of one message", "InvalidParameterValue", {
      MessageGroupId: "g",
      MessageDeduplicationId: "d",
      DelaySeconds: 1,
    }),
    refused("A group of 129 characters", "InvalidParameterValue", {
      MessageGroupId: "g".repeat(129),
      MessageDeduplicationId: "d",
    }),
  ],
};
