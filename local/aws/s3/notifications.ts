import type { Call } from "../../core/call.ts";
import { AwsError, notImplemented } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";
import { randomHex } from "../../core/kernel.ts";
import type { InputRule, Properties, ResourceModel } from "../../core/resource.ts";
import { listOf, objectOf } from "../declared/rules.ts";
import { givenInputs } from "../given-inputs.ts";
import { defineResource, isProperties } from "../inputs.ts";
import { serviceCaller } from "../principals.ts";
import { lengthBetween, oneOf } from "../rules.ts";
import { parseQueueArn } from "../sqs/queue-names.ts";
import { sendOrLose, sendToQueue } from "../sqs/send-to-queue.ts";
import { uuid } from "../uuid.ts";
import { bucketArn, type Bucket, type ObjectVersion } from "./bucket.ts";
import type { BucketStore } from "./store.ts";

/** How a bucket tells others of what happens in it. */
export interface Telling {
  readonly kernel: Kernel;
  readonly accountId: string;
  /** One AWS call, judged by the caller's policies and then handled. */
  readonly call: (call: Call) => Promise<unknown>;
}

/** Events that the model makes: an object came. Source: S3 User Guide, "Supported event types". */
const events = oneOf("s3:ObjectCreated:*", "s3:ObjectCreated:Put", "s3:ObjectCreated:CompleteMultipartUpload");

/** The event that an action of the API makes where it adds an object. */
const eventOf: Readonly<Record<string, string>> = {
  PutObject: "ObjectCreated:Put",
  CompleteMultipartUpload: "ObjectCreated:CompleteMultipartUpload",
};

/** Tells the bucket's queues of what a call has just done; later, and without the caller's hearing of it. */
export function tellOf(telling: Telling | undefined, store: BucketStore, call: Call): void {
  const event = eventOf[call.action];
  const bucket = store.find(String(call.input["Bucket"]));
  const version = bucket?.objects.get(String(call.input["Key"]))?.[0];
  if (telling === undefined || event === undefined || bucket === undefined || version === undefined) return;
  const { kernel, accountId } = telling;
  for (const queue of queuesOf(bucket)) {
    if (!isMeant(queue, event, version.key)) continue;
    const body = JSON.stringify({ Records: [recordOf(telling, bucket, version, event, queue, call)] });
    const message = { queueArn: String(queue["queueArn"]), body };
    const caller = () => serviceCaller("s3.amazonaws.com", accountId, bucketArn(bucket.name));
    kernel.after(0, () => sendOrLose(telling.call, caller, uuid(kernel), message));
  }
}

const queueRule = objectOf({
  events: { required: true, ...listOf(events) },
  filterPrefix: {},
  filterSuffix: {},
  id: lengthBetween(1, 255),
  queueArn: { required: true },
});

const inputs: Readonly<Record<string, InputRule>> = {
  bucket: { required: true, replaces: true, ...lengthBetween(1, 63) },
  eventbridge: { default: false },
  lambdaFunctions: {},
  queues: listOf(queueRule),
  topics: {},
};

/**
 * What a bucket tells whom of; a second one of the same bucket replaces the first. S3 tries every destination before it
 * takes one: a queue has to be there, in the bucket's region, and let S3 in.
 */
export function notificationModel(store: BucketStore, telling: Telling | undefined): ResourceModel {
  const put = (bucket: Bucket, given: Properties): Properties => {
    const queues = asList(given["queues"]);
    bucket.settings.set("notification", { queues });
    return { bucket: bucket.name, queues };
  };
  const model = defineResource({
    type: "aws:s3/bucketNotification:BucketNotification",
    inputs,
    create(given) {
      const bucket = store.get(given.requiredText("bucket"));
      return { id: bucket.name, outputs: put(bucket, given.properties) };
    },
    read({ id }) {
      const found = store.find(id)?.settings.get("notification");
      return found && { bucket: id, ...found };
    },
    update(given, { id }) {
      return { ...givenInputs(inputs, given.properties), ...put(store.get(id), given.properties) };
    },
    delete({ id }) {
      store.find(id)?.settings.delete("notification");
    },
  });
  const { update } = model;
  return {
    ...model,
    async create(registration) {
      await tryAll(store.get(String(registration.inputs["bucket"])), registration.inputs, telling);
      return model.create(registration);
    },
    ...(update !== undefined && {
      async update(existing, given) {
        await tryAll(store.get(existing.id), given, telling);
        return update(existing, given);
      },
    }),
  };
}

