import { rule } from "../../core/rule.ts";
import { documentAt } from "../../iam/document.ts";
import { grantsToAnyone } from "../../iam/exposure.ts";

/** No registry of schemas lets everyone in. */
export const disallowPublicRegistryPolicy = rule({
  name: "disallow-public-registry-policy",
  description: "Policies of schema registries grant nothing to everyone.",
  types: ["aws:schemas/registryPolicy:RegistryPolicy"],
  property: "schemas.RegistryPolicy.policy",
  severity: "high",
  level: "mandatory",
  reason: "Schemas tell what a system's events look like, which is how one forges them.",
  remediation: "Name the principals in `policy`, or narrow the statement by `aws:PrincipalOrgID`.",
  controls: { "pci-dss-4.0.1": ["7.2.1", "7.3.3"], soc2: ["CC6.1", "CC6.6"], gdpr: ["25.2"] },
  judge: ({ read }) => grantsToAnyone("The registry's policy", documentAt(read, "policy")),
});
