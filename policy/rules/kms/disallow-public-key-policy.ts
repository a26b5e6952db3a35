import { rule } from "../../core/rule.ts";
import { documentAt } from "../../iam/document.ts";
import { grantsToAnyone } from "../../iam/exposure.ts";
import { POLICY_TYPES } from "./key-types.ts";

/** No key's policy lets everyone use the key. */
export const disallowPublicKeyPolicy = rule({
  name: "disallow-public-key-policy",
  description: "Policies of KMS keys grant nothing to everyone.",
  types: [...POLICY_TYPES],
  property: "kms.Key.policy",
  severity: "critical",
  level: "mandatory",
  reason: "A key that any AWS account may use protects nothing that it encrypts.",
  remediation:
    "Name the principals in `policy`, or narrow the statement by `kms:CallerAccount` or `aws:PrincipalOrgID`.",
  controls: {
    "pci-dss-4.0.1": ["3.6.1", "7.2.1", "7.3.3"],
    soc2: ["CC6.1", "CC6.6"],
    gdpr: ["25.2", "32.1.b"],
    psd2: ["RTS 22"],
    "aws-fsbp": ["KMS.5"],
  },
  judge: ({ read }) => grantsToAnyone("The key's policy", documentAt(read, "policy")),
});