async function tryAll(bucket: Bucket, given: Properties, telling: Telling | undefined): Promise<void> {
  for (const other of ["lambdaFunctions", "topics"]) {
    if (asList(given[other]).length > 0) throw notImplemented(`notifications of S3 to ${other}`);
  }
  if (given["eventbridge"] === true) throw notImplemented("notifications of S3 to EventBridge");
  for (const { queueArn } of asList(given["queues"])) {
    if (parseQueueArn(String(queueArn))?.region !== bucket.region) throw invalidDestination();
    if (telling === undefined) continue;
    const { kernel, accountId, call } = telling;
    const caller = serviceCaller("s3.amazonaws.com", accountId, bucketArn(bucket.name));
    const Time = new Date(kernel.now()).toISOString();
    const test = { Service: "Amazon S3", Event: "s3:TestEvent", Time, Bucket: bucket.name };
    try {
      await sendToQueue(call, caller, uuid(kernel), { queueArn: String(queueArn), body: JSON.stringify(test) });
    } catch (fault) {
      if (fault instanceof AwsError) throw invalidDestination();
      throw fault;
    }
  }
}

function invalidDestination(): AwsError {
  return new AwsError("InvalidArgument", "Unable to validate the following destination configurations", 400);
}

/** Source: S3 User Guide, "Event message structure". */
function recordOf(
  { kernel, accountId }: Telling,
  bucket: Bucket,
  { key, versionId, content }: ObjectVersion,
  eventName: string,
  queue: Properties,
  call: Call,
): Properties {
  return {
    eventVersion: "2.1",
    eventSource: "aws:s3",
    awsRegion: bucket.region,
    eventTime: new Date(kernel.now()).toISOString(),
    eventName,
    userIdentity: { principalId: `AWS:${call.caller.arn}` },
    requestParameters: { sourceIPAddress: call.client?.sourceIp ?? "127.0.0.1" },
    responseElements: { "x-amz-request-id": call.requestId },
    s3: {
      s3SchemaVersion: "1.0",
      configurationId: queue["id"],
      bucket: { name: bucket.name, ownerIdentity: { principalId: accountId }, arn: bucketArn(bucket.name) },
      object: {
        key: encodeURIComponent(key).replaceAll("%2F", "/").replaceAll("%20", "+"),
        size: content?.body.length ?? 0,
        eTag: content?.etag,
        ...(versionId === "null" ? {} : { versionId }),
        sequencer: randomHex(kernel, 9).toUpperCase(),
      },
    },
  };
}

/** The queues that a bucket tells; who gave one no id did not ask for a name of it. */
function queuesOf(bucket: Bucket): readonly Properties[] {
  const queues = asList(bucket.settings.get("notification")?.["queues"]);
  return queues.map((queue, at) => ({ id: `tf-s3-queue-${at + 1}`, ...queue }));
}

function isMeant(queue: Properties, event: string, key: string): boolean {
  const wanted = Array.isArray(queue["events"]) ? queue["events"].map(String) : [];
  const isWanted = wanted.some((one) => one === `s3:${event}` || one === "s3:ObjectCreated:*");
  const { filterPrefix: prefix, filterSuffix: suffix } = queue;
  const begins = typeof prefix !== "string" || key.startsWith(prefix);
  return isWanted && begins && (typeof suffix !== "string" || key.endsWith(suffix));
}

function asList(value: unknown): readonly Properties[] {
  return Array.isArray(value) ? value.filter(isProperties) : [];
}
