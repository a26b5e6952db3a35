import { rule } from "../../core/rule.ts";
import { allowsOnAll, IDENTITY_TYPES } from "../../iam/identity.ts";

/** Nobody rewrites a policy that may be their own. */
export const disallowChangingAnyPolicy = rule({
  name: "disallow-changing-any-policy",
  description: "Changing versions of managed policies is allowed on named policies only.",
  types: IDENTITY_TYPES,
  property: "iam.identity.CreatePolicyVersion",
  severity: "critical",
  level: "mandatory",
  reason:
    "Whoever may write a new version of any policy writes one of those that they have themselves, and is an " +
    "administrator.",
  remediation:
    "Name the policies in `Resource` of the statement that allows `iam:CreatePolicyVersion` or " +
    "`iam:SetDefaultPolicyVersion`.",
  controls: { "pci-dss-4.0.1": ["7.2.1", "7.2.2"], soc2: ["CC6.3"], psd2: ["RTS 22"] },
  judge: ({ resource }) => allowsOnAll(resource, "policy-version"),
});
