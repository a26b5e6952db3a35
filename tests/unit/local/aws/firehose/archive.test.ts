import { gunzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { createInProcessHost } from "../../../../../local/aws/lambda/index.ts";
import type { Properties } from "../../../../../local/core/resource.ts";
import { createVirtualKernel } from "../../../../../local/drivers/virtual-clock.ts";
import { defaultKnobs } from "../../../../../local/faults/knobs.ts";
import { createEndpoint } from "../../../../../local/http/endpoint.ts";
import { createServices } from "../../../../../local/services.ts";
import { accountId, callOf, register } from "../account.ts";
import { roleArn, streamType } from "./harness.ts";

const policyOf = (...statements: readonly Properties[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

/** Firehose beside the services that it works with, every call judged. */
async function world() {
  const kernel = createVirtualKernel(1);
  const { iam, sts, kms, logs, kinesis, s3, firehose } = createServices({
    kernel,
    accountId,
    knobs: defaultKnobs(),
    hosts: createInProcessHost(() => () => ({})),
    awsEndpoint: () => "",
    zones: [],
    call: (call) => endpoint.call(call),
  });
  const parts = [iam, kms, logs, kinesis, s3, firehose];
  const endpoint = createEndpoint({ kernel, iam, sts, services: parts.map(({ service }) => service) });
  const call = (service: string, action: string, input: Properties) => endpoint.call(callOf(service, action, input));
  const models = parts.flatMap(({ resources }) => resources);
  const create = (type: string, inputs: Properties) => register(models, type, inputs);
  const trust = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "firehose.amazonaws.com" } };
  await create("aws:iam/role:Role", { name: "delivery", assumeRolePolicy: policyOf(trust) });
  const grant = (...statements: readonly Properties[]) =>
    call("iam", "PutRolePolicy", {
      RoleName: "delivery",
      PolicyName: "p",
      PolicyDocument: policyOf(...statements),
    });
  /** The one object of a bucket. */
  const objectIn = async (Bucket: string): Promise<Properties> => {
    const { Contents } = await call("s3", "ListObjectsV2", { Bucket });
    // A listing's own output.
    const [{ Key } = {}] = Contents as readonly Properties[];
    return call("s3", "GetObject", { Bucket, Key });
  };
  return { kernel, call, create, grant, objectIn };
}

const allow = (action: string) => ({ Effect: "Allow", Action: action, Resource: "*" });

it("what is put into a delivery stream comes to an archive that locks it, once its role may", async () => {
  const { kernel, call, create, grant, objectIn } = await world();
  const toAccount = { Effect: "Allow", Action: "kms:*", Resource: "*", Principal: { AWS: accountId } };
  const key = await create("aws:kms/key:Key", { policy: policyOf(toAccount) });
  const kmsKeyArn = `arn:aws:kms:eu-west-1:${accountId}:key/${key.id}`;
  await create("aws:s3/bucket:Bucket", { bucket: "archive", objectLockEnabled: true });
  await create("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", {
    bucket: "archive",
    rule: { defaultRetention: { mode: "COMPLIANCE", days: 1 } },
  });
  await create("aws:cloudwatch/logGroup:LogGroup", { name: "/firehose" });
  await call("logs", "CreateLogStream", { logGroupName: "/firehose", logStreamName: "s3" });
  const logging = { enabled: true, logGroupName: "/firehose", logStreamName: "s3" };
  await create(streamType, {
    name: "journal",
    destination: "extended_s3",
    extendedS3Configuration: {
      bucketArn: "arn:aws:s3:::archive",
      roleArn,
      kmsKeyArn,
      bufferingInterval: 60,
      compressionFormat: "GZIP",
      cloudwatchLoggingOptions: logging,
    },
  });

  await grant(allow("logs:PutLogEvents"), allow("s3:PutObject"));
  const Data = Buffer.from("one payment").toString("base64");
  await call("firehose", "PutRecord", { DeliveryStreamName: "journal", Record: { Data } });
  await kernel.advance(60_000);
  const { events } = await call("logs", "GetLogEvents", { logGroupName: "/firehose", logStreamName: "s3" });
  expect(JSON.stringify(events)).toContain("not authorized to perform: kms:GenerateDataKey");
  await grant(allow("s3:PutObject"), allow("kms:GenerateDataKey"));
  await kernel.advance(5_000);
  const { Body, SSEKMSKeyId, ObjectLockMode } = await objectIn("archive");
  expect([SSEKMSKeyId, ObjectLockMode]).toEqual([kmsKeyArn, "COMPLIANCE"]);
  expect(Body instanceof Buffer && gunzipSync(Body).toString()).toBe("one payment");
});

it("what comes to a Kinesis stream goes on to the archive, read in a role that may", async () => {
  const { kernel, call, create, grant, objectIn } = await world();
  await create("aws:kinesis/stream:Stream", { name: "changes", shardCount: 2 });
  await create("aws:s3/bucket:Bucket", { bucket: "archive" });
  const kinesisStreamArn = `arn:aws:kinesis:eu-west-1:${accountId}:stream/changes`;
  await grant(...["kinesis:ListShards", "kinesis:GetShardIterator", "kinesis:GetRecords", "s3:PutObject"].map(allow));
  await create(streamType, {
    name: "journal",
    destination: "extended_s3",
    kinesisSourceConfiguration: { kinesisStreamArn, roleArn },
    extendedS3Configuration: { bucketArn: "arn:aws:s3:::archive", roleArn, bufferingInterval: 60 },
  });
  for (const text of ["one", "two", "three"]) {
    const Data = Buffer.from(text).toString("base64");
    await call("kinesis", "PutRecord", { StreamName: "changes", PartitionKey: text, Data });
  }
  await kernel.advance(60_000);
  const { Body } = await objectIn("archive");
  const text = String(Body);
  expect(["one", "two", "three"].every((one) => text.includes(one)) && text.length).toBe(11);
});
