import { rule } from "../../core/rule.ts";
import { escalationsOf, type Escalation } from "../../iam/escalation.ts";
import { IDENTITY_TYPES, identityDocuments } from "../../iam/identity.ts";
import { documentsOfRole, mayHandOnAnyRole } from "../../iam/role-policies.ts";
import { ROLE } from "../../iam/trust.ts";

function sentence({ service, actions }: Escalation, run: "run" | "runs"): string {
  return `any role to ${service} and ${run} something there, by ${actions.join(", ")}`;
}

/** Nobody becomes another role by running something with it. */
export const disallowEscalationByService = rule({
  name: "disallow-escalation-by-service",
  description: "No identity may hand any role to a service and run something there.",
  types: IDENTITY_TYPES,
  property: "iam.identity.escalation",
  severity: "critical",
  level: "mandatory",
  reason:
    "Who may hand any role to a service, and start there what they like, has the rights of every role that trusts " +
    "the service, an administrator's included.",
  remediation: "Name the roles in `Resource` of the statement that allows `iam:PassRole`.",
  controls: { "pci-dss-4.0.1": ["7.2.1", "7.2.2"], soc2: ["CC6.3"], psd2: ["RTS 22"] },
  scope: "stack",
  judge: ({ resource, stack }) => {
    const own = identityDocuments(resource).map(({ statements }) => escalationsOf(statements));
    const inOne = own.flatMap((found) => found.map((one) => `One policy hands ${sentence(one, "runs")}.`));
    if (resource.type !== ROLE || inOne.length > 0 || !mayHandOnAnyRole(resource, stack)) return inOne;
    const documents = documentsOfRole(resource, stack);
    // What one of its policies does alone is said of that policy.
    if (documents.some(({ statements }) => escalationsOf(statements).length > 0)) return [];
    return escalationsOf(documents.flatMap(({ statements }) => statements)).map(
      (one) => `The role's policies together hand ${sentence(one, "run")}.`,
    );
  },
});
