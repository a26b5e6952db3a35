import { AwsError } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";
import type { Reader } from "../inputs.ts";
import { target, within, type Operation, type Output } from "./operation.ts";
import { parseQueueArn, queueArn, queueUrl, type QueueAddress } from "./queue-names.ts";
import type { QueueStore } from "./queue-store.ts";
import { applyAttributes, defaultSettings, describeSettings, isAttribute } from "./queue.ts";
import type { Queue, QueueSettings } from "./queue.ts";

/** CreateQueue; the same queue again is the same queue. */
export function createQueue({ store, call, input }: Operation): Output {
  const attributes = input.strings("Attributes");
  const address = { region: call.region, accountId: call.caller.accountId, name: input.requiredText("QueueName") };
  const settings = applyAttributes(defaultSettings, attributes);
  const queue = ensureQueue(store, address, settings, Object.keys(attributes), input.strings("tags"));
  return { QueueUrl: queueUrl(queue.address) };
}

/**
 * The queue of that name, made where there is none. Throws `QueueNameExists` where there is one that differs in what
 * was `given`.
 */
export function ensureQueue(
  store: QueueStore,
  address: QueueAddress,
  settings: QueueSettings,
  given: readonly string[],
  tags: Queue["tags"],
): Queue {
  checkName(address.name, settings.fifo);
  checkRedrive(store, queueArn(address), settings);
  const existing = store.byArn(queueArn(address));
  if (existing === undefined) return store.create(address, settings, tags);
  const [theirs, ours] = [describeSettings(existing.settings), describeSettings(settings)];
  const different = given.find((name) => theirs[name] !== ours[name]);
  if (different === undefined) return existing;
  const message = `A queue already exists with the same name and a different value for attribute ${different}`;
  throw new AwsError("QueueNameExists", message);
}

/** SetQueueAttributes. */
export function setAttributes(kernel: Kernel, store: QueueStore, queue: Queue, settings: QueueSettings): void {
  if (settings.fifo !== queue.settings.fifo) throw new AwsError("InvalidAttributeName", "Unknown Attribute FifoQueue.");
  checkRedrive(store, queue.arn, settings);
  queue.settings = settings;
  queue.modifiedMs = kernel.now();
}

/** A dead-letter queue has to be there, in the same region and of the same kind. */
function checkRedrive(store: QueueStore, arn: string, { redrive, fifo }: QueueSettings): void {
  if (redrive === undefined) return;
  const refuse = (reason: string): AwsError =>
    new AwsError(
      "InvalidParameterValue",
      `Value ${JSON.stringify(redrive)} for parameter RedrivePolicy is invalid. Reason: ${reason}`,
    );
  const target = store.byArn(redrive.deadLetterTargetArn);
  if (target === undefined) throw refuse("Dead letter target does not exist.");
  const isNear = parseQueueArn(arn)?.region === target.address.region;
  if (!isNear) throw refuse("Dead-letter target must be in same region as the source.");
  if (target.settings.fifo !== fifo) throw refuse("Dead-letter queue must be same type of queue as the source.");
}

/** FIFO queues are called `….fifo`, others are not. */
function checkName(name: string, fifo: boolean): void {
  if (!/^[\w-]{1,75}(\.fifo)?$/.test(name) || name.length > 80 || name.endsWith(".fifo") !== fifo) {
    const rule =
      "Can only include alphanumeric characters, hyphens, or underscores, 1 to 80 in length, " +
      "with .fifo at the end of a FIFO queue's";
    throw new AwsError("InvalidParameterValue", `${rule} name: ${name}`);
  }
}

/** GetQueueAttributes. */
export function getAttributes(operation: Operation): Output {
  const queue = target(operation);
  const wanted = operation.input.texts("AttributeNames");
  const unknown = wanted.find((name) => !isAttribute(name));
  if (unknown !== undefined) throw new AwsError("InvalidAttributeName", `Unknown Attribute ${unknown}.`);
  const now = operation.kernel.now();
  const messages = [...queue.messages.values()];
  const hidden = messages.filter(({ visibleMs }) => visibleMs > now);
  const delayed = hidden.filter(({ receiptHandle }) => receiptHandle === undefined);
  const attributes: Record<string, string> = {
    ...describeSettings(queue.settings),
    QueueArn: queue.arn,
    CreatedTimestamp: String(Math.floor(queue.createdMs / 1000)),
    LastModifiedTimestamp: String(Math.floor(queue.modifiedMs / 1000)),
    ApproximateNumberOfMessages: String(messages.length - hidden.length),
    ApproximateNumberOfMessagesNotVisible: String(hidden.length - delayed.length),
    ApproximateNumberOfMessagesDelayed: String(delayed.length),
  };
  const chosen = Object.entries(attributes).filter(([name]) => wanted.includes("All") || wanted.includes(name));
  return chosen.length === 0 ? {} : { Attributes: Object.fromEntries(chosen) };
}

/** ListQueues; without `MaxResults` it answers a thousand at most and no token, as AWS does. */
export function listQueues({ store, call, input }: Operation): Output {
  const prefix = input.text("QueueNamePrefix") ?? "";
  const own = store.all().filter(({ address }) => address.region === call.region && address.name.startsWith(prefix));
  return listed(input, "QueueUrls", own);
}

/** ListDeadLetterSourceQueues. */
export function listSources(operation: Operation): Output {
  const { arn } = target(operation);
  const sources = operation.store.all().filter(({ settings }) => settings.redrive?.deadLetterTargetArn === arn);
  return { queueUrls: [], ...listed(operation.input, "queueUrls", sources) };
}

function listed(input: Reader, key: string, queues: readonly Queue[]): Output {
  const most = within(input, "MaxResults", 1, 1000);
  const token = input.text("NextToken");
  const urls = queues.map(({ address }) => queueUrl(address)).toSorted();
  const from = token === undefined ? 0 : urls.findIndex((url) => url > fromToken(token));
  const page = from < 0 ? [] : urls.slice(from, from + (most ?? 1000));
  const last = page.at(-1);
  const isCut = last !== undefined && most !== undefined && last !== urls.at(-1);
  return {
    ...(page.length > 0 && { [key]: page }),
    ...(isCut && { NextToken: Buffer.from(last).toString("base64") }),
  };
}

function fromToken(token: string): string {
  const url = Buffer.from(token, "base64").toString();
  if (!url.startsWith("https://")) {
    throw new AwsError("InvalidParameterValue", `Value ${token} for parameter NextToken is invalid.`);
  }
  return url;
}

/** PurgeQueue, once a minute. */
export function purgeQueue(operation: Operation): Output {
  const { kernel, store } = operation;
  const queue = target(operation);
  const { purgedMs, address } = queue;
  if (purgedMs !== undefined && kernel.now() - purgedMs < 60_000) {
    const message = `Only one PurgeQueue operation on ${address.name} is allowed every 60 seconds.`;
    throw new AwsError("PurgeQueueInProgress", message, 403);
  }
  queue.purgedMs = kernel.now();
  for (const message of queue.messages.values()) store.discard(queue, message);
  return {};
}
