import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { blocked, bucket, inlineBucket, inlineBucketV2, replication, settingsBut } from "./compliant.ts";
import { requireReplicationCustomerKey } from "./require-replication-customer-key.ts";

/** Replications with and without keys, in every form. */
export const fixtures: Fixtures = {
  rule: requireReplicationCustomerKey,
  compliant: {
    "no replication": { properties: bucket, companions: settingsBut() },
    "as a resource of its own": {
      type: "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
      properties: replication,
    },
    inline: {
      properties: changed(inlineBucket, {
        replicationConfiguration: {
          role: replication["role"],
          rules: [
            { status: "Enabled", destination: { bucket: "arn:aws:s3:::copies", replicaKmsKeyId: "alias/copies" } },
          ],
        },
      }),
      companions: blocked,
    },
    "inline in version 2, one of two switched off": {
      type: "aws:s3/bucketV2:BucketV2",
      properties: changed(inlineBucketV2, {
        replicationConfigurations: [
          {
            role: replication["role"],
            rules: [
              { status: "Disabled", destinations: [{ bucket: "arn:aws:s3:::copies" }] },
              { status: "Enabled", destinations: [{ bucket: "arn:aws:s3:::copies", replicaKmsKeyId: "alias/copies" }] },
            ],
          },
        ],
      }),
      companions: blocked,
    },
  },
  violating: {
    "no key": {
      type: "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
      properties: changed(replication, {
        rules: [{ id: "all", status: "Enabled", destination: { bucket: "arn:aws:s3:::orders-replica" } }],
      }),
      faults: ["The copy in orders-replica is not encrypted with a customer managed key."],
    },
    "no key, inline": {
      properties: changed(inlineBucket, {
        replicationConfiguration: {
          role: replication["role"],
          rules: [{ status: "Enabled", destination: { bucket: "arn:aws:s3:::copies" } }],
        },
      }),
      companions: blocked,
      faults: ["The copy in copies is not encrypted with a customer managed key."],
    },
  },
  unknown: {
    key: {
      type: "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
      properties: changed(replication, {
        rules: [
          {
            status: "Enabled",
            destination: {
              bucket: "arn:aws:s3:::copies",
              encryptionConfiguration: { replicaKmsKeyId: UNKNOWN },
            },
          },
        ],
      }),
      path: "rules[0].destination.encryptionConfiguration.replicaKmsKeyId",
    },
  },
};
