import { hash } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { Call, Caller } from "../../core/call.ts";
import type { Counts } from "../../core/counts.ts";
import { AwsError } from "../../core/errors.ts";
import type { Cancel, Kernel } from "../../core/kernel.ts";
import type { MetricSink } from "../cloudwatch/index.ts";
import { uuid } from "../uuid.ts";
import { destinationId, type DeliveryStream } from "./delivery-stream.ts";
import { expandPrefix } from "./prefix.ts";

/** What deliveries are made with. */
export interface DeliveryDependencies {
  readonly kernel: Kernel;
  /** Who Firehose becomes in a role of the account. Throws `AccessDenied` where the role does not trust it. */
  assume(roleArn: string, sessionName: string, by: { readonly service: string; readonly sourceArn: string }): Caller;
  /** One AWS call, judged by the caller's policies and then handled. */
  readonly call: (call: Call) => Promise<Readonly<Record<string, unknown>>>;
  readonly counts?: Pick<Counts, "add">;
  readonly metrics?: MetricSink;
}

/** Records, read from a stream or put, are billed one by one in steps of so many bytes. Source: the pricing page. */
const billedStepBytes = 5 * 1024;

/** Firehose tries for a day to write an object, and then gives it up. Source: Developer Guide, "Data delivery". */
const retriesMsMax = 86_400_000;
const retryMsMin = 5_000;
const retryMsMax = 300_000;

/** The buffer of a delivery stream, and what is on its way out of it. */
export interface Buffering {
  /** Takes records in; throws where too much waits already. */
  add(records: readonly Buffer[]): void;
  /** Nothing is delivered any more. */
  stop(): void;
}

/** What may wait in memory of one delivery stream, bytes: beyond it the stream is too slow for its records. */
const waitingBytesMax = 64 * 1024 * 1024;

/** Creates an empty buffer, which costs nothing until a record comes. */
export function createBuffering(deps: DeliveryDependencies, stream: DeliveryStream): Buffering {
  const { kernel } = deps;
  const timers = new Set<Cancel>();
  let [held, heldBytes, waitingBytes, oldestMs]: [Buffer[], number, number, number] = [[], 0, 0, 0];
  let cancelFlush: Cancel | undefined;

  const later = (ms: number, run: () => void | Promise<void>): Cancel => {
    const cancel = kernel.after(ms, () => {
      timers.delete(cancel);
      return run();
    });
    timers.add(cancel);
    return cancel;
  };
  const deliver = async (object: Outgoing, retryMs: number): Promise<void> => {
    try {
      await putObject(deps, stream, object);
      waitingBytes -= object.bytes;
      measureDelivery(deps, stream);
    } catch (fault) {
      await tell(deps, stream, fault);
      const isOver = kernel.now() + retryMs - object.arrivedMs > retriesMsMax;
      if (isOver) waitingBytes -= object.bytes;
      else later(retryMs, () => deliver(object, Math.min(retryMs * 2, retryMsMax)));
    }
  };
  const flush = (): Promise<void> | undefined => {
    cancelFlush = undefined;
    if (held.length === 0) return undefined;
    const object = outgoing(kernel, stream, Buffer.concat(held), oldestMs);
    [held, heldBytes] = [[], 0];
    return deliver(object, retryMsMin);
  };
  const schedule = (ms: number): void => {
    if (cancelFlush !== undefined) timers.delete(cancelFlush);
    cancelFlush?.();
    cancelFlush = later(ms, flush);
  };
  return {
    add(records) {
      const { bufferBytes, bufferMs, delimiter } = stream.destination;
      const bytes = records.reduce((sum, record) => sum + record.length + delimiter.length, 0);
      if (waitingBytes + bytes > waitingBytesMax) throw slowDown();
      waitingBytes += bytes;
      const times = records.reduce((sum, record) => sum + Math.max(1, Math.ceil(record.length / billedStepBytes)), 0);
      deps.counts?.add({ service: "firehose", region: stream.region, what: "IngestedStep", of: stream.name, times });
      if (held.length === 0) oldestMs = kernel.now();
      for (const record of records) held.push(record, Buffer.from(delimiter));
      heldBytes += bytes;
      // Whoever puts a record does not wait for its delivery.
      if (heldBytes >= bufferBytes) schedule(0);
      else if (cancelFlush === undefined) schedule(bufferMs);
    },
    stop() {
      for (const cancel of timers) cancel();
      timers.clear();
    },
  };
}

