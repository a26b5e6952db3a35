import { UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import {
  blocked,
  bucket,
  bucketPolicy,
  inlineBucket,
  inlineBucketV2,
  policyRefusing,
  policyWithoutDeny,
  settings,
  settingsBut,
} from "./compliant.ts";
import { requireBucketTls } from "./require-bucket-tls.ts";

/** Buckets that refuse plaintext, do not, or leave it to a policy of its own. */
export const fixtures: Fixtures = {
  rule: requireBucketTls,
  compliant: {
    inline: { properties: inlineBucket, companions: blocked },
    "inline in version 2": { type: "aws:s3/bucketV2:BucketV2", properties: inlineBucketV2, companions: blocked },
    "in a policy of its own": { properties: bucket, companions: settingsBut() },
    "that policy": { type: settings.policy.type, properties: bucketPolicy },
    "two actions": {
      type: settings.policy.type,
      properties: { ...bucket, policy: policyRefusing({ Action: ["s3:Get*", "s3:Put*"], Principal: { AWS: "*" } }) },
    },
  },
  violating: {
    "no policy": {
      properties: bucket,
      companions: settingsBut("policy"),
      faults: ["The bucket takes requests without TLS."],
    },
    "a policy without it": {
      type: settings.policy.type,
      properties: { ...bucket, policy: policyWithoutDeny },
      faults: ["The bucket takes requests without TLS."],
    },
    "for reading alone": {
      type: settings.policy.type,
      properties: { ...bucket, policy: policyRefusing({ Action: "s3:GetObject" }) },
      faults: ["The bucket takes requests without TLS."],
    },
    "an old TLS is denied, none is not": {
      type: settings.policy.type,
      properties: { ...bucket, policy: policyRefusing({ Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } } }) },
      faults: ["The bucket takes requests without TLS."],
    },
  },
  unknown: {
    policy: { type: settings.policy.type, properties: { ...bucket, policy: UNKNOWN }, path: "policy" },
  },
};
