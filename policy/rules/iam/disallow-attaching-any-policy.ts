import { rule } from "../../core/rule.ts";
import { allowsOnAll, IDENTITY_TYPES } from "../../iam/identity.ts";

/** Nobody gives rights to any identity, and so to themselves. */
export const disallowAttachingAnyPolicy = rule({
  name: "disallow-attaching-any-policy",
  description: "Attaching and writing policies is allowed on named identities, or under a permissions boundary, only.",
  types: IDENTITY_TYPES,
  property: "iam.identity.AttachPolicy",
  severity: "critical",
  level: "mandatory",
  reason: "Whoever may attach a policy to any identity attaches AdministratorAccess to their own.",
  remediation: "Name the identities in `Resource`, or add a condition on `iam:PermissionsBoundary` or `iam:PolicyARN`.",
  controls: { "pci-dss-4.0.1": ["7.2.1", "7.2.2"], soc2: ["CC6.3"], psd2: ["RTS 22"] },
  judge: ({ resource }) => allowsOnAll(resource, "policy-attachment"),
});
