import { rule } from "../../core/rule.ts";
import { faultsOfEach } from "../../core/faults.ts";
import { referenceAt } from "../../core/reference.ts";
import { keyFault } from "../kms/customer-key.ts";
import { BUCKETS, isBucket } from "./bucket.ts";

/** What is copied to another bucket is encrypted there with a customer's key. */
export const requireReplicationCustomerKey = rule({
  name: "require-replication-customer-key",
  description: "Replications of S3 buckets name a customer managed key for the copies.",
  types: [...BUCKETS, "aws:s3/bucketReplicationConfig:BucketReplicationConfig"],
  property: "s3.BucketReplicationConfig.rules.destination.encryptionConfiguration",
  severity: "medium",
  level: "advisory",
  reason:
    "Without a key for the copies, files under a customer's key are not copied at all, and others lie outside it.",
  remediation:
    "Set `destination.encryptionConfiguration.replicaKmsKeyId` to a customer managed key of the copy's region.",
  controls: { "pci-dss-4.0.1": ["3.5.1"], soc2: ["CC6.1"], gdpr: ["32.1.a", "44"] },
  scope: "stack",
  judge: (given) => {
    const { read } = given;
    const within = read.block("replicationConfiguration") ?? read.block("replicationConfigurations");
    const rules = isBucket(given) ? (within?.blocks("rules") ?? []) : read.blocks("rules");
    return faultsOfEach(rules, (one) => {
      if (one.text("status") === "Disabled") return undefined;
      const destination = one.block("destination") ?? one.block("destinations");
      const encryption = destination?.block("encryptionConfiguration") ?? destination;
      const bucket = referenceAt(given, destination ?? one, "bucket", ...BUCKETS) ?? "another bucket";
      return keyFault(`The copy in ${nameOf(bucket)}`, given, encryption, "replicaKmsKeyId");
    });
  },
});

function nameOf(bucket: string): string {
  return bucket.split(":").at(-1) ?? bucket;
}
