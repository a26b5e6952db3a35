import { rule } from "../../core/rule.ts";
import { documentAt } from "../../iam/document.ts";
import { grantsToAnyone } from "../../iam/exposure.ts";

/** No stream's policy lets everyone read or write. */
export const disallowPublicStreamPolicy = rule({
  name: "disallow-public-stream-policy",
  description: "Policies of Kinesis data streams and of their consumers grant nothing to everyone.",
  types: ["aws:kinesis/resourcePolicy:ResourcePolicy"],
  property: "kinesis.ResourcePolicy.policy",
  severity: "critical",
  level: "mandatory",
  reason: "Anybody's AWS account could read every record, or write some that consumers believe.",
  remediation: "Name the principals in `policy`, or narrow the statement by a condition such as `aws:PrincipalOrgID`.",
  controls: { "pci-dss-4.0.1": ["1.4.4", "7.2.1", "7.3.3"], soc2: ["CC6.1", "CC6.6"], gdpr: ["25.2", "32.1.b"] },
  judge: ({ read }) => grantsToAnyone("The stream's policy", documentAt(read, "policy")),
});
