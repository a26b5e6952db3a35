import { rule } from "../../core/rule.ts";
import { documentAt } from "../../iam/document.ts";
import { grantsToAnyone } from "../../iam/exposure.ts";

/** No policy of a table or of a stream lets everyone in. */
export const disallowPublicTablePolicy = rule({
  name: "disallow-public-table-policy",
  description: "Resource policies of DynamoDB grant nothing to everyone.",
  types: ["aws:dynamodb/resourcePolicy:ResourcePolicy"],
  property: "dynamodb.ResourcePolicy.policy",
  severity: "critical",
  level: "mandatory",
  reason: "A policy for everyone lets any AWS account in the world read or write the items.",
  remediation: "Name the principals in `policy`, or narrow the statement by a condition such as `aws:PrincipalOrgID`.",
  controls: { "pci-dss-4.0.1": ["1.4.4", "7.2.1", "7.3.3"], soc2: ["CC6.1", "CC6.6"], gdpr: ["25.2", "32.1.b"] },
  judge: ({ read }) => grantsToAnyone("The table's policy", documentAt(read, "policy")),
});
