import { rule } from "../../core/rule.ts";
import { allowsOnAll, IDENTITY_TYPES } from "../../iam/identity.ts";

/** Objects are read and written by bucket. */
export const disallowObjectsOfAllBuckets = rule({
  name: "disallow-objects-of-all-buckets",
  description: "Reading, writing and deleting S3 objects is allowed in named buckets only.",
  types: IDENTITY_TYPES,
  property: "iam.identity.s3.Resource",
  severity: "high",
  level: "mandatory",
  reason: "One function that is taken over should lose its own bucket, not the objects of every bucket of the account.",
  remediation: "Name the bucket in `Resource`: `arn:aws:s3:::<bucket>/*`.",
  controls: {
    "pci-dss-4.0.1": ["7.2.1", "7.2.5"],
    soc2: ["CC6.1", "CC6.3"],
    gdpr: ["25.2", "32.1.b"],
    psd2: ["RTS 22"],
  },
  judge: ({ resource }) => allowsOnAll(resource, "objects"),
});
