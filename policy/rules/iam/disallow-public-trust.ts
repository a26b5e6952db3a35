import { rule } from "../../core/rule.ts";
import { faultsIn } from "../../iam/identity.ts";
import { grantsAnyone } from "../../iam/public.ts";
import { ROLE, trustOf } from "../../iam/trust.ts";

/** Nobody takes on a role who is not named. */
export const disallowPublicTrust = rule({
  name: "disallow-public-trust",
  description: "No trust policy lets everyone take the role on.",
  types: [ROLE],
  property: "iam.Role.assumeRolePolicy.Principal.*",
  severity: "critical",
  level: "mandatory",
  reason: "Anyone with any AWS account takes the role on, and does here what it may do.",
  remediation: "Name the services or roles in `Principal` of `assumeRolePolicy`.",
  controls: { "pci-dss-4.0.1": ["7.2.1", "8.2.1"], soc2: ["CC6.1", "CC6.6"], gdpr: ["32.1.b"], psd2: ["RTS 22"] },
  judge: ({ read }) =>
    faultsIn(trustOf(read), (statement) => (grantsAnyone(statement) ? "lets anyone take the role on." : undefined)),
});
