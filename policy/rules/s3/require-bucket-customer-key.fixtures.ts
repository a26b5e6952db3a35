import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { blocked, bucket, encryption, inlineBucket, inlineBucketV2, settings, settingsBut } from "./compliant.ts";
import { requireBucketCustomerKey } from "./require-bucket-customer-key.ts";

/** Buckets with a customer's key, with AWS's and with S3's, in every form. */
export const fixtures: Fixtures = {
  rule: requireBucketCustomerKey,
  compliant: {
    "as a resource of its own": { properties: bucket, companions: settingsBut() },
    "that resource": { type: settings.encryption.type, properties: encryption },
    inline: { properties: inlineBucket, companions: blocked },
    "inline in version 2": { type: "aws:s3/bucketV2:BucketV2", properties: inlineBucketV2, companions: blocked },
    "a resource of version 2": {
      type: "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
      properties: encryption,
    },
    "with two layers": {
      type: settings.encryption.type,
      properties: changed(encryption, {
        rules: [
          { applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms:dsse", kmsMasterKeyId: "alias/orders" } },
        ],
      }),
    },
    "a key of this program that is not there yet": {
      type: settings.encryption.type,
      properties: changed(encryption, {
        rules: [
          {
            applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: UNKNOWN },
            bucketKeyEnabled: true,
          },
        ],
      }),
      madeFrom: { rules: ["key"] },
      companions: [{ type: "aws:kms/key:Key", name: "key", properties: {} }],
    },
    "S3's own keys, where the logs of other buckets go": {
      properties: bucket,
      companions: [
        ...settingsBut("encryption", "logging"),
        {
          type: "aws:s3/bucketLogging:BucketLogging",
          name: "others",
          properties: { bucket: "carts", targetBucket: bucket["bucket"], targetPrefix: "carts/" },
        },
      ],
    },
  },
  violating: {
    "nothing said, which is S3's own keys": {
      properties: bucket,
      companions: settingsBut("encryption"),
      faults: ["The bucket is not encrypted with a customer managed key."],
    },
    "S3's own keys": {
      type: settings.encryption.type,
      properties: changed(encryption, {
        rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
      }),
      faults: ["The bucket is not encrypted with a customer managed key."],
    },
    "AWS's key, by its name": {
      type: settings.encryption.type,
      properties: changed(encryption, {
        rules: [
          {
            applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: "alias/aws/s3" },
            bucketKeyEnabled: true,
          },
        ],
      }),
      faults: ["The bucket is encrypted with the key that AWS manages."],
    },
    "AWS's key, as no other is named": {
      properties: changed(inlineBucket, {
        serverSideEncryptionConfiguration: {
          rule: { applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" }, bucketKeyEnabled: true },
        },
      }),
      companions: blocked,
      faults: ["The bucket is not encrypted with a customer managed key."],
    },
    "S3's own keys, inline in version 2": {
      type: "aws:s3/bucketV2:BucketV2",
      properties: changed(inlineBucketV2, {
        serverSideEncryptionConfigurations: [
          { rules: [{ applyServerSideEncryptionByDefaults: [{ sseAlgorithm: "AES256" }] }] },
        ],
      }),
      companions: blocked,
      faults: ["The bucket is not encrypted with a customer managed key."],
    },
  },
  unknown: {
    key: {
      type: settings.encryption.type,
      properties: changed(encryption, {
        rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: UNKNOWN } }],
      }),
      path: "rules[0].applyServerSideEncryptionByDefault.kmsMasterKeyId",
    },
    "which bucket it is": { properties: { bucket: UNKNOWN }, companions: settingsBut(), path: "bucket" },
  },
};
