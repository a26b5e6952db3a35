import { rule } from "../../core/rule.ts";
import { PUBLIC_ACCESS_BLOCKS } from "./bucket.ts";

/** New lists that make something public are refused. */
export const requireBlockPublicAcls = rule({
  name: "require-block-public-acls",
  description: "Public access blocks of S3 refuse public ACLs.",
  types: [...PUBLIC_ACCESS_BLOCKS],
  property: "s3.BucketPublicAccessBlock.blockPublicAcls",
  severity: "high",
  level: "mandatory",
  reason: "A public ACL on one file opens it, and nobody who looks at the bucket sees it.",
  remediation: "Set `blockPublicAcls` to true.",
  controls: {
    "pci-dss-4.0.1": ["1.4.4", "7.3.3"],
    soc2: ["CC6.1", "CC6.6"],
    gdpr: ["25.2"],
    "aws-fsbp": ["S3.1", "S3.8"],
  },
  judge: ({ read }) => (read.flag("blockPublicAcls") === true ? undefined : "New public ACLs are accepted."),
  remediate: (properties) =>
    String(properties["blockPublicAcls"]) === "true" ? properties : { ...properties, blockPublicAcls: true },
});
