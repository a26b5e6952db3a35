import { rule } from "../../core/rule.ts";
import { OBJECTS } from "./bucket.ts";

/** No file steps back from its bucket's key to S3's own. */
export const disallowWeakerObjectEncryption = rule({
  name: "disallow-weaker-object-encryption",
  description: "Objects in S3 do not ask for S3's own keys in place of their bucket's key.",
  types: [...OBJECTS],
  property: "s3.BucketObjectv2.serverSideEncryption",
  severity: "low",
  level: "mandatory",
  reason: "What a file says of its encryption comes before what its bucket says, and so it lies outside the key.",
  remediation: 'Leave `serverSideEncryption` out, or set it to "aws:kms".',
  controls: { "pci-dss-4.0.1": ["3.5.1"], soc2: ["CC6.1"], gdpr: ["32.1.a"] },
  judge: ({ read }) => {
    if (read.text("serverSideEncryption") !== "AES256") return undefined;
    return "The object is encrypted with S3's own keys, whatever its bucket's key.";
  },
});
