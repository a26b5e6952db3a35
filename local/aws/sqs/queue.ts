import { AwsError } from "../../core/errors.ts";
import { checkPolicy } from "../iam/resource-policies.ts";
import type { QueueAddress } from "./queue-names.ts";

/** A queue's attributes as numbers and switches; seconds and bytes as AWS counts them. */
export interface QueueSettings {
  readonly fifo: boolean;
  readonly delaySeconds: number;
  readonly maximumMessageSize: number;
  readonly messageRetentionPeriod: number;
  readonly receiveWaitSeconds: number;
  readonly visibilityTimeout: number;
  readonly contentBasedDeduplication: boolean;
  /** Deduplicate per message group instead of per queue. */
  readonly deduplicatesPerGroup: boolean;
  readonly redrive: RedrivePolicy | undefined;
  /** The rest, as given: Policy, RedriveAllowPolicy, KmsMasterKeyId, … */
  readonly others: Readonly<Record<string, string>>;
}

/** Where a message goes after it was received too often. */
interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

/** One message in a queue. */
export interface QueueMessage {
  readonly id: string;
  readonly body: string;
  /** As sent: name → { DataType, StringValue or BinaryValue }. */
  readonly attributes: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly traceHeader: string | undefined;
  readonly senderId: string;
  readonly sentMs: number;
  readonly group: string | undefined;
  readonly deduplicationId: string | undefined;
  readonly sequenceNumber: string | undefined;
  /** The queue that it came to this dead-letter queue from. */
  readonly sourceArn: string | undefined;
  /** Hidden until then; milliseconds since the epoch. */
  visibleMs: number;
  receiveCount: number;
  /** Receives in this queue: what `maxReceiveCount` counts. */
  receivedHere: number;
  firstReceivedMs: number | undefined;
  receiptHandle: string | undefined;
}

/** A queue and its messages in the order of their arrival. */
export interface Queue {
  readonly address: QueueAddress;
  readonly arn: string;
  readonly createdMs: number;
  modifiedMs: number;
  settings: QueueSettings;
  tags: Readonly<Record<string, string>>;
  /** When it was last purged. */
  purgedMs: number | undefined;
  readonly messages: Map<string, QueueMessage>;
  /** FIFO: what was sent in the last five minutes. */
  readonly recent: Map<string, { readonly message: QueueMessage; readonly untilMs: number }>;
  sequence: number;
}

/** What AWS gives a queue that says nothing. */
export const defaultSettings: QueueSettings = {
  fifo: false,
  delaySeconds: 0,
  maximumMessageSize: 1_048_576,
  messageRetentionPeriod: 345_600,
  receiveWaitSeconds: 0,
  visibilityTimeout: 30,
  contentBasedDeduplication: false,
  deduplicatesPerGroup: false,
  redrive: undefined,
  others: {},
};

const numeric = {
  DelaySeconds: { key: "delaySeconds", least: 0, most: 900 },
  MaximumMessageSize: { key: "maximumMessageSize", least: 1024, most: 1_048_576 },
  MessageRetentionPeriod: { key: "messageRetentionPeriod", least: 60, most: 1_209_600 },
  ReceiveMessageWaitTimeSeconds: { key: "receiveWaitSeconds", least: 0, most: 20 },
  VisibilityTimeout: { key: "visibilityTimeout", least: 0, most: 43_200 },
} as const;

/** Attributes that change nothing here, kept to be read again. */
const carried: ReadonlySet<string> = new Set([
  "FifoThroughputLimit",
  "KmsDataKeyReusePeriodSeconds",
  "KmsMasterKeyId",
  "Policy",
  "RedriveAllowPolicy",
  "SqsManagedSseEnabled",
]);

/** Attributes that tell of a queue and cannot be set. */
const toldAttributes: ReadonlySet<string> = new Set([
  "ApproximateNumberOfMessages",
  "ApproximateNumberOfMessagesDelayed",
  "ApproximateNumberOfMessagesNotVisible",
  "CreatedTimestamp",
  "LastModifiedTimestamp",
  "QueueArn",
]);

/** Whether SQS has an attribute of this name. */
export function isAttribute(name: string): boolean {
  const others = ["All", "ContentBasedDeduplication", "DeduplicationScope", "FifoQueue", "RedrivePolicy"];
  return isNumeric(name) || carried.has(name) || toldAttributes.has(name) || others.includes(name);
}

