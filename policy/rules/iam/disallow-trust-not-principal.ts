import { rule } from "../../core/rule.ts";
import { faultsIn } from "../../iam/identity.ts";
import { ROLE, trustOf } from "../../iam/trust.ts";

/** Who may take on a role is named. */
export const disallowTrustNotPrincipal = rule({
  name: "disallow-trust-not-principal",
  description: "No trust policy allows by `NotPrincipal`.",
  types: [ROLE],
  property: "iam.Role.assumeRolePolicy.NotPrincipal",
  severity: "critical",
  level: "mandatory",
  reason: "Everyone but the named ones may take the role on, from any account of AWS.",
  remediation: "List in `Principal` of `assumeRolePolicy` who may take the role on.",
  controls: { "pci-dss-4.0.1": ["7.2.1"], soc2: ["CC6.1", "CC6.6"], gdpr: ["32.1.b"] },
  judge: ({ read }) =>
    faultsIn(trustOf(read), ({ notPrincipals }) =>
      notPrincipals.length > 0 ? "lets everyone but those it lists take the role on." : undefined,
    ),
});
