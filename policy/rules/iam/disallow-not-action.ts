import { rule } from "../../core/rule.ts";
import { allowedBy, faultsIn, IDENTITY_TYPES } from "../../iam/identity.ts";

/** What is allowed is named; what is left over is not. */
export const disallowNotAction = rule({
  name: "disallow-not-action",
  description: "No policy of an identity allows by `NotAction`.",
  types: IDENTITY_TYPES,
  property: "iam.identity.NotAction",
  severity: "high",
  level: "mandatory",
  reason:
    "Everything but what is listed grows with each service and action that is added later, and nobody granted that.",
  remediation: "List what is allowed in `Action`, and keep `NotAction` for statements that deny.",
  controls: { "pci-dss-4.0.1": ["7.2.1", "7.2.2"], soc2: ["CC6.3"], gdpr: ["25.2"], psd2: ["RTS 22"] },
  judge: ({ resource }) =>
    faultsIn(allowedBy(resource), ({ notActions }) =>
      notActions.length > 0 ? "allows all actions but those it lists." : undefined,
    ),
});
