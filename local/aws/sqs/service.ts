import type { Call, ServiceModel } from "../../core/call.ts";
import { notImplemented } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";
import { readerOf } from "../inputs.ts";
import { batch, changeVisibility, receive, remove, send } from "./message-operations.ts";
import { target, type Operation, type Output } from "./operation.ts";
import { queueNameOf, queueUrl } from "./queue-names.ts";
import { createQueue, getAttributes, startMoveTask } from "./queue-operations.ts";
import type { QueueStore } from "./queue-store.ts";
import { applyAttributes } from "./queue.ts";

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
  DeleteQueue(operation) {
    operation.store.remove(target(operation));
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
