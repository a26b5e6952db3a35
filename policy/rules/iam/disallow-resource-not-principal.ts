import { rule } from "../../core/rule.ts";
import { faultsIn } from "../../iam/identity.ts";
import { RESOURCE_POLICY_TYPES, resourceStatements } from "../../iam/resource-policies.ts";

/** Whom a resource lets in is named; who is left over is not. */
export const disallowResourceNotPrincipal = rule({
  name: "disallow-resource-not-principal",
  description: "No policy of a resource allows by `NotPrincipal`.",
  types: RESOURCE_POLICY_TYPES,
  property: "iam.resource.NotPrincipal",
  severity: "critical",
  level: "mandatory",
  reason: "Everyone but the named ones is let in, which includes people of other accounts and of none.",
  remediation: "List in `Principal` who is let in, and keep `NotPrincipal` for statements that deny.",
  controls: { "pci-dss-4.0.1": ["1.3.1", "7.2.1"], soc2: ["CC6.1", "CC6.6"], gdpr: ["25.2", "32.1.b"] },
  judge: ({ resource }) =>
    faultsIn(resourceStatements(resource), ({ notPrincipals }) =>
      notPrincipals.length > 0 ? "lets in everyone but those it lists." : undefined,
    ),
});
