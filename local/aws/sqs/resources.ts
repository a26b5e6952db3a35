import { AwsError } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";
import type { CheckFailure, Existing, InputRule, Properties, ResourceModel } from "../../core/resource.ts";
import { defineResource, type Reader } from "../inputs.ts";
import { between, oneOf } from "../rules.ts";
import { queueArn, queueNameOf, queueUrl } from "./queue-names.ts";
import { ensureQueue, setAttributes } from "./queue-operations.ts";
import type { QueueStore } from "./queue-store.ts";
import { applyAttributes, defaultSettings, describeSettings, type Queue, type QueueSettings } from "./queue.ts";

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

/** What the provider takes where a program says nothing; AWS itself would take messages of a mebibyte. */
const providerSettings: QueueSettings = { ...defaultSettings, maximumMessageSize: 262_144 };

const queueInputs: Readonly<Record<string, InputRule>> = {
  name: {
    replaces: true,
    computed: true,
    autoName: { lengthMax: 80, end: ({ fifoQueue }) => (fifoQueue === true ? ".fifo" : "") },
  },
  namePrefix: { replaces: true },
  contentBasedDeduplication: { default: false },
  deduplicationScope: { computed: true, ...oneOf("messageGroup", "queue") },
  delaySeconds: { default: providerSettings.delaySeconds, ...between(0, 900) },
  fifoQueue: { replaces: true, default: false },
  fifoThroughputLimit: { computed: true, ...oneOf("perMessageGroupId", "perQueue") },
  kmsDataKeyReusePeriodSeconds: { computed: true, ...between(60, 86_400) },
  kmsMasterKeyId: {},
  maxMessageSize: { default: providerSettings.maximumMessageSize, ...between(1024, 1_048_576) },
  messageRetentionSeconds: { default: providerSettings.messageRetentionPeriod, ...between(60, 1_209_600) },
  policy: { computed: true, json: true },
  receiveWaitTimeSeconds: { default: providerSettings.receiveWaitSeconds },
  redriveAllowPolicy: { computed: true, json: true },
  redrivePolicy: { computed: true, json: true },
  sqsManagedSseEnabled: { computed: true },
  visibilityTimeoutSeconds: { default: providerSettings.visibilityTimeout, ...between(0, 43_200) },
};

/** The resource types of `aws:sqs/*` that the local cloud knows. */
export function createSqsResources(kernel: Kernel, store: QueueStore): readonly ResourceModel[] {
  return [
    queueModel(kernel, store),
    attributeModel(kernel, store, "aws:sqs/queuePolicy:QueuePolicy", "policy", "declared-only"),
    attributeModel(kernel, store, "aws:sqs/redrivePolicy:RedrivePolicy", "redrivePolicy", "modelled"),
    attributeModel(
      kernel,
      store,
      "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy",
      "redriveAllowPolicy",
      "declared-only",
    ),
  ];
}

function queueModel(kernel: Kernel, store: QueueStore): ResourceModel {
  return defineResource({
    type: "aws:sqs/queue:Queue",
    inputs: queueInputs,
    check: checkQueue,
    create(inputs, { region, accountId }) {
      const settings = applyAttributes(providerSettings, attributesIn(inputs));
      const address = { region, accountId, name: inputs.requiredText("name") };
      const given = Object.keys(describeSettings(settings));
      const queue = ensureQueue(store, address, settings, given, inputs.strings("tags"));
      return { id: queueUrl(address), outputs: outputsOf(queue) };
    },
    read(existing) {
      const queue = queueOf(store, existing);
      return queue === undefined ? undefined : outputsOf(queue);
    },
    update(inputs, { id, region }) {
      const queue = store.find(region, queueNameOf(id));
      setAttributes(kernel, store, queue, changed(queue.settings, inputs));
      queue.tags = inputs.strings("tags");
      return outputsOf(queue);
    },
    delete(existing) {
      const queue = queueOf(store, existing);
      if (queue !== undefined) store.remove(queue);
    },
  });
}

function checkQueue(inputs: Properties): readonly CheckFailure[] {
  const { name, fifoQueue, contentBasedDeduplication, kmsMasterKeyId, sqsManagedSseEnabled } = inputs;
  const isFifo = fifoQueue === true;
  const form = isFifo ? /^[\w-]{1,75}\.fifo$/ : /^[\w-]{1,80}$/;
  const failures: CheckFailure[] = [];
  if (typeof name === "string" && !form.test(name)) {
    failures.push({ property: "name", reason: `invalid queue name: ${name}` });
  }
  if (!isFifo && contentBasedDeduplication === true) {
    const reason = "content-based deduplication can only be set for FIFO queue";
    failures.push({ property: "contentBasedDeduplication", reason });
  }
  if (kmsMasterKeyId !== undefined && sqsManagedSseEnabled !== undefined) {
    failures.push({ property: "kmsMasterKeyId", reason: "conflicts with sqsManagedSseEnabled" });
  }
  return failures;
}

