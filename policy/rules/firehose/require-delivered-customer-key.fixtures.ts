import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { deliveryStream, httpDestination, s3Destination, webStream } from "./compliant.ts";
import { requireDeliveredCustomerKey } from "./require-delivered-customer-key.ts";

/** Buckets of deliveries with and without keys. */
export const fixtures: Fixtures = {
  rule: requireDeliveredCustomerKey,
  compliant: {
    "to S3": { properties: deliveryStream },
    "for what failed": { properties: webStream },
    "no key, to a bucket of this stack": {
      properties: changed(deliveryStream, {
        extendedS3Configuration: changed(s3Destination, { kmsKeyArn: undefined }),
      }),
      companions: [{ type: "aws:s3/bucket:Bucket", name: "deliveries", properties: { bucket: "deliveries" } }],
    },
  },
  violating: {
    "no key": {
      properties: changed(deliveryStream, {
        extendedS3Configuration: changed(s3Destination, { kmsKeyArn: undefined }),
      }),
      faults: ["What is delivered is not encrypted with a customer managed key, in extendedS3Configuration."],
    },
    "AWS's key, for what failed": {
      properties: changed(webStream, {
        httpEndpointConfiguration: changed(httpDestination, {
          s3Configuration: {
            roleArn: "arn:aws:iam::111122223333:role/delivery",
            bucketArn: "arn:aws:s3:::deliveries",
            kmsKeyArn: "arn:aws:kms:eu-west-1:111122223333:alias/aws/s3",
          },
        }),
      }),
      faults: [
        "What is delivered is encrypted with the key that AWS manages, in httpEndpointConfiguration.s3Configuration.",
      ],
    },
  },
  unknown: {
    key: {
      properties: changed(deliveryStream, {
        extendedS3Configuration: changed(s3Destination, { kmsKeyArn: UNKNOWN }),
      }),
      path: "extendedS3Configuration.kmsKeyArn",
    },
  },
};