/** Applies AWS's attributes (all strings) to settings. Throws `InvalidAttributeName` and `InvalidAttributeValue`. */
export function applyAttributes(settings: QueueSettings, attributes: Readonly<Record<string, string>>): QueueSettings {
  let next = settings;
  for (const [name, value] of Object.entries(attributes)) next = applyAttribute(next, name, value);
  return next;
}

/** All settings as AWS's attributes. */
export function describeSettings(settings: QueueSettings): Record<string, string> {
  // What has no key of KMS is encrypted with SQS's own.
  const sse = { SqsManagedSseEnabled: String(settings.others["KmsMasterKeyId"] === undefined) };
  const described: Record<string, string> = { ...sse, ...settings.others };
  for (const [name, { key }] of Object.entries(numeric)) described[name] = String(settings[key]);
  if (settings.redrive !== undefined) described["RedrivePolicy"] = JSON.stringify(settings.redrive);
  if (settings.fifo) {
    described["FifoQueue"] = "true";
    described["ContentBasedDeduplication"] = String(settings.contentBasedDeduplication);
    described["DeduplicationScope"] = settings.deduplicatesPerGroup ? "messageGroup" : "queue";
  }
  return described;
}

function applyAttribute(settings: QueueSettings, name: string, value: string): QueueSettings {
  if (isNumeric(name)) {
    const { key, least, most } = numeric[name];
    const parsed = Number(value);
    if (value === "" || !Number.isInteger(parsed) || parsed < least || parsed > most) throw invalidValue(name);
    return { ...settings, [key]: parsed };
  }
  if (carried.has(name)) return { ...settings, others: carry(settings.others, name, value) };
  switch (name) {
    case "FifoQueue":
      if (value !== "true" && value !== "false") throw invalidValue(name);
      return { ...settings, fifo: value === "true" };
    case "ContentBasedDeduplication":
      return { ...settings, contentBasedDeduplication: value === "true" };
    case "DeduplicationScope":
      return { ...settings, deduplicatesPerGroup: value === "messageGroup" };
    case "RedrivePolicy":
      return { ...settings, redrive: value === "" ? undefined : parseRedrive(value) };
    default:
      throw new AwsError("InvalidAttributeName", `Unknown Attribute ${name}.`);
  }
}

/** An empty value takes an attribute away; a key of KMS and SQS's own take turns. */
function carry(others: QueueSettings["others"], name: string, value: string): QueueSettings["others"] {
  const { [name]: _before, ...rest } = others;
  if (value === "") return rest;
  if (name === "Policy") requirePolicy(value);
  if (name === "RedriveAllowPolicy") requireObject(name, value);
  const { KmsMasterKeyId: _key, SqsManagedSseEnabled: _own, ...unencrypted } = rest;
  if (name === "KmsMasterKeyId" || (name === "SqsManagedSseEnabled" && value === "true")) {
    return { ...unencrypted, [name]: value };
  }
  return { ...rest, [name]: value };
}

function requirePolicy(text: string): void {
  try {
    checkPolicy(text, "resource");
  } catch (fault) {
    if (fault instanceof AwsError && fault.code === "MalformedPolicyDocument") throw invalidValue("Policy");
    throw fault;
  }
}

function requireObject(name: string, text: string): void {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw invalidValue(name);
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) throw invalidValue(name);
}

function parseRedrive(text: string): RedrivePolicy {
  try {
    const parsed: unknown = JSON.parse(text);
    if (
      typeof parsed === "object" &&
      parsed !== null &&
      "deadLetterTargetArn" in parsed &&
      "maxReceiveCount" in parsed
    ) {
      const maxReceiveCount = Number(parsed.maxReceiveCount);
      if (Number.isInteger(maxReceiveCount) && maxReceiveCount >= 1 && maxReceiveCount <= 1000) {
        return { deadLetterTargetArn: String(parsed.deadLetterTargetArn), maxReceiveCount };
      }
    }
  } catch {
    // Answered below, as any other malformed policy.
  }
  throw new AwsError("InvalidParameterValue", `Value ${text} for parameter RedrivePolicy is invalid.`);
}

function isNumeric(name: string): name is keyof typeof numeric {
  return Object.hasOwn(numeric, name);
}

function invalidValue(name: string): AwsError {
  return new AwsError("InvalidAttributeValue", `Invalid value for the parameter ${name}.`);
}
