import { AwsError } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";
import type { Reader } from "../inputs.ts";
import { attributesDigest, digest } from "./message-digest.ts";
import { target, within, type Operation, type Output } from "./operation.ts";
import type { QueueStore } from "./queue-store.ts";
import type { Queue, QueueMessage } from "./queue.ts";
import { sendMessage } from "./send.ts";

/** SendMessage, or one entry of its batch. */
export function send(operation: Operation, entry: Reader): Output {
  const { kernel, store, call } = operation;
  return sendMessage(kernel, store, target(operation), entry, call.caller.arn);
}

/** ReceiveMessage; a long poll is answered with the first message. */
export async function receive(operation: Operation): Promise<Output> {
  const { kernel, store, input } = operation;
  const queue = target(operation);
  const most = within(input, "MaxNumberOfMessages", 1, 10) ?? 1;
  const visibility = within(input, "VisibilityTimeout", 0, 43_200) ?? queue.settings.visibilityTimeout;
  const waitSeconds = within(input, "WaitTimeSeconds", 0, 20) ?? queue.settings.receiveWaitSeconds;
  let messages = store.receive(queue, most, visibility);
  const until = kernel.now() + waitSeconds * 1000;
  while (messages.length === 0 && kernel.now() < until) {
    await messageOr(kernel, store, queue, until - kernel.now());
    messages = store.receive(queue, most, visibility);
  }
  if (messages.length === 0) return {};
  return { Messages: messages.map((message) => describeMessage(message, input)) };
}

/** DeleteMessage, or one entry of its batch. */
export function remove(operation: Operation, entry: Reader): Output {
  const queue = target(operation);
  const message = byHandle(queue, entry.requiredText("ReceiptHandle"));
  // A handle that a later receive made stale deletes nothing, and says nothing.
  if (message !== undefined) operation.store.discard(queue, message);
  return {};
}

/** ChangeMessageVisibility, or one entry of its batch. */
export function changeVisibility(operation: Operation, entry: Reader): Output {
  const { kernel, store } = operation;
  const queue = target(operation);
  const seconds = within(entry, "VisibilityTimeout", 0, 43_200);
  if (seconds === undefined) {
    throw new AwsError("MissingParameter", "The request must contain the parameter VisibilityTimeout.");
  }
  const handle = entry.requiredText("ReceiptHandle");
  const message = byHandle(queue, handle);
  if (message === undefined) {
    const reason = "Message does not exist or is not available for visibility timeout change.";
    throw new AwsError(
      "InvalidParameterValue",
      `Value ${handle} for parameter ReceiptHandle is invalid. Reason: ${reason}`,
    );
  }
  if (message.visibleMs <= kernel.now()) {
    throw new AwsError("MessageNotInflight", "The message referred to is not in flight.");
  }
  store.hide(queue, message, kernel.now() + seconds * 1000);
  return {};
}

/** Applies an operation to every entry of a batch; those that it refuses are listed. */
export function batch(operation: Operation, apply: (entry: Reader) => Output): Output {
  const entries = operation.input.children("Entries");
  target(operation);
  if (entries.length === 0) {
    throw new AwsError(
      "EmptyBatchRequest",
      `There should be at least one ${operation.call.action}RequestEntry in the request.`,
    );
  }
  if (entries.length > 10) {
    const message = `Maximum number of entries per request are 10. You have sent ${entries.length}.`;
    throw new AwsError("TooManyEntriesInBatchRequest", message);
  }
  const ids = entries.map((entry) => entry.requiredText("Id"));
  if (ids.some((id) => !/^[\w-]{1,80}$/.test(id))) {
    throw new AwsError(
      "InvalidBatchEntryId",
      "A batch entry id can only contain alphanumeric characters, hyphens and underscores. " +
        "It can be at most 80 letters long.",
    );
  }
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined) throw new AwsError("BatchEntryIdsNotDistinct", `Id ${repeated} repeated.`);
  const successful: Output[] = [];
  const failed: Output[] = [];
  for (const entry of entries) {
    const id = entry.requiredText("Id");
    try {
      successful.push({ Id: id, ...apply(entry) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      failed.push({ Id: id, Code: error.code, Message: error.message, SenderFault: true });
    }
  }
  return { Successful: successful, ...(failed.length === 0 ? {} : { Failed: failed }) };
}

/** Kept when a message may be there, or when the wait is over. */
function messageOr(kernel: Kernel, store: QueueStore, queue: Queue, waitMs: number): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      cancelTimer();
      cancelListener();
      resolve();
    };
    const cancelTimer = kernel.after(waitMs, done);
    const cancelListener = store.listen(queue.arn, done);
  });
}

function describeMessage(message: QueueMessage, input: Reader): Output {
  const wantedSystem = [...input.texts("MessageSystemAttributeNames"), ...input.texts("AttributeNames")];
  const wanted = input.texts("MessageAttributeNames");
  const system = Object.entries(systemAttributes(message)).filter(
    ([name, value]) => value !== undefined && (wantedSystem.includes("All") || wantedSystem.includes(name)),
  );
  const attributes = Object.fromEntries(
    Object.entries(message.attributes).filter(([name]) => wanted.some((pattern) => nameMatches(pattern, name))),
  );
  const attributesMd5 = attributesDigest(attributes);
  return {
    MessageId: message.id,
    ReceiptHandle: message.receiptHandle,
    Body: message.body,
    MD5OfBody: digest("md5", message.body),
    ...(system.length === 0 ? {} : { Attributes: Object.fromEntries(system) }),
    ...(attributesMd5 === undefined ? {} : { MessageAttributes: attributes, MD5OfMessageAttributes: attributesMd5 }),
  };
}

function nameMatches(pattern: string, name: string): boolean {
  if (pattern === "All" || pattern === ".*") return true;
  return pattern.endsWith(".*") ? name.startsWith(pattern.slice(0, -2)) : pattern === name;
}

function systemAttributes(message: QueueMessage): Readonly<Record<string, string | undefined>> {
  return {
    ApproximateReceiveCount: String(message.receiveCount),
    SentTimestamp: String(message.sentMs),
    SenderId: message.senderId,
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedMs),
    SequenceNumber: message.sequenceNumber,
    MessageDeduplicationId: message.deduplicationId,
    MessageGroupId: message.group,
    AWSTraceHeader: message.traceHeader,
    DeadLetterQueueSourceArn: message.sourceArn,
  };
}

/** Throws `ReceiptHandleIsInvalid` for what no queue of the local cloud ever gave out. */
function byHandle(queue: Queue, handle: string): QueueMessage | undefined {
  if (!/^[\da-f]{64}$/.test(handle)) {
    throw new AwsError("ReceiptHandleIsInvalid", `The input receipt handle "${handle}" is not a valid receipt handle.`);
  }
  for (const message of queue.messages.values()) {
    if (message.receiptHandle === handle) return message;
  }
  return undefined;
}
