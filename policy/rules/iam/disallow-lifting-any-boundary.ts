import { rule } from "../../core/rule.ts";
import { allowsOnAll, IDENTITY_TYPES } from "../../iam/identity.ts";

/** Nobody lifts what holds any identity back. */
export const disallowLiftingAnyBoundary = rule({
  name: "disallow-lifting-any-boundary",
  description: "Removing policies, boundaries and second factors is allowed on named identities only.",
  types: IDENTITY_TYPES,
  property: "iam.identity.DeletePermissionsBoundary",
  severity: "high",
  level: "mandatory",
  reason:
    "A boundary, a policy that denies, and a second factor hold back those who have them; whoever may remove them " +
    "is not held back.",
  remediation:
    "Name the identities in `Resource` of the statement that allows removing boundaries, policies or devices.",
  controls: { "pci-dss-4.0.1": ["7.2.1", "7.2.2"], soc2: ["CC6.3"], psd2: ["RTS 22"] },
  judge: ({ resource }) => allowsOnAll(resource, "boundary"),
});
