import { rule } from "../../core/rule.ts";
import { documentAt } from "../../iam/document.ts";
import { grantsToAnyone } from "../../iam/exposure.ts";

/** No access point's policy lets everyone in. */
export const disallowPublicAccessPointPolicy = rule({
  name: "disallow-public-access-point-policy",
  description: "Policies of S3's access points grant nothing to everyone.",
  types: [
    "aws:s3/accessPoint:AccessPoint",
    "aws:s3control/accessPointPolicy:AccessPointPolicy",
    "aws:s3control/objectLambdaAccessPointPolicy:ObjectLambdaAccessPointPolicy",
    "aws:s3control/multiRegionAccessPointPolicy:MultiRegionAccessPointPolicy",
  ],
  property: "s3.AccessPoint.policy",
  severity: "critical",
  level: "mandatory",
  reason: "A public access point is a public bucket by another address.",
  remediation: "Name the principals in `policy`, or narrow the statement by a condition such as `aws:PrincipalOrgID`.",
  controls: { "pci-dss-4.0.1": ["1.4.4", "7.2.1", "7.3.3"], soc2: ["CC6.1", "CC6.6"], gdpr: ["25.2", "32.1.b"] },
  judge: ({ read }) => {
    const details = read.block("details");
    return grantsToAnyone("The access point's policy", documentAt(details ?? read, "policy"));
  },
});