/** A resource that sets one attribute of a queue. */
function attributeModel(
  kernel: Kernel,
  store: QueueStore,
  type: string,
  input: string,
  standing: ResourceModel["standing"],
): ResourceModel {
  const attribute = attributeOf[input] ?? input;
  const put = (queue: Queue, value: string): void =>
    setAttributes(kernel, store, queue, applyAttributes(queue.settings, { [attribute]: value }));
  const valueOf = (existing: Existing): string | undefined => {
    const queue = queueOf(store, existing);
    return queue === undefined ? undefined : describeSettings(queue.settings)[attribute];
  };
  return defineResource({
    type,
    standing,
    inputs: { queueUrl: { required: true, replaces: true }, [input]: { required: true, json: true } },
    create(inputs, { region }) {
      const url = inputs.requiredText("queueUrl");
      const queue = store.find(region, queueNameOf(url));
      put(queue, textIn(inputs, input));
      return { id: url, outputs: { queueUrl: url, [input]: describeSettings(queue.settings)[attribute] } };
    },
    read(existing) {
      const value = valueOf(existing);
      return value === undefined ? undefined : { queueUrl: existing.id, [input]: value };
    },
    update(inputs, { id, region }) {
      const queue = store.find(region, queueNameOf(id));
      put(queue, textIn(inputs, input));
      return { [input]: describeSettings(queue.settings)[attribute] };
    },
    delete(existing) {
      const queue = queueOf(store, existing);
      if (queue !== undefined && valueOf(existing) !== undefined) put(queue, "");
    },
  });
}

function queueOf(store: QueueStore, { id, region, accountId }: Existing): Queue | undefined {
  return store.byArn(queueArn({ region, accountId, name: queueNameOf(id) }));
}

/** The settings that `inputs` ask for; what AWS chose before stays where they say nothing. */
function changed(settings: QueueSettings, inputs: Reader): QueueSettings {
  const given = attributesIn(inputs);
  const { KmsMasterKeyId: _key, ...kept } = settings.others;
  const base = { ...providerSettings, fifo: settings.fifo, redrive: settings.redrive, others: kept };
  return applyAttributes({ ...base, deduplicatesPerGroup: settings.deduplicatesPerGroup }, given);
}

function attributesIn(inputs: Reader): Readonly<Record<string, string>> {
  const attributes: Record<string, string> = {};
  for (const [input, attribute] of Object.entries(attributeOf)) {
    const value = inputs.properties[input] ?? undefined;
    if (value !== undefined) attributes[attribute] = textIn(inputs, input);
  }
  return attributes;
}

function textIn(inputs: Reader, input: string): string {
  const value = inputs.properties[input];
  if (typeof value === "object" && value !== null) return JSON.stringify(value);
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return String(value);
  throw new AwsError("ValidationException", `${inputs.what}: ${input} must be a text, number or boolean.`);
}

function outputsOf({ address, arn, settings, tags }: Queue): Properties {
  const described = describeSettings(settings);
  const { KmsDataKeyReusePeriodSeconds = "300", SqsManagedSseEnabled, FifoThroughputLimit } = described;
  return {
    name: address.name,
    arn,
    url: queueUrl(address),
    contentBasedDeduplication: settings.contentBasedDeduplication,
    deduplicationScope: described["DeduplicationScope"],
    delaySeconds: settings.delaySeconds,
    fifoQueue: settings.fifo,
    fifoThroughputLimit: settings.fifo ? (FifoThroughputLimit ?? "perQueue") : FifoThroughputLimit,
    kmsDataKeyReusePeriodSeconds: Number(KmsDataKeyReusePeriodSeconds),
    kmsMasterKeyId: described["KmsMasterKeyId"],
    maxMessageSize: settings.maximumMessageSize,
    messageRetentionSeconds: settings.messageRetentionPeriod,
    policy: described["Policy"],
    receiveWaitTimeSeconds: settings.receiveWaitSeconds,
    redriveAllowPolicy: described["RedriveAllowPolicy"],
    redrivePolicy: described["RedrivePolicy"],
    sqsManagedSseEnabled: SqsManagedSseEnabled === "true",
    tags,
    tagsAll: tags,
    visibilityTimeoutSeconds: settings.visibilityTimeout,
  };
}
