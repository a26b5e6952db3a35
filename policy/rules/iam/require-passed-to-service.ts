import { rule } from "../../core/rule.ts";
import { isWholeService, matches } from "../../iam/actions.ts";
import { allowedBy, faultsIn, IDENTITY_TYPES } from "../../iam/identity.ts";
import { namesPassedToService } from "../../iam/pass-role.ts";
import { isAllOfKind } from "../../iam/resources.ts";

/** A pattern of roles is handed to named services only. */
export const requirePassedToService = rule({
  name: "require-passed-to-service",
  description: "`iam:PassRole` on a pattern of roles has a condition on `iam:PassedToService`.",
  types: IDENTITY_TYPES,
  property: "iam.identity.PassRole.PassedToService",
  severity: "medium",
  level: "advisory",
  reason:
    "A pattern of names matches roles that were made for other services, and a role does more harm in some " +
    "services than in others.",
  remediation: "Add the condition `StringEquals` on `iam:PassedToService` with the service that takes the role.",
  controls: { "pci-dss-4.0.1": ["7.2.2"], soc2: ["CC6.3"] },
  judge: ({ resource }) =>
    faultsIn(allowedBy(resource), (statement) => {
      const passes = statement.actions.some((action) => !isWholeService(action) && matches(action, "iam:PassRole"));
      if (!passes) return undefined;
      const pattern = statement.resources.find((role) => role.includes("*") && !isAllOfKind(role));
      if (pattern === undefined || namesPassedToService(statement)) return undefined;
      return `allows iam:PassRole on ${pattern} to any service.`;
    }),
});
