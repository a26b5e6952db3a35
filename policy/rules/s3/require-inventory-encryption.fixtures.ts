import { UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { bucket } from "./compliant.ts";
import { requireInventoryEncryption } from "./require-inventory-encryption.ts";

/** Inventories with and without keys. */
export const fixtures: Fixtures = {
  rule: requireInventoryEncryption,
  compliant: {
    "a key": {
      properties: {
        ...bucket,
        includedObjectVersions: "All",
        schedule: { frequency: "Daily" },
        destination: {
          bucket: { format: "ORC", bucketArn: "arn:aws:s3:::lists", encryption: { sseKms: { keyId: "alias/lists" } } },
        },
      },
    },
  },
  violating: {
    "nothing said": {
      properties: {
        ...bucket,
        includedObjectVersions: "All",
        schedule: { frequency: "Daily" },
        destination: { bucket: { format: "ORC", bucketArn: "arn:aws:s3:::lists" } },
      },
      faults: ["The inventory is not encrypted with a KMS key."],
    },
    "S3's own keys": {
      properties: {
        ...bucket,
        includedObjectVersions: "All",
        schedule: { frequency: "Daily" },
        destination: { bucket: { format: "ORC", bucketArn: "arn:aws:s3:::lists", encryption: { sseS3: {} } } },
      },
      faults: ["The inventory is not encrypted with a KMS key."],
    },
  },
  unknown: {
    destination: { properties: { ...bucket, destination: UNKNOWN }, path: "destination" },
  },
};
