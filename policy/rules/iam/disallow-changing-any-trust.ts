import { rule } from "../../core/rule.ts";
import { allowsOnAll, IDENTITY_TYPES } from "../../iam/identity.ts";

/** Nobody decides who takes on any role. */
export const disallowChangingAnyTrust = rule({
  name: "disallow-changing-any-trust",
  description: "`iam:UpdateAssumeRolePolicy` is allowed on named roles only.",
  types: IDENTITY_TYPES,
  property: "iam.identity.UpdateAssumeRolePolicy",
  severity: "critical",
  level: "mandatory",
  reason: "Whoever may rewrite any trust policy lets themselves take on the administrators' role.",
  remediation: "Name the roles in `Resource` of the statement that allows `iam:UpdateAssumeRolePolicy`.",
  controls: { "pci-dss-4.0.1": ["7.2.1", "7.2.2"], soc2: ["CC6.3"], psd2: ["RTS 22"] },
  judge: ({ resource }) => allowsOnAll(resource, "trust"),
});
