import { rule } from "../../core/rule.ts";
import { allowsOnAll, IDENTITY_TYPES } from "../../iam/identity.ts";

/** Where an action can be held to a resource, it is. */
export const disallowResourceWildcard = rule({
  name: "disallow-resource-wildcard",
  description: "Policies of identities allow actions that support resource-level permissions on named resources only.",
  types: IDENTITY_TYPES,
  property: "iam.identity.Resource.*",
  severity: "high",
  level: "mandatory",
  reason:
    "A function that may send to one queue only loses one queue when it is taken over; with `*` it reaches all of " +
    "them.",
  remediation: "Name ARNs in `Resource` instead of `*`, or narrow them with a condition such as `aws:ResourceTag/…`.",
  controls: { "pci-dss-4.0.1": ["7.2.2", "7.2.5"], soc2: ["CC6.3"], gdpr: ["25.2"], psd2: ["RTS 22"] },
  judge: ({ resource }) => allowsOnAll(resource, "other"),
});
