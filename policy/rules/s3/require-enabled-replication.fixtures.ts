import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { blocked, bucket, inlineBucket, inlineBucketV2, replication, settingsBut } from "./compliant.ts";
import { requireEnabledReplication } from "./require-enabled-replication.ts";

/** Replications that are on and off. */
export const fixtures: Fixtures = {
  rule: requireEnabledReplication,
  compliant: {
    "no replication": { properties: bucket, companions: settingsBut() },
    "on, as a resource of its own": {
      type: "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
      properties: replication,
    },
    "none in version 2": { type: "aws:s3/bucketV2:BucketV2", properties: inlineBucketV2, companions: blocked },
  },
  violating: {
    off: {
      type: "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
      properties: changed(replication, {
        rules: [{ status: "Disabled", destination: { bucket: "arn:aws:s3:::orders-replica" } }],
      }),
      faults: ["The bucket's replication is switched off."],
    },
    "off, inline": {
      properties: changed(inlineBucket, {
        replicationConfiguration: {
          role: replication["role"],
          rules: [{ status: "Disabled", destination: { bucket: "arn:aws:s3:::copies" } }],
        },
      }),
      companions: blocked,
      faults: ["The bucket's replication is switched off."],
    },
  },
  unknown: {
    status: {
      type: "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
      properties: changed(replication, {
        rules: [{ status: UNKNOWN, destination: { bucket: "arn:aws:s3:::orders-replica" } }],
      }),
      path: "rules[0].status",
    },
  },
};
