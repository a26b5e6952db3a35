import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { blocked, bucket, encryption, inlineBucket, inlineBucketV2, settings, settingsBut } from "./compliant.ts";
import { requireBucketKey } from "./require-bucket-key.ts";

/** Encryption with and without bucket keys. */
export const fixtures: Fixtures = {
  rule: requireBucketKey,
  compliant: {
    on: { type: settings.encryption.type, properties: encryption },
    "nothing inline": { properties: bucket, companions: settingsBut() },
    inline: { properties: inlineBucket, companions: blocked },
    "inline in version 2": { type: "aws:s3/bucketV2:BucketV2", properties: inlineBucketV2, companions: blocked },
    "a resource of version 2": {
      type: "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
      properties: encryption,
    },
  },
  violating: {
    "nothing said": {
      type: settings.encryption.type,
      properties: changed(encryption, {
        rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: "alias/orders" } }],
      }),
      faults: ["The bucket asks KMS for every file: it has no bucket key."],
    },
    "off, inline": {
      properties: changed(inlineBucket, {
        serverSideEncryptionConfiguration: {
          rule: {
            applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: "alias/orders" },
            bucketKeyEnabled: false,
          },
        },
      }),
      companions: blocked,
      faults: ["The bucket asks KMS for every file: it has no bucket key."],
    },
  },
  unknown: {
    it: {
      type: settings.encryption.type,
      properties: changed(encryption, {
        rules: [
          {
            applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: "alias/orders" },
            bucketKeyEnabled: UNKNOWN,
          },
        ],
      }),
      path: "rules[0].bucketKeyEnabled",
    },
  },
};
