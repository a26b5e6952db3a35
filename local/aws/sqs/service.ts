import type { ServiceModel } from "../../core/call.ts";
import { AwsError, notImplemented } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";
import { readerOf } from "../inputs.ts";
import type { KeyUses } from "../kms/key-use.ts";
import { sqsAuthorizations } from "./authorizations.ts";
import { batch, changeVisibility, receive, remove, send } from "./message-operations.ts";
import { createMoveTasks } from "./move-tasks.ts";
import { target, type Operation, type Output } from "./operation.ts";
import { queueUrl } from "./queue-names.ts";
import { createQueue, getAttributes, listQueues, listSources, purgeQueue, setAttributes } from "./queue-operations.ts";
import { addPermission, removePermission } from "./queue-permissions.ts";
import type { QueueStore } from "./queue-store.ts";
import { applyAttributes } from "./queue.ts";
import { checkBatchSize } from "./send.ts";

const operations: Readonly<Record<string, (operation: Operation) => Output | Promise<Output>>> = {
  SendMessage: (operation) => send(operation, operation.input),
  SendMessageBatch(operation) {
    checkBatchSize(operation.input.children("Entries"));
    return batch(operation, (entry) => send(operation, entry));
  },
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
  PurgeQueue: purgeQueue,
  GetQueueUrl({ store, call, input }) {
    return { QueueUrl: queueUrl(store.find(call.region, input.requiredText("QueueName")).address) };
  },
  ListQueues: listQueues,
  ListDeadLetterSourceQueues: listSources,
  GetQueueAttributes: getAttributes,
  SetQueueAttributes(operation) {
    const { kernel, store, input } = operation;
    const queue = target(operation);
    setAttributes(kernel, store, queue, applyAttributes(queue.settings, input.strings("Attributes")));
    return {};
  },
  AddPermission: addPermission,
  RemovePermission: removePermission,
  ListQueueTags(operation) {
    const { tags } = target(operation);
    return Object.keys(tags).length === 0 ? {} : { Tags: tags };
  },
  TagQueue(operation) {
    const queue = target(operation);
    const tags = { ...queue.tags, ...operation.input.strings("Tags") };
    if (Object.keys(tags).length > 50) throw new AwsError("InvalidParameterValue", "Too many tags added for queue.");
    queue.tags = tags;
    return {};
  },
  UntagQueue(operation) {
    const queue = target(operation);
    const gone = operation.input.texts("TagKeys");
    queue.tags = Object.fromEntries(Object.entries(queue.tags).filter(([key]) => !gone.includes(key)));
    return {};
  },
};

/** The service of SQS over its queues. Source: the SQS API reference, AWS JSON protocol. */
export function createSqsService(kernel: Kernel, store: QueueStore, keys: KeyUses | undefined): ServiceModel {
  const tasks = createMoveTasks();
  const all: typeof operations = {
    ...operations,
    StartMessageMoveTask: tasks.start,
    ListMessageMoveTasks: tasks.list,
    CancelMessageMoveTask: tasks.cancel,
  };
  return {
    name: "sqs",
    handle(call) {
      const operation = all[call.action];
      if (operation === undefined) throw notImplemented(`sqs:${call.action}`);
      return operation({ kernel, store, call, input: readerOf(call.action, call.input) });
    },
    authorizations: (call) => sqsAuthorizations(store, keys, call),
  };
}
