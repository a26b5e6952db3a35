import { beforeAll, describe, expect, it } from "vitest";
import { below, evaluateStack, inputsOf, type Evaluation } from "./evaluate.ts";

let eu: Evaluation;
beforeAll(async () => {
  eu = await evaluateStack("prod-eu");
});

const bucketArn = "arn:aws:s3:::prod-eu-archive-111122223333";

describe("the archive of a cell", () => {
  it("is made of these", () => {
    expect(below(eu, "Archive eu-archive").filter((one) => !/ eu-archive-seal/.test(one))).toEqual([
      "Alias eu-archive-countersign",
      "FirehoseDeliveryStream eu-archive",
      "Key eu-archive-countersign",
      "LogGroup eu-archive-delivery",
      "LogMetricFilter eu-archive-dead-letters",
      "LogStream eu-archive-delivery",
      "PrivateBucket eu-archive",
      "Role eu-archive-delivery",
      "RolePolicy eu-archive-delivery",
      "Bucket eu-archive",
      "BucketLifecycleConfiguration eu-archive",
      "BucketObjectLockConfiguration eu-archive",
      "BucketPolicy eu-archive",
      "BucketPublicAccessBlock eu-archive",
      "BucketServerSideEncryptionConfiguration eu-archive",
      "BucketVersioning eu-archive",
    ]);
  });

  it("takes every change of the journal stream, a line each, under keys by day", () => {
    expect(inputsOf(eu, "FirehoseDeliveryStream", "eu-archive")).toMatchObject({
      name: "prod-eu-archive",
      destination: "extended_s3",
      kinesisSourceConfiguration: { kinesisStreamArn: "arn:aws:kinesis:eu-west-1:111122223333:stream/prod-eu-journal" },
      extendedS3Configuration: {
        prefix: "journal/!{timestamp:yyyy/MM/dd}/",
        errorOutputPrefix: "errors/!{timestamp:yyyy/MM/dd}/!{firehose:error-output-type}/",
        bufferingInterval: 60,
        compressionFormat: "GZIP",
        processingConfiguration: { enabled: true, processors: [{ type: "AppendDelimiterToRecord" }] },
        cloudwatchLoggingOptions: { enabled: true, logStreamName: "s3" },
      },
    });
  });

  it("locks what comes, as the stack says, and for ten years where it says nothing", async () => {
    const lock = (evaluation: Evaluation) =>
      inputsOf(evaluation, "BucketObjectLockConfiguration", "eu-archive")["rule"];
    expect(inputsOf(eu, "Bucket", "eu-archive")["objectLockEnabled"]).toBe(true);
    expect(lock(eu)).toEqual({ defaultRetention: { mode: "GOVERNANCE", days: 1 } });
  });

  it("is reached over TLS alone, and takes a manifest only where none is", () => {
    const { Statement } = JSON.parse(String(inputsOf(eu, "BucketPolicy", "eu-archive")["policy"]));
    expect(Statement).toEqual([
      expect.objectContaining({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }),
      {
        Sid: "ManifestsOnce",
        Effect: "Deny",
        Principal: "*",
        Action: ["s3:PutObject"],
        Resource: [`${bucketArn}/manifests/*`],
        Condition: { Null: { "s3:if-none-match": "true" } },
      },
    ]);
  });

  it("is sealed every five minutes, and countersigns by a key that never leaves KMS", () => {
    expect(inputsOf(eu, "Schedule", "eu-archive-sealing")).toMatchObject({
      name: "prod-eu-archive",
      scheduleExpression: "rate(5 minutes)",
      target: { arn: "arn:aws:lambda:eu-west-1:111122223333:function:prod-eu-archive" },
    });
    expect(inputsOf(eu, "Key", "eu-archive-countersign")).toMatchObject({
      customerMasterKeySpec: "ECC_NIST_P256",
      keyUsage: "SIGN_VERIFY",
    });
  });

  it("calls somebody when it is behind, gets nothing, is not sealed, or something came to its error prefix", () => {
    const alarms = below(eu, "Alarms eu-alarms").filter((one) => one.includes("archive"));
    expect(alarms).toEqual([
      "MetricAlarm prod-eu-archive-behind",
      "MetricAlarm prod-eu-archive-dead-letters",
      "MetricAlarm prod-eu-archive-delivery-silent",
      "MetricAlarm prod-eu-archive-errors",
      "MetricAlarm prod-eu-archive-silent",
      "MetricAlarm prod-eu-archive-throttles",
    ]);
    expect(inputsOf(eu, "LogMetricFilter", "eu-archive-dead-letters")).toMatchObject({
      logGroupName: "/aws/lambda/prod-eu-archive",
      pattern: '"records came to the error prefix"',
      metricTransformation: { name: "prod-eu-archive-dead-letters", namespace: "PaymentCells" },
    });
  });
});
