import { rule } from "../../core/rule.ts";

/** Lists of what is in a bucket are encrypted as the bucket is. */
export const requireInventoryEncryption = rule({
  name: "require-inventory-encryption",
  description: "Inventories of S3 buckets are encrypted with KMS.",
  types: ["aws:s3/inventory:Inventory"],
  property: "s3.Inventory.destination.bucket.encryption",
  severity: "low",
  level: "advisory",
  reason: "Names of files tell of customers and cases, and an inventory is all of them in one file.",
  remediation: "Set `destination.bucket.encryption.sseKms.keyId` to a customer managed key.",
  controls: { "pci-dss-4.0.1": ["3.5.1"], soc2: ["CC6.1"], gdpr: ["32.1.a"] },
  judge: ({ read }) => {
    const encryption = read.block("destination")?.block("bucket")?.block("encryption");
    return encryption?.block("sseKms") === undefined ? "The inventory is not encrypted with a KMS key." : undefined;
  },
});
