import { createFirehose, type Firehose } from "../../../../../local/aws/firehose/index.ts";
import type { OnRecords } from "../../../../../local/aws/firehose/source-reader.ts";
import { roleCaller } from "../../../../../local/aws/principals.ts";
import type { Call } from "../../../../../local/core/call.ts";
import { createCounts, type Counts } from "../../../../../local/core/counts.ts";
import { AwsError } from "../../../../../local/core/errors.ts";
import type { Properties } from "../../../../../local/core/resource.ts";
import { createVirtualKernel, type VirtualKernel } from "../../../../../local/drivers/virtual-clock.ts";
import { accountId, callOf, register } from "../account.ts";

export const streamType = "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream";
export const roleArn = `arn:aws:iam::${accountId}:role/delivery`;
export const s3Configuration = { bucketArn: "arn:aws:s3:::archive", roleArn };

/** Firehose in virtual time, with whatever it calls written down. */
export interface FirehoseUnderTest {
  readonly kernel: VirtualKernel;
  readonly firehose: Firehose;
  /** What Firehose called, as it was answered. */
  readonly calls: Call[];
  /** The objects that were written: keys and bodies. */
  readonly objects: Map<string, Buffer>;
  /** What it counts for the bill. */
  readonly counts: Counts;
  /** What it measures for CloudWatch. */
  readonly measured: string[];
  create(destination?: Properties, more?: Properties): Promise<string>;
  put(...records: readonly (string | Buffer)[]): Promise<Properties>;
  call(action: string, input: Properties): Promise<Properties>;
  refusal(action: string, input: Properties): Promise<string>;
}

/** `answer` may refuse a call, or answer it in the place of S3. */
export function firehoseUnderTest(
  answer: (call: Call) => Properties | undefined = () => undefined,
  onRecords: OnRecords = () => () => undefined,
): FirehoseUnderTest {
  const kernel = createVirtualKernel(1);
  const calls: Call[] = [];
  const objects = new Map<string, Buffer>();
  const counts = createCounts();
  const measured: string[] = [];
  const firehose = createFirehose({
    kernel,
    counts,
    metrics: {
      measure: (region, { namespace, name, dimensions, value }) =>
        void measured.push([region, namespace, name, JSON.stringify(dimensions), value].join(" ")),
    },
    accountId,
    onRecords,
    assume(role, session) {
      if (role.endsWith("/stranger")) throw new AwsError("AccessDenied", "not trusted", 403);
      return roleCaller(role, session, accountId);
    },
    // Without this a refusal would be thrown at once and not by the promise.
    // oxlint-disable-next-line typescript/require-await
    async call(request) {
      calls.push(request);
      const answered = answer(request);
      if (answered !== undefined) return answered;
      const { Key, Body } = request.input;
      if (request.action === "PutObject" && Body instanceof Buffer) objects.set(String(Key), Body);
      return {};
    },
  });
  const call = async (action: string, input: Properties): Promise<Properties> =>
    firehose.service.handle(callOf("firehose", action, { DeliveryStreamName: "journal", ...input }));
  return {
    kernel,
    firehose,
    calls,
    objects,
    counts,
    measured,
    call,
    async create(destination = {}, more = {}) {
      const extendedS3Configuration = { ...s3Configuration, ...destination };
      const inputs = { name: "journal", destination: "extended_s3", extendedS3Configuration, ...more };
      return (await register(firehose.resources, streamType, inputs)).id;
    },
    put: (...records) =>
      call("PutRecordBatch", { Records: records.map((one) => ({ Data: Buffer.from(one).toString("base64") })) }),
    async refusal(action, input) {
      try {
        return `no refusal but ${JSON.stringify(await call(action, input))}`;
      } catch (fault) {
        if (fault instanceof AwsError) return `${fault.code}: ${fault.message}`;
        throw fault;
      }
    },
  };
}
