import { rule } from "../../core/rule.ts";
import { allowsOnAll, IDENTITY_TYPES } from "../../iam/identity.ts";

/** Which roles an identity may hand to a service is said by role. */
export const disallowPassingAnyRole = rule({
  name: "disallow-passing-any-role",
  description: "`iam:PassRole` is allowed for named roles, or to named services only.",
  types: IDENTITY_TYPES,
  property: "iam.identity.PassRole.Resource",
  severity: "critical",
  level: "mandatory",
  reason: "Who may pass any role gives an administrator's role to a function of theirs, and is an administrator.",
  remediation: "Name the roles in `Resource`, and the service in a condition on `iam:PassedToService`.",
  controls: { "pci-dss-4.0.1": ["7.2.1", "7.2.2"], soc2: ["CC6.3"], psd2: ["RTS 22"] },
  judge: ({ resource }) => allowsOnAll(resource, "pass-role"),
});
