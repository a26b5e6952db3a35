import { rule } from "../../core/rule.ts";
import { documentAt } from "../../iam/document.ts";
import { grantsAnyone } from "../../iam/public.ts";

/** Who may put something into the logs is somebody. */
export const disallowPublicLogPolicy = rule({
  name: "disallow-public-log-policy",
  description: "Policies of logs and of their destinations name who may write.",
  types: [
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
    "aws:cloudwatch/logDestinationPolicy:LogDestinationPolicy",
    "aws:cloudwatch/logDeliveryDestinationPolicy:LogDeliveryDestinationPolicy",
    "aws:oam/sinkPolicy:SinkPolicy",
  ],
  property: "cloudwatch.LogResourcePolicy.policyDocument",
  severity: "high",
  level: "mandatory",
  reason: "Whoever may write into a log can hide what happened in noise, or feed lies to what reads it.",
  remediation: "Name accounts or services in the policy's `Principal`, or narrow it by `aws:PrincipalOrgID`.",
  controls: { "pci-dss-4.0.1": ["7.3.3", "10.3.2"], soc2: ["CC6.1"], gdpr: ["25.2"] },
  judge: ({ read }) => {
    const documents = ["policyDocument", "accessPolicy", "deliveryDestinationPolicy", "policy"].map((name) =>
      documentAt(read, name),
    );
    const open = documents.some((document) => document?.statements.some(grantsAnyone) === true);
    return open ? "The policy lets everyone write." : undefined;
  },
});
