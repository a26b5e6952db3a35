import { rule } from "../../core/rule.ts";
import { allowsOnAll, IDENTITY_TYPES } from "../../iam/identity.ts";

/** New roles and users are made under a boundary. */
export const requireBoundaryForNewIdentities = rule({
  name: "require-boundary-for-new-identities",
  description: "Creating roles and users is allowed under a path or with a permissions boundary only.",
  types: IDENTITY_TYPES,
  property: "iam.identity.CreateRole",
  severity: "high",
  level: "mandatory",
  reason: "Whoever may make any role makes one that they trust themselves, and what it may do is bounded by nothing.",
  remediation: "Add a condition on `iam:PermissionsBoundary`, or name a path in `Resource`.",
  controls: { "pci-dss-4.0.1": ["7.2.1", "7.2.2"], soc2: ["CC6.3"], psd2: ["RTS 22"] },
  judge: ({ resource }) => allowsOnAll(resource, "principal"),
});
