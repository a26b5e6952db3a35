import { is, type Case, type Fields, type Suite } from "../../case.ts";
import { drop, queue, receive, send } from "./shared.ts";

const sendBatch = (...entries: readonly Fields[]): { readonly call: string; readonly input: Fields } => ({
  call: "SendMessageBatch",
  input: { QueueUrl: "{queue}", Entries: entries },
});
const entry = (id: string, more: Fields = {}): Fields => ({ Id: id, MessageBody: id, ...more });

function refused(name: string, fails: string, ...entries: readonly Fields[]): Case {
  return { name, before: queue(), ...sendBatch(...entries), fails, after: [drop()] };
}

/** Batches: each entry on its own, each answered. */
export const batchCases: Suite = {
  service: "sqs",
  topic: "batches",
  cases: [
    {
      name: "Ten messages",
      before: queue(),
      ...sendBatch(...Array.from({ length: 10 }, (_, index) => entry(`m${index}`))),
      gives: { Successful: is.list(10), Failed: is.none },
      after: [drop()],
    },
    {
      name: "An entry that fails leaves the others",
      before: queue(),
      ...sendBatch(entry("good"), entry("bad", { DelaySeconds: 901 }), entry("fine")),
      gives: {
        Successful: [
          { Id: "good", MessageId: is.text, MD5OfMessageBody: is.text },
          { Id: "fine", MessageId: is.text, MD5OfMessageBody: is.text },
        ],
        Failed: [{ Id: "bad", Code: "InvalidParameterValue", SenderFault: true, Message: is.text }],
      },
      after: [receive(is.unordered({ Body: "good" }, { Body: "fine" })), drop()],
    },
    refused("No entry", "EmptyBatchRequest"),
    refused(
      "Eleven entries",
      "TooManyEntriesInBatchRequest",
      ...Array.from({ length: 11 }, (_, index) => entry(`m${index}`)),
    ),
    refused("One id twice", "BatchEntryIdsNotDistinct", entry("a"), entry("a")),
    refused("An id with a space", "InvalidBatchEntryId", entry("a b")),
    refused(
      "More than a megabyte together",
      "BatchRequestTooLong",
      ...["a", "b", "c"].map((id) => entry(id, { MessageBody: "x".repeat(400_000) })),
    ),
    {
      name: "A batch to no queue",
      before: [...queue(), drop()],
      ...sendBatch(entry("a")),
      fails: "QueueDoesNotExist",
      within: 65_000,
    },
    {
      name: "DeleteMessageBatch tells which handle is none",
      before: [...queue(), send("x"), receive([is.present], {}, { handle: "Messages.0.ReceiptHandle" })],
      call: "DeleteMessageBatch",
      input: {
        QueueUrl: "{queue}",
        Entries: [
          { Id: "good", ReceiptHandle: "{handle}" },
          { Id: "bad", ReceiptHandle: "none" },
        ],
      },
      gives: {
        Successful: [{ Id: "good" }],
        Failed: [{ Id: "bad", Code: "ReceiptHandleIsInvalid", SenderFault: true }],
      },
      after: [drop()],
    },
    {
      name: "ChangeMessageVisibilityBatch tells which value is wrong",
      before: [...queue(), send("x"), receive([is.present], {}, { handle: "Messages.0.ReceiptHandle" })],
      call: "ChangeMessageVisibilityBatch",
      input: {
        QueueUrl: "{queue}",
        Entries: [
          { Id: "good", ReceiptHandle: "{handle}", VisibilityTimeout: 0 },
          { Id: "bad", ReceiptHandle: "{handle}", VisibilityTimeout: 43_201 },
        ],
      },
      gives: { Successful: [{ Id: "good" }], Failed: [{ Id: "bad", Code: "InvalidParameterValue" }] },
      after: [receive([{ Body: "x" }]), drop()],
    },
  ],
};
