import type { Call, ServiceModel } from "../../core/call.ts";
import { AwsError, notImplemented } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";
import { readerOf, type Reader } from "../inputs.ts";
import { uuid } from "../uuid.ts";
import { attributesDigest, digest } from "./message-digest.ts";
import { parseQueueArn, queueNameOf, queueUrl } from "./queue-names.ts";
import type { QueueStore } from "./queue-store.ts";
import { applyAttributes, defaultSettings, describeSettings, type Queue, type QueueMessage } from "./queue.ts";
import { sendMessage } from "./send.ts";

type Output = Readonly<Record<string, unknown>>;

/** Everything an operation works with. */
interface Operation {
  readonly kernel: Kernel;
  readonly store: QueueStore;
  readonly call: Call;
  readonly input: Reader;
}

/** Batches are judged as what they do, message by message. */
const judgedAs: Readonly<Record<string, string>> = {
  SendMessageBatch: "SendMessage",
  DeleteMessageBatch: "DeleteMessage",
  ChangeMessageVisibilityBatch: "ChangeMessageVisibility",
};

const operations: Readonly<Record<string, (operation: Operation) => Output | Promise<Output>>> = {
  SendMessage: (operation) => send(operation, operation.input),
  SendMessageBatch: (operation) => batch(operation, (entry) => send(operation, entry)),
  ReceiveMessage: receive,
  DeleteMessage: (operation) => remove(operation, operation.input),
  DeleteMessageBatch: (operation) => batch(operation, (entry) => remove(operation, entry)),
  ChangeMessageVisibility: (operation) => changeVisibility(operation, operation.input),
  ChangeMessageVisibilityBatch: (operation) => batch(operation, (entry) => changeVisibility(operation, entry)),
  CreateQueue: createQueue,
  DeleteQueue({ store, ...operation }) {
    store.remove(target({ store, ...operation }));
    return {};
  },
  PurgeQueue(operation) {
    const queue = target(operation);
    for (const message of queue.messages.values()) operation.store.discard(queue, message);
    return {};
  },
  GetQueueUrl({ store, call, input }) {
    return { QueueUrl: queueUrl(store.find(call.region, input.requiredText("QueueName")).address) };
  },
  ListQueues({ store, call, input }) {
    const prefix = input.text("QueueNamePrefix") ?? "";
    const own = store.all().filter(({ address }) => address.region === call.region && address.name.startsWith(prefix));
    return own.length === 0 ? {} : { QueueUrls: own.map(({ address }) => queueUrl(address)) };
  },
  GetQueueAttributes: getAttributes,
  SetQueueAttributes(operation) {
    const queue = target(operation);
    queue.settings = applyAttributes(queue.settings, operation.input.strings("Attributes"));
    queue.modifiedMs = operation.kernel.now();
    return {};
  },
  StartMessageMoveTask: startMoveTask,
};

/** The service of SQS over its queues. Source: the SQS API reference, AWS JSON protocol. */
export function createSqsService(kernel: Kernel, store: QueueStore): ServiceModel {
  return {
    name: "sqs",
    handle(call) {
      const operation = operations[call.action];
      if (operation === undefined) throw notImplemented(`sqs:${call.action}`);
      return operation({ kernel, store, call, input: readerOf(call.action, call.input) });
    },
    authorizations(call) {
      const action = `sqs:${judgedAs[call.action] ?? call.action}`;
      return [{ action, resource: judgedResource(call), context: {} }];
    },
  };
}

function judgedResource(call: Call): string {
  const input = readerOf(call.action, call.input);
  const arn = input.text("SourceArn");
  if (arn !== undefined) return arn;
  const name = input.text("QueueUrl") ?? input.text("QueueName");
  return name === undefined ? "*" : `arn:aws:sqs:${call.region}:${call.caller.accountId}:${queueNameOf(name)}`;
}

function target({ store, call, input }: Operation): Queue {
  const url = input.text("QueueUrl");
  if (url === undefined) throw new AwsError("MissingParameter", "The request must contain the parameter QueueUrl.");
  return store.find(call.region, queueNameOf(url));
}

function send(operation: Operation, entry: Reader): Output {
  const { kernel, store, call } = operation;
  return sendMessage(kernel, store, target(operation), entry, call.caller.arn);
}

