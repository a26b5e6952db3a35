import { rule } from "../../core/rule.ts";
import { documentAt } from "../../iam/document.ts";
import { faultsIn } from "../../iam/identity.ts";
import { namesAnyone } from "../../iam/public.ts";
import { isEverything } from "../../iam/resources.ts";

/** An endpoint lets through what is meant. */
export const disallowOpenEndpointPolicy = rule({
  name: "disallow-open-endpoint-policy",
  description: "Policies of VPC endpoints do not allow everyone everything.",
  types: ["aws:ec2/vpcEndpoint:VpcEndpoint", "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy"],
  property: "ec2.VpcEndpoint.policy",
  severity: "medium",
  level: "mandatory",
  reason:
    "Through an endpoint open to all, what was taken over in the network copies data into a bucket of somebody " +
    "else's account.",
  remediation:
    "Name in `policy` the actions and resources that are used through the endpoint, or a condition on " +
    "`aws:PrincipalOrgID` or `aws:ResourceOrgID`.",
  controls: { "pci-dss-4.0.1": ["1.3.1", "7.2.2"], soc2: ["CC6.6", "CC6.7"], gdpr: ["32.1.b"] },
  judge: ({ read }) =>
    faultsIn(documentAt(read, "policy")?.statements ?? [], (statement) => {
      const everything =
        statement.actions.some((action) => /^\*$|^[^:]+:\*$/.test(action)) && statement.resources.some(isEverything);
      return everything && namesAnyone(statement) && statement.conditions.length === 0
        ? "lets everyone do everything through the endpoint."
        : undefined;
    }),
});