/** One object that is to be written. */
interface Outgoing {
  readonly key: string;
  readonly body: Buffer;
  readonly arrivedMs: number;
  /** What its records count in the buffer. */
  readonly bytes: number;
}

function outgoing(kernel: Kernel, stream: DeliveryStream, content: Buffer, arrivedMs: number): Outgoing {
  const { name, version, destination } = stream;
  const isPacked = destination.compression === "GZIP";
  const prefix = expandPrefix(destination.prefix, {
    arrivedMs,
    randomText: () => uuid(kernel).replaceAll("-", "").slice(0, 11),
  });
  const time = new Date(arrivedMs).toISOString().slice(0, 19).replaceAll(/[T:]/g, "-");
  const extension = destination.fileExtension === "" ? (isPacked ? ".gz" : "") : destination.fileExtension;
  return {
    key: `${prefix}${name}-${version}-${time}-${uuid(kernel)}${extension}`,
    body: isPacked ? gzipSync(content) : content,
    arrivedMs,
    bytes: content.length,
  };
}

async function putObject(deps: DeliveryDependencies, stream: DeliveryStream, object: Outgoing): Promise<void> {
  const { roleArn, bucketArn, keyArn, compression } = stream.destination;
  const input = {
    Bucket: bucketArn.slice("arn:aws:s3:::".length),
    Key: object.key,
    Body: object.body,
    ContentType: "application/octet-stream",
    ...(compression === "GZIP" && { ContentEncoding: "gzip" }),
    // A bucket that locks what comes into it wants a digest.
    ContentMD5: hash("md5", object.body, "base64"),
    ACL: "bucket-owner-full-control",
    ...(keyArn !== undefined && { ServerSideEncryption: "aws:kms", SSEKMSKeyId: keyArn }),
  };
  await callAs(deps, stream, roleArn, "s3", "PutObject", input);
}

/** https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-metrics.html */
function measureDelivery({ metrics }: DeliveryDependencies, { name, region }: DeliveryStream): void {
  const of = { namespace: "AWS/Firehose", name: "DeliveryToS3.Success", dimensions: { DeliveryStreamName: name } };
  metrics?.measure(region, { ...of, value: 1, unit: "Count" });
}

/** Tells the stream's log of a failure; what the log refuses is lost. */
async function tell(deps: DeliveryDependencies, stream: DeliveryStream, fault: unknown): Promise<void> {
  const { log, bucketArn, roleArn } = stream.destination;
  if (log === undefined) return;
  const message = {
    deliveryStreamARN: stream.arn,
    destination: bucketArn,
    deliveryStreamVersionId: stream.version,
    message: fault instanceof Error ? fault.message : String(fault),
    errorCode: `S3.${fault instanceof AwsError ? fault.code : "InternalError"}`,
    destinationId,
  };
  const logEvents = [{ timestamp: deps.kernel.now(), message: JSON.stringify(message) }];
  const input = { logGroupName: log.group, logStreamName: log.stream, logEvents };
  await callAs(deps, stream, roleArn, "logs", "PutLogEvents", input).catch(() => undefined);
}

/** One call of another service in a role of the delivery stream's. */
export async function callAs(
  { kernel, assume, call }: DeliveryDependencies,
  { name, region, arn }: Pick<DeliveryStream, "name" | "region" | "arn">,
  roleArn: string,
  service: string,
  action: string,
  input: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>>> {
  const caller = assume(roleArn, name, { service: "firehose.amazonaws.com", sourceArn: arn });
  return call({ service, action, region, caller, requestId: uuid(kernel), input });
}

function slowDown(): AwsError {
  return new AwsError("ServiceUnavailableException", "Slow down.", 503);
}
