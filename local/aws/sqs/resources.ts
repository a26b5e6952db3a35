import { AwsError } from "../../core/errors.ts";
import { randomHex, type Kernel } from "../../core/kernel.ts";
import type { ResourceModel } from "../../core/resource.ts";
import { defineResource, type Reader } from "../inputs.ts";
import { queueNameOf, queueUrl } from "./queue-names.ts";
import { checkName } from "./queue-operations.ts";
import type { QueueStore } from "./queue-store.ts";
import { applyAttributes, defaultSettings, type Queue } from "./queue.ts";

/** Inputs of a queue and the attributes that they are. */
const attributeOf: Readonly<Record<string, string>> = {
  contentBasedDeduplication: "ContentBasedDeduplication",
  deduplicationScope: "DeduplicationScope",
  delaySeconds: "DelaySeconds",
  fifoQueue: "FifoQueue",
  fifoThroughputLimit: "FifoThroughputLimit",
  kmsDataKeyReusePeriodSeconds: "KmsDataKeyReusePeriodSeconds",
  kmsMasterKeyId: "KmsMasterKeyId",
  maxMessageSize: "MaximumMessageSize",
  messageRetentionSeconds: "MessageRetentionPeriod",
  policy: "Policy",
  receiveWaitTimeSeconds: "ReceiveMessageWaitTimeSeconds",
  redriveAllowPolicy: "RedriveAllowPolicy",
  redrivePolicy: "RedrivePolicy",
  sqsManagedSseEnabled: "SqsManagedSseEnabled",
  visibilityTimeoutSeconds: "VisibilityTimeout",
};

/** The resource types of `aws:sqs/*` that the local cloud knows. */
export function createSqsResources(kernel: Kernel, store: QueueStore): readonly ResourceModel[] {
  return [
    defineResource({
      type: "aws:sqs/queue:Queue",
      honoured: ["name", "namePrefix", ...Object.keys(attributeOf)],
      create(inputs, { name: logicalName, region, accountId }) {
        const settings = applyAttributes(defaultSettings, attributesIn(inputs));
        const suffix = settings.fifo ? ".fifo" : "";
        const prefix = inputs.text("namePrefix") ?? `${logicalName}-`;
        const generated = `${prefix}${randomHex(kernel, 4).slice(0, 7)}${suffix}`;
        const address = { region, accountId, name: inputs.text("name") ?? generated };
        checkName(address.name, settings.fifo);
        const queue = store.create(address, settings);
        const url = queueUrl(address);
        return { id: url, outputs: { ...echoes(queue), name: address.name, arn: queue.arn, url } };
      },
    }),
    attributeModel(store, "aws:sqs/queuePolicy:QueuePolicy", "policy", "declared-only"),
    attributeModel(store, "aws:sqs/redrivePolicy:RedrivePolicy", "redrivePolicy", "modelled"),
    attributeModel(store, "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy", "redriveAllowPolicy", "declared-only"),
  ];
}

/** A resource that sets one attribute of a queue. */
function attributeModel(
  store: QueueStore,
  type: string,
  input: string,
  standing: ResourceModel["standing"],
): ResourceModel {
  return defineResource({
    type,
    standing,
    honoured: [input, "queueUrl"],
    create(inputs, { region }) {
      const url = inputs.requiredText("queueUrl");
      const queue = store.find(region, queueNameOf(url));
      queue.settings = applyAttributes(queue.settings, attributesIn(inputs));
      return { id: url, outputs: {} };
    },
  });
}

function attributesIn(inputs: Reader): Readonly<Record<string, string>> {
  const attributes: Record<string, string> = {};
  for (const [input, attribute] of Object.entries(attributeOf)) {
    const value = inputs.properties[input] ?? undefined;
    if (value === undefined) continue;
    if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") {
      throw new AwsError("ValidationException", `${inputs.what}: ${input} must be a text, number or boolean.`);
    }
    attributes[attribute] = String(value);
  }
  return attributes;
}

function echoes({ settings }: Queue): Readonly<Record<string, unknown>> {
  return {
    delaySeconds: settings.delaySeconds,
    maxMessageSize: settings.maximumMessageSize,
    messageRetentionSeconds: settings.messageRetentionPeriod,
    receiveWaitTimeSeconds: settings.receiveWaitSeconds,
    visibilityTimeoutSeconds: settings.visibilityTimeout,
  };
}