async function receive(operation: Operation): Promise<Output> {
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

function remove(operation: Operation, entry: Reader): Output {
  const queue = target(operation);
  const message = byHandle(queue, entry.requiredText("ReceiptHandle"));
  // A handle that a later receive made stale deletes nothing, and says nothing.
  if (message !== undefined) operation.store.discard(queue, message);
  return {};
}

function changeVisibility(operation: Operation, entry: Reader): Output {
  const { kernel, store } = operation;
  const queue = target(operation);
  const seconds = within(entry, "VisibilityTimeout", 0, 43_200);
  if (seconds === undefined) {
    throw new AwsError("MissingParameter", "The request must contain the parameter VisibilityTimeout.");
  }
  const message = byHandle(queue, entry.requiredText("ReceiptHandle"));
  if (message === undefined || message.visibleMs <= kernel.now()) {
    throw new AwsError("MessageNotInflight", "The message is not in flight, or does not exist anymore.");
  }
  store.hide(queue, message, kernel.now() + seconds * 1000);
  return {};
}

function byHandle(queue: Queue, handle: string): QueueMessage | undefined {
  for (const message of queue.messages.values()) {
    if (message.receiptHandle === handle) return message;
  }
  return undefined;
}

function batch(operation: Operation, apply: (entry: Reader) => Output): Output {
  const entries = operation.input.children("Entries");
  target(operation);
  if (entries.length === 0) {
    throw new AwsError("EmptyBatchRequest", `There should be at least one ${operation.call.action}RequestEntry in the request.`);
  }
  if (entries.length > 10) {
    const message = `Maximum number of entries per request are 10. You have sent ${entries.length}.`;
    throw new AwsError("TooManyEntriesInBatchRequest", message);
  }
  const ids = entries.map((entry) => entry.requiredText("Id"));
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

function createQueue({ store, call, input }: Operation): Output {
  const name = input.requiredText("QueueName");
  const settings = applyAttributes(defaultSettings, input.strings("Attributes"));
  checkName(name, settings.fifo);
  const address = { region: call.region, accountId: call.caller.accountId, name };
  const existing = store.all().find((queue) => queue.address.region === call.region && queue.address.name === name);
  if (existing === undefined) store.create(address, settings);
  else if (JSON.stringify(describeSettings(existing.settings)) !== JSON.stringify(describeSettings(settings))) {
    const message = "A queue already exists with the same name and a different value for an attribute.";
    throw new AwsError("QueueNameExists", message);
  }
  return { QueueUrl: queueUrl(address) };
}

/** FIFO queues are called `….fifo`, others are not. */
export function checkName(name: string, fifo: boolean): void {
  if (!/^[\w-]{1,75}(\.fifo)?$/.test(name) || name.length > 80 || name.endsWith(".fifo") !== fifo) {
    const rule =
      "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length, and .fifo at the end of a FIFO queue's";
    throw new AwsError("InvalidParameterValue", `${rule} name: ${name}`);
  }
}

function getAttributes(operation: Operation): Output {
  const queue = target(operation);
  const wanted = operation.input.texts("AttributeNames");
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

/** Moves what is in a dead-letter queue back to where it came from, or to `DestinationArn`. */
function startMoveTask({ kernel, store, input }: Operation): Output {
  const sourceArn = input.requiredText("SourceArn");
  const source = store.byArn(sourceArn);
  const notFound = () => new AwsError("ResourceNotFoundException", "The resource that you specified for the SourceArn parameter doesn't exist.");
  if (source === undefined || parseQueueArn(sourceArn) === undefined) throw notFound();
  const isDeadLetter = store.all().some(({ settings }) => settings.redrive?.deadLetterTargetArn === sourceArn);
  if (!isDeadLetter) throw new AwsError("InvalidParameterValue", "Source queue must be configured as a Dead Letter Queue.");
  const destinationArn = input.text("DestinationArn");
  if (destinationArn !== undefined && store.byArn(destinationArn) === undefined) throw notFound();
  const perSecond = within(input, "MaxNumberOfMessagesPerSecond", 1, 500) ?? 500;
  const move = (): void => {
    const visible = [...source.messages.values()].filter(({ visibleMs }) => visibleMs <= kernel.now());
    for (const message of visible.slice(0, perSecond)) {
      const destination = store.byArn(destinationArn ?? message.sourceArn ?? "");
      if (destination === undefined) continue;
      store.discard(source, message);
      const nowMs = kernel.now();
      // A redriven message is a new one.
      const fresh = { id: uuid(kernel), sentMs: nowMs, visibleMs: nowMs, receiveCount: 0, receivedHere: 0 };
      store.add(destination, { ...message, ...fresh, sourceArn: undefined, firstReceivedMs: undefined, receiptHandle: undefined });
    }
    if (visible.length > perSecond) kernel.after(1000, move);
  };
  kernel.after(0, move);
  return { TaskHandle: uuid(kernel) };
}

function within(input: Reader, key: string, least: number, most: number): number | undefined {
  const value = input.number(key);
  if (value !== undefined && (!Number.isInteger(value) || value < least || value > most)) {
    const reason = `Must be between ${least} and ${most}, if provided.`;
    throw new AwsError("InvalidParameterValue", `Value ${value} for parameter ${key} is invalid. Reason: ${reason}`);
  }
  return value;
}
