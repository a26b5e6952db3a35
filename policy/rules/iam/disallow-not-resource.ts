import { rule } from "../../core/rule.ts";
import { allowedBy, faultsIn, IDENTITY_TYPES } from "../../iam/identity.ts";

/** What is allowed is named; what is left over is not. */
export const disallowNotResource = rule({
  name: "disallow-not-resource",
  description: "No policy of an identity allows by `NotResource`.",
  types: IDENTITY_TYPES,
  property: "iam.identity.NotResource",
  severity: "high",
  level: "mandatory",
  reason: "Everything but what is listed grows with each resource that is added later, and nobody granted that.",
  remediation: "List what is allowed in `Resource`, and keep `NotResource` for statements that deny.",
  controls: { "pci-dss-4.0.1": ["7.2.1", "7.2.2"], soc2: ["CC6.3"], gdpr: ["25.2"], psd2: ["RTS 22"] },
  judge: ({ resource }) =>
    faultsIn(allowedBy(resource), ({ notResources }) =>
      notResources.length > 0 ? "allows all resources but those it lists." : undefined,
    ),
});
