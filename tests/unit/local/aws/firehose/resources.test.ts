import { describe, expect, it } from "vitest";
import type { Properties } from "../../../../../local/core/resource.ts";
import { accountId } from "../account.ts";
import { describeLives } from "../whole-life.ts";
import { firehoseUnderTest, roleArn, s3Configuration, streamType } from "./harness.ts";

const { bucketArn } = s3Configuration;
const changed = { ...s3Configuration, bufferingInterval: 60, compressionFormat: "GZIP" };
const source = { kinesisStreamArn: `arn:aws:kinesis:eu-west-1:${accountId}:stream/journal`, roleArn };

describeLives([
  {
    type: streamType,
    stage: () =>
      Promise.resolve({
        models: firehoseUnderTest().firehose.resources,
        inputs: { name: "journal", destination: "extended_s3", extendedS3Configuration: s3Configuration },
      }),
    replaces: { name: "other", kinesisSourceConfiguration: source },
    updates: { extendedS3Configuration: changed, tags: { a: "b" } },
    refusals: [
      [
        { destination: "redshift" },
        "destination: NotImplemented: The local cloud does not model the destination redshift; " +
          "see docs/local-differences.md.",
      ],
      [
        { extendedS3Configuration: { ...s3Configuration, bufferingSize: 129 } },
        "extendedS3Configuration: bufferingSize: expected it to be in the range (1 - 128), got 129",
      ],
      [{ extendedS3Configuration: { bucketArn } }, "extendedS3Configuration: its field roleArn is required"],
      [
        { kinesisSourceConfiguration: source, serverSideEncryption: { enabled: true } },
        "serverSideEncryption: server-side encryption cannot be enabled on a delivery stream that reads a " +
          "Kinesis stream",
      ],
    ],
  },
]);

describe("a delivery stream", () => {
  it.each<[string, Properties, string]>([
    ["a role that trusts another", { roleArn: `arn:aws:iam::${accountId}:role/stranger` }, "unable to assume role"],
    ["dynamic partitions", { dynamicPartitioningConfiguration: { enabled: true } }, "model dynamic partitioning"],
    ["another format", { dataFormatConversionConfiguration: { enabled: true } }, "model format conversion"],
    ["a backup", { s3BackupMode: "Enabled" }, "model the backup of a delivery stream's records"],
    ["another compression", { compressionFormat: "Snappy" }, "model delivery streams that compress by Snappy"],
    ["another time", { customTimeZone: "Europe/Berlin" }, "model delivery streams that tell the time of Europe/Berlin"],
    [
      "a function",
      { processingConfiguration: { enabled: true, processors: [{ type: "Lambda" }] } },
      "model the processor Lambda of delivery streams",
    ],
  ])("is refused with %s", async (_what, destination, message) => {
    await expect(firehoseUnderTest().create(destination)).rejects.toThrow(message);
  });

  it("is one of its name", async () => {
    const { create } = firehoseUnderTest();
    await create();
    await expect(create()).rejects.toMatchObject({ code: "ResourceInUseException" });
  });

  it("is described, listed and judged by its name", async () => {
    const { create, call, firehose } = firehoseUnderTest();
    const id = await create(changed, { tags: { a: "b" } });
    expect(await call("DescribeDeliveryStream", {})).toMatchObject({
      DeliveryStreamDescription: {
        DeliveryStreamARN: id,
        DeliveryStreamStatus: "ACTIVE",
        DeliveryStreamType: "DirectPut",
        Destinations: [
          {
            ExtendedS3DestinationDescription: {
              BufferingHints: { SizeInMBs: 5, IntervalInSeconds: 60 },
              CompressionFormat: "GZIP",
            },
          },
        ],
      },
    });
    const listed = await call("ListDeliveryStreams", { DeliveryStreamName: undefined });
    expect(listed).toEqual({ DeliveryStreamNames: ["journal"], HasMoreDeliveryStreams: false });
    const input = { DeliveryStreamName: "journal" };
    const asked = { service: "firehose", action: "PutRecord", region: "eu-west-1", input, requestId: "r" };
    const caller = { kind: "root", arn: "", accountId } as const;
    expect(firehose.service.authorizations({ ...asked, caller })).toEqual([
      { action: "firehose:PutRecord", resource: id, context: {}, resourceTags: { a: "b" } },
    ]);
  });
});
