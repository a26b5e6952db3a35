import { rule } from "../../core/rule.ts";
import { allowsOnAll, IDENTITY_TYPES } from "../../iam/identity.ts";

/** Nobody joins any group. */
export const disallowJoiningAnyGroup = rule({
  name: "disallow-joining-any-group",
  description: "Adding users to groups is allowed on named groups only.",
  types: IDENTITY_TYPES,
  property: "iam.identity.AddUserToGroup",
  severity: "high",
  level: "mandatory",
  reason: "Whoever may add a user to any group adds themselves to the administrators.",
  remediation: "Name the groups in `Resource` of the statement that allows `iam:AddUserToGroup`.",
  controls: { "pci-dss-4.0.1": ["7.2.1", "7.2.2"], soc2: ["CC6.3"], psd2: ["RTS 22"] },
  judge: ({ resource }) => allowsOnAll(resource, "group-membership"),
});
