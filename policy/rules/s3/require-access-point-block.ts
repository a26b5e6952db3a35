import { rule } from "../../core/rule.ts";
import { faultsOfEach } from "../../core/faults.ts";

/** No access point opens a way around its bucket. */
export const requireAccessPointBlock = rule({
  name: "require-access-point-block",
  description: "Access points of S3 block public access.",
  types: ["aws:s3/accessPoint:AccessPoint", "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint"],
  property: "s3.AccessPoint.publicAccessBlockConfiguration",
  severity: "high",
  level: "mandatory",
  reason: "An access point has a block of its own, which cannot be changed later, and a policy past the bucket's.",
  remediation:
    "Leave `publicAccessBlockConfiguration` (`details.publicAccessBlock`) out, or set its four properties to true.",
  controls: {
    "pci-dss-4.0.1": ["1.4.4", "7.3.3"],
    soc2: ["CC6.1", "CC6.6"],
    gdpr: ["25.2"],
    "aws-fsbp": ["S3.19", "S3.24"],
  },
  judge: ({ read }) => {
    const block = read.block("publicAccessBlockConfiguration") ?? read.block("details")?.block("publicAccessBlock");
    return faultsOfEach(["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"], (name) =>
      block?.flag(name) === false ? `The access point sets ${name} to false.` : undefined,
    );
  },
});
