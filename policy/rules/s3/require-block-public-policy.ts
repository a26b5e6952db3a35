import { rule } from "../../core/rule.ts";
import { PUBLIC_ACCESS_BLOCKS } from "./bucket.ts";

/** New policies that make a bucket public are refused. */
export const requireBlockPublicPolicy = rule({
  name: "require-block-public-policy",
  description: "Public access blocks of S3 refuse public policies.",
  types: [...PUBLIC_ACCESS_BLOCKS],
  property: "s3.BucketPublicAccessBlock.blockPublicPolicy",
  severity: "high",
  level: "mandatory",
  reason: "One careless statement in a policy opens every file of the bucket.",
  remediation: "Set `blockPublicPolicy` to true.",
  controls: {
    "pci-dss-4.0.1": ["1.4.4", "7.3.3"],
    soc2: ["CC6.1", "CC6.6"],
    gdpr: ["25.2"],
    "aws-fsbp": ["S3.1", "S3.8"],
  },
  judge: ({ read }) => (read.flag("blockPublicPolicy") === true ? undefined : "New public policies are accepted."),
  remediate: (properties) =>
    String(properties["blockPublicPolicy"]) === "true" ? properties : { ...properties, blockPublicPolicy: true },
});
