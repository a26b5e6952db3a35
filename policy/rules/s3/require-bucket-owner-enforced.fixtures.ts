import { UNKNOWN, type Companion, type Fixtures } from "../../core/fixtures.ts";
import { bucket } from "./compliant.ts";
import { requireBucketOwnerEnforced } from "./require-bucket-owner-enforced.ts";

const preferred = { properties: { bucket: "logs", rule: { objectOwnership: "BucketOwnerPreferred" } } };
const logs: Companion = { type: "aws:s3/bucket:Bucket", name: "logs", properties: { bucket: "logs" } };
const delivery: Companion = {
  type: "aws:s3/bucketAcl:BucketAcl",
  name: "delivery",
  properties: { bucket: "logs", acl: "log-delivery-write" },
};
const distribution: Companion = {
  type: "aws:cloudfront/distribution:Distribution",
  name: "shop",
  properties: { loggingConfig: { bucket: UNKNOWN } },
  madeFrom: { loggingConfig: ["logs"] },
};

/** Who owns files. */
export const fixtures: Fixtures = {
  rule: requireBucketOwnerEnforced,
  compliant: {
    enforced: { properties: { ...bucket, rule: { objectOwnership: "BucketOwnerEnforced" } } },
    "a bucket that CloudFront logs to": { ...preferred, companions: [logs, distribution] },
    "a bucket that the delivery group logs to": { ...preferred, companions: [logs, delivery] },
  },
  violating: {
    "a bucket with another list": {
      ...preferred,
      companions: [logs, { ...delivery, properties: { bucket: "logs", acl: "private" } }],
      faults: ["Access control lists are on: ownership is BucketOwnerPreferred."],
    },
    preferred: {
      properties: { ...bucket, rule: { objectOwnership: "BucketOwnerPreferred" } },
      faults: ["Access control lists are on: ownership is BucketOwnerPreferred."],
    },
    "the writer's": {
      properties: { ...bucket, rule: { objectOwnership: "ObjectWriter" } },
      faults: ["Access control lists are on: ownership is ObjectWriter."],
    },
  },
  unknown: {
    it: { properties: { ...bucket, rule: { objectOwnership: UNKNOWN } }, path: "rule.objectOwnership" },
  },
};
