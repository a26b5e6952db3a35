import { rule } from "../../core/rule.ts";
import { isWholeService } from "../../iam/actions.ts";
import { faultsIn } from "../../iam/identity.ts";
import { grantsAnyone } from "../../iam/public.ts";
import { ROLE, trustOf } from "../../iam/trust.ts";

/** A trust says how the role is taken on. */
export const disallowTrustWildcardAction = rule({
  name: "disallow-trust-wildcard-action",
  description: "Trust policies name their actions, not `sts:*` or `*`.",
  types: [ROLE],
  property: "iam.Role.assumeRolePolicy.Action",
  severity: "medium",
  level: "mandatory",
  reason:
    "All of STS includes tagging sessions and naming their source, by which a caller writes what other policies " +
    "and the log believe.",
  remediation: "Set `Action` to `sts:AssumeRole`, `sts:AssumeRoleWithWebIdentity` or `sts:AssumeRoleWithSAML`.",
  controls: { "pci-dss-4.0.1": ["7.2.2"], soc2: ["CC6.3"] },
  judge: ({ read }) =>
    faultsIn(trustOf(read), (statement) => {
      const action = statement.actions.find(isWholeService);
      return action === undefined || grantsAnyone(statement) ? undefined : `allows ${action}.`;
    }),
});
