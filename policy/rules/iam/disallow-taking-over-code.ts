import { rule } from "../../core/rule.ts";
import { allowsOnAll, IDENTITY_TYPES } from "../../iam/identity.ts";

/** Nobody replaces what runs with the roles of others. */
export const disallowTakingOverCode = rule({
  name: "disallow-taking-over-code",
  description: "Changing code, and starting sessions where it runs, is allowed on named resources only.",
  types: IDENTITY_TYPES,
  property: "iam.identity.UpdateFunctionCode",
  severity: "critical",
  level: "mandatory",
  reason:
    "Whoever may replace the code of any function, or open a session on any machine, has the role that it runs with.",
  remediation: "Name the functions, stacks or machines in `Resource`, or narrow them by tag.",
  controls: { "pci-dss-4.0.1": ["7.2.1", "7.2.2"], soc2: ["CC6.3"], psd2: ["RTS 22"] },
  judge: ({ resource }) => allowsOnAll(resource, "code"),
});
