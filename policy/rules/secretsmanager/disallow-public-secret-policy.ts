import { rule } from "../../core/rule.ts";
import { documentAt } from "../../iam/document.ts";
import { grantsToAnyone } from "../../iam/exposure.ts";

/** No secret's policy lets everyone read it. */
export const disallowPublicSecretPolicy = rule({
  name: "disallow-public-secret-policy",
  description: "Policies of secrets grant nothing to everyone.",
  types: ["aws:secretsmanager/secret:Secret", "aws:secretsmanager/secretPolicy:SecretPolicy"],
  property: "secretsmanager.Secret.policy",
  severity: "critical",
  level: "mandatory",
  reason: "A secret that any AWS account may read is none.",
  remediation: "Name the principals in `policy`, or narrow the statement by a condition such as `aws:PrincipalOrgID`.",
  controls: {
    "pci-dss-4.0.1": ["7.2.1", "7.3.3", "8.3.2"],
    soc2: ["CC6.1", "CC6.6"],
    gdpr: ["25.2", "32.1.b"],
    psd2: ["RTS 22"],
  },
  judge: ({ read }) => grantsToAnyone("The secret's policy", documentAt(read, "policy")),
});
