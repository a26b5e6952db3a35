import { rule } from "../../core/rule.ts";
import { PUBLIC_ACCESS_BLOCKS } from "./bucket.ts";

/** Lists that make something public are not heeded. */
export const requireIgnorePublicAcls = rule({
  name: "require-ignore-public-acls",
  description: "Public access blocks of S3 ignore public ACLs.",
  types: [...PUBLIC_ACCESS_BLOCKS],
  property: "s3.BucketPublicAccessBlock.ignorePublicAcls",
  severity: "high",
  level: "mandatory",
  reason: "What was made public before the block stays public unless such lists are ignored.",
  remediation: "Set `ignorePublicAcls` to true.",
  controls: {
    "pci-dss-4.0.1": ["1.4.4", "7.3.3"],
    soc2: ["CC6.1", "CC6.6"],
    gdpr: ["25.2"],
    "aws-fsbp": ["S3.1", "S3.8"],
  },
  judge: ({ read }) => (read.flag("ignorePublicAcls") === true ? undefined : "Public ACLs that are there are heeded."),
  remediate: (properties) =>
    String(properties["ignorePublicAcls"]) === "true" ? properties : { ...properties, ignorePublicAcls: true },
});
