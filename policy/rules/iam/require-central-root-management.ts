import { rule } from "../../core/rule.ts";

/** Member accounts have no root password of their own. */
export const requireCentralRootManagement = rule({
  name: "require-central-root-management",
  description: "Root credentials of an organization's accounts are managed centrally.",
  types: ["aws:iam/organizationsFeatures:OrganizationsFeatures"],
  property: "iam.OrganizationsFeatures.enabledFeatures",
  severity: "medium",
  level: "mandatory",
  reason:
    "Each root user with a password of its own is one more that can be guessed, phished or recovered by mail, and " +
    "no policy holds it back.",
  remediation: 'Add "RootCredentialsManagement" to `enabledFeatures`.',
  controls: { "pci-dss-4.0.1": ["7.2.1", "8.2.1"], soc2: ["CC6.1", "CC6.2"] },
  judge: ({ read }) =>
    read.texts("enabledFeatures").includes("RootCredentialsManagement")
      ? undefined
      : "Root credentials of member accounts are not managed centrally.",
});
