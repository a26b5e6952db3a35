import { rule } from "../../core/rule.ts";
import { allowsOnAll, IDENTITY_TYPES } from "../../iam/identity.ts";

/** Which roles an identity may take on is said by role. */
export const disallowAssumingAnyRole = rule({
  name: "disallow-assuming-any-role",
  description: "`sts:AssumeRole` is allowed on named roles only.",
  types: IDENTITY_TYPES,
  property: "iam.identity.AssumeRole.Resource",
  severity: "high",
  level: "mandatory",
  reason:
    "Who may take on any role is stopped by nothing but the trust policies of all of them, also those in other " +
    "accounts.",
  remediation: "Name the roles in `Resource` of the statement that allows `sts:AssumeRole`.",
  controls: { "pci-dss-4.0.1": ["7.2.1", "7.2.2"], soc2: ["CC6.3"], psd2: ["RTS 22"] },
  judge: ({ resource }) => allowsOnAll(resource, "assume-role"),
});
