import { rule } from "../../core/rule.ts";
import { allowedBy, faultsIn, IDENTITY_TYPES } from "../../iam/identity.ts";

/** Nobody may do everything by a statement of the program. */
export const disallowAdministratorStatement = rule({
  name: "disallow-administrator-statement",
  description: "No policy of an identity allows the action `*`.",
  types: IDENTITY_TYPES,
  property: "iam.identity.Action.*",
  severity: "critical",
  level: "mandatory",
  reason: "Whoever takes on such an identity, through a leaked key or a fault in a function, owns the whole account.",
  remediation: "Name the actions that are needed in `Action` instead of `*`.",
  controls: {
    "pci-dss-4.0.1": ["7.2.1", "7.2.2"],
    soc2: ["CC6.1", "CC6.3"],
    gdpr: ["25.2", "32.1.b"],
    psd2: ["RTS 22"],
    "aws-fsbp": ["IAM.1"],
  },
  judge: ({ resource }) =>
    faultsIn(allowedBy(resource), ({ actions }) =>
      actions.some((action) => /^\*+(:\*+)?$/.test(action)) ? "allows every action of every service." : undefined,
    ),
});
