import { createBuffering } from "../../local/aws/firehose/delivery.ts";
import type { DeliveryStream } from "../../local/aws/firehose/delivery-stream.ts";
import type { IncomingRecord } from "../../local/aws/kinesis/index.ts";
import type { ServiceModel } from "../../local/core/call.ts";
import type { VirtualKernel } from "../../local/drivers/virtual-clock.ts";

/** Firehose between a cell's journal stream and the bucket of its archive. */
export interface ArchiveDelivery {
  put(records: readonly IncomingRecord[]): void;
  /** While it is held, it reads nothing; what comes waits in the stream. */
  hold(held: boolean): void;
  /** Whether anything waits that is in no object yet. */
  isWaiting(): boolean;
  /** Everything that came into the stream, in its order: each as DynamoDB wrote it. */
  readonly streamed: readonly Buffer[];
  /** The objects that lie in the bucket, and since when; virtual milliseconds. */
  readonly delivered: readonly { readonly key: string; readonly at: number }[];
}

/** What a delivery is made with. */
export interface DeliveryOptions {
  readonly kernel: VirtualKernel;
  readonly cell: string;
  readonly region: string;
  readonly bucket: string;
  /** So long it gathers what becomes one object. */
  readonly bufferMs: number;
  /** The bucket as Firehose reaches it. Throws where it does not. */
  readonly s3: Pick<ServiceModel, "handle">;
}

const ACCOUNT = "111122223333";
const BUFFER_BYTES = 64 * 1024 * 1024;
const caller = { kind: "root", arn: `arn:aws:iam::${ACCOUNT}:root`, accountId: ACCOUNT } as const;

/** A delivery that nothing has come to yet: the local model's buffer, with everything the program declares of it. */
export function createArchiveDelivery(options: DeliveryOptions): ArchiveDelivery {
  const { kernel, bufferMs, s3 } = options;
  const streamed: Buffer[] = [];
  const held: Buffer[] = [];
  const unwritten = new Set<unknown>();
  const delivered: { readonly key: string; readonly at: number }[] = [];
  let [isHeld, lastAt] = [false, Number.NEGATIVE_INFINITY];
  const buffering = createBuffering(
    {
      kernel,
      assume: () => caller,
      async call(call) {
        // It is written in the end, however often it takes.
        unwritten.add(call.input["Key"]);
        const output = await s3.handle(call);
        unwritten.delete(call.input["Key"]);
        delivered.push({ key: String(call.input["Key"]), at: kernel.now() });
        return output;
      },
    },
    streamOf(options),
  );

  function read(records: readonly Buffer[]): void {
    if (records.length === 0) return;
    lastAt = kernel.now();
    buffering.add(records);
  }

  return {
    streamed,
    delivered,
    put(records) {
      const texts = records.map(({ data }) => Buffer.from(data.encode(), "base64"));
      streamed.push(...texts);
      if (isHeld) held.push(...texts);
      else read(texts);
    },
    hold(wanted) {
      isHeld = wanted;
      if (!isHeld) read(held.splice(0));
    },
    isWaiting: () => held.length > 0 || unwritten.size > 0 || kernel.now() <= lastAt + bufferMs,
  };
}

/** As the program declares it, but for how long it gathers. */
function streamOf({ kernel, cell, region, bucket, bufferMs }: DeliveryOptions): DeliveryStream {
  const name = `prod-${cell}-archive`;
  return {
    name,
    region,
    arn: `arn:aws:firehose:${region}:${ACCOUNT}:deliverystream/${name}`,
    createdMs: kernel.now(),
    source: undefined,
    destination: {
      roleArn: `arn:aws:iam::${ACCOUNT}:role/${name}-delivery`,
      bucketArn: `arn:aws:s3:::${bucket}`,
      prefix: "journal/!{timestamp:yyyy/MM/dd}/",
      errorPrefix: "errors/!{timestamp:yyyy/MM/dd}/!{firehose:error-output-type}/",
      fileExtension: "",
      bufferBytes: BUFFER_BYTES,
      bufferMs,
      compression: "GZIP",
      keyArn: undefined,
      delimiter: "\n",
      log: undefined,
    },
    version: 1,
    encryption: undefined,
    tags: {},
  };
}
