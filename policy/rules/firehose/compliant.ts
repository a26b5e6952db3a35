import type { Properties } from "../../core/fixtures.ts";

const key = "arn:aws:kms:eu-west-1:111122223333:key/0b5e9d6c-6d3c-4a53-9f9c-1f2e3d4c5b6a";
const roleArn = "arn:aws:iam::111122223333:role/delivery";

/** A destination in S3. */
export const s3Destination: Properties = {
  roleArn,
  bucketArn: "arn:aws:s3:::deliveries",
  kmsKeyArn: key,
  prefix: "orders/",
  errorOutputPrefix: "failed/!{firehose:error-output-type}/",
  cloudwatchLoggingOptions: { enabled: true, logGroupName: "/aws/kinesisfirehose/orders", logStreamName: "s3" },
};

/** A destination on the web. */
export const httpDestination: Properties = {
  roleArn,
  url: "https://collector.example.com/orders",
  secretsManagerConfiguration: {
    enabled: true,
    secretArn: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:collector-AbCdEf",
    roleArn,
  },
  s3BackupMode: "FailedDataOnly",
  s3Configuration: { roleArn, bucketArn: "arn:aws:s3:::deliveries", kmsKeyArn: key },
  cloudwatchLoggingOptions: { enabled: true, logGroupName: "/aws/kinesisfirehose/orders", logStreamName: "http" },
};

/** How a delivery stream encrypts with a customer's key. */
export const serverSideEncryption: Properties = { enabled: true, keyType: "CUSTOMER_MANAGED_CMK", keyArn: key };

/** A delivery stream to S3 that every rule of the pack is content with. */
export const deliveryStream: Properties = {
  name: "orders",
  destination: "extended_s3",
  serverSideEncryption,
  extendedS3Configuration: s3Destination,
};

/** A delivery stream to the web that every rule of the pack is content with. */
export const webStream: Properties = {
  name: "orders",
  destination: "http_endpoint",
  serverSideEncryption,
  httpEndpointConfiguration: httpDestination,
};
