import { AwsError } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";
import { isProperties, type Reader } from "../inputs.ts";
import { uuid } from "../uuid.ts";
import { attributesDigest, digest, messageBytes, type MessageAttribute } from "./message-digest.ts";
import type { Queue, QueueMessage } from "./queue.ts";
import type { QueueStore } from "./queue-store.ts";

/** How long a FIFO queue remembers a deduplication id. */
const deduplicationMs = 300_000;
const mostAttributes = 10;
/** Anything but the characters of XML 1.0, of which tabs and line breaks are not asked about. */
const outsideXml = /[^\s\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]|[\v\f]/u;
/** All messages of a batch together, bytes. */
const maxBatchBytes = 1_048_576;

/** Puts one message into a queue; `entry` is a SendMessage input or an entry of a batch. */
export function sendMessage(
  kernel: Kernel,
  store: QueueStore,
  queue: Queue,
  entry: Reader,
  senderId: string,
): Readonly<Record<string, unknown>> {
  const body = entry.text("MessageBody");
  if (body === undefined || body === "") {
    throw new AwsError("MissingParameter", "The request must contain the parameter MessageBody.");
  }
  if (outsideXml.test(body)) {
    throw new AwsError("InvalidMessageContents", "The message contains characters outside the allowed set.");
  }
  const attributes = parseAttributes(entry);
  const bytes = messageBytes(body, attributes);
  if (bytes > queue.settings.maximumMessageSize) {
    const most = queue.settings.maximumMessageSize;
    throw invalid(`One or more parameters are invalid. Reason: Message must be shorter than ${most} bytes.`);
  }
  const group = parseGroup(queue, entry);
  const deduplicationId = parseDeduplication(queue, entry, body);
  const key = queue.settings.deduplicatesPerGroup ? `${group}/${deduplicationId}` : deduplicationId;
  forget(queue, kernel.now());
  const known = key === undefined ? undefined : queue.recent.get(key)?.message;
  if (known !== undefined) return sent({ ...known, body, attributes });

  const nowMs = kernel.now();
  const message: QueueMessage = {
    id: uuid(kernel),
    body,
    attributes,
    traceHeader: traceHeader(entry),
    senderId,
    sentMs: nowMs,
    group,
    deduplicationId,
    sequenceNumber: queue.settings.fifo ? String((queue.sequence += 1)).padStart(20, "0") : undefined,
    sourceArn: undefined,
    visibleMs: nowMs + delaySeconds(queue, entry) * 1000,
    receiveCount: 0,
    receivedHere: 0,
    firstReceivedMs: undefined,
    receiptHandle: undefined,
  };
  if (key !== undefined) queue.recent.set(key, { message, untilMs: nowMs + deduplicationMs });
  store.add(queue, message);
  return sent(message);
}

/** Throws `BatchRequestTooLong` for entries that are too much together. */
export function checkBatchSize(entries: readonly Reader[]): void {
  const bytes = entries.reduce((sum, entry) => {
    // Malformed attributes are the affair of their own entry.
    const attributes = Object.entries(entry.child("MessageAttributes")?.properties ?? {});
    const wellFormed = attributes.flatMap(([name, one]) => (isProperties(one) ? [[name, one] as const] : []));
    return sum + messageBytes(entry.text("MessageBody") ?? "", Object.fromEntries(wellFormed));
  }, 0);
  if (bytes <= maxBatchBytes) return;
  const message = `Batch requests cannot be longer than ${maxBatchBytes} bytes. You have sent ${bytes} bytes.`;
  throw new AwsError("BatchRequestTooLong", message);
}

function sent(message: QueueMessage): Readonly<Record<string, unknown>> {
  const attributes = attributesDigest(message.attributes);
  return {
    MessageId: message.id,
    MD5OfMessageBody: digest("md5", message.body),
    ...(attributes === undefined ? {} : { MD5OfMessageAttributes: attributes }),
    ...(message.sequenceNumber === undefined ? {} : { SequenceNumber: message.sequenceNumber }),
  };
}

function parseAttributes(entry: Reader): Readonly<Record<string, MessageAttribute>> {
  const given = entry.child("MessageAttributes")?.properties ?? {};
  const names = Object.keys(given);
  if (names.length > mostAttributes) {
    throw invalid(`Number of message attributes [${names.length}] exceeds the allowed maximum [${mostAttributes}].`);
  }
  const attributes: Record<string, MessageAttribute> = {};
  for (const name of names) {
    const attribute = given[name];
    if (!isProperties(attribute)) throw invalid(`The message attribute '${name}' is malformed.`);
    const { DataType, StringValue, BinaryValue } = attribute;
    if (typeof DataType !== "string" || !/^(String|Number|Binary)(\..+)?$/.test(DataType)) {
      throw invalid(`The message attribute '${name}' has an invalid message attribute type.`);
    }
    const value = DataType.startsWith("Binary") ? BinaryValue : StringValue;
    if (typeof value !== "string" || value === "") {
      throw invalid(`The message attribute '${name}' must contain a non-empty message attribute value.`);
    }
    attributes[name] = attribute;
  }
  return attributes;
}

function traceHeader(entry: Reader): string | undefined {
  return entry.child("MessageSystemAttributes")?.child("AWSTraceHeader")?.text("StringValue");
}

function parseGroup(queue: Queue, entry: Reader): string | undefined {
  const group = entry.text("MessageGroupId");
  if (queue.settings.fifo && (group === undefined || group === "")) {
    throw new AwsError("MissingParameter", "The request must contain the parameter MessageGroupId.");
  }
  if (group !== undefined && !/^[!-~]{1,128}$/.test(group)) {
    throw invalid("MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length.");
  }
  // On a standard queue a group only asks for fairness, and orders nothing.
  return queue.settings.fifo ? group : undefined;
}

function parseDeduplication(queue: Queue, entry: Reader, body: string): string | undefined {
  const id = entry.text("MessageDeduplicationId");
  if (!queue.settings.fifo) {
    if (id === undefined) return undefined;
    throw invalid(
      `Value ${id} for parameter MessageDeduplicationId is invalid. ` +
        "Reason: The request includes a parameter that is not valid for this queue type.",
    );
  }
  if (id !== undefined && id !== "") return id;
  if (queue.settings.contentBasedDeduplication) return digest("sha256", body);
  throw invalid(
    "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
  );
}

function delaySeconds(queue: Queue, entry: Reader): number {
  const delay = entry.number("DelaySeconds");
  if (delay === undefined) return queue.settings.delaySeconds;
  if (queue.settings.fifo && delay !== 0) {
    throw invalid(
      `Value ${delay} for parameter DelaySeconds is invalid. ` +
        "Reason: The request include parameter that is not valid for this queue type.",
    );
  }
  if (!Number.isInteger(delay) || delay < 0 || delay > 900) {
    throw invalid(
      `Value ${delay} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.`,
    );
  }
  return delay;
}

function forget(queue: Queue, nowMs: number): void {
  for (const [key, { untilMs }] of queue.recent) {
    if (untilMs <= nowMs) queue.recent.delete(key);
  }
}

function invalid(message: string): AwsError {
  return new AwsError("InvalidParameterValue", message);
}
