import { rule } from "../../core/rule.ts";
import { documentAt } from "../../iam/document.ts";
import { grantsToAnyone } from "../../iam/exposure.ts";

/** No bus's policy lets everyone put events on it. */
export const disallowPublicBusPolicy = rule({
  name: "disallow-public-bus-policy",
  description: "Policies of event buses grant nothing to everyone.",
  types: ["aws:cloudwatch/eventBusPolicy:EventBusPolicy"],
  property: "cloudwatch.EventBusPolicy.policy",
  severity: "critical",
  level: "mandatory",
  reason: "Events of any AWS account would be taken for the system's own.",
  remediation: "Name the principals in `policy`, or narrow the statement by `aws:PrincipalOrgID`.",
  controls: {
    "pci-dss-4.0.1": ["1.4.4", "7.2.1", "7.3.3"],
    soc2: ["CC6.1", "CC6.6"],
    gdpr: ["25.2", "32.1.b"],
    "aws-fsbp": ["EventBridge.3"],
  },
  judge: ({ read }) => grantsToAnyone("The bus's policy", documentAt(read, "policy")),
});
