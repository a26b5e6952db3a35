import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { bucket, object } from "./compliant.ts";
import { disallowWeakerObjectEncryption } from "./disallow-weaker-object-encryption.ts";

/** Files and how they say they are encrypted. */
export const fixtures: Fixtures = {
  rule: disallowWeakerObjectEncryption,
  compliant: {
    "as its bucket": { properties: object },
    "with KMS": {
      type: "aws:s3/bucketObject:BucketObject",
      properties: changed(object, { serverSideEncryption: "aws:kms", kmsKeyId: "alias/orders" }),
    },
    "a copy": {
      type: "aws:s3/objectCopy:ObjectCopy",
      properties: { ...bucket, key: "copy.json", source: "orders-111122223333/rates.json" },
    },
  },
  violating: {
    "S3's own keys": {
      properties: changed(object, { serverSideEncryption: "AES256" }),
      faults: ["The object is encrypted with S3's own keys, whatever its bucket's key."],
    },
  },
  unknown: {
    it: { properties: changed(object, { serverSideEncryption: UNKNOWN }), path: "serverSideEncryption" },
  },
};
