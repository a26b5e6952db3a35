import { rule } from "../../core/rule.ts";
import { accountOf, accountOfArn, accountsOfResources } from "../../iam/accounts.ts";
import type { Statement } from "../../iam/document.ts";
import { faultsIn, listed } from "../../iam/identity.ts";
import { RESOURCE_POLICY_TYPES, resourceStatements } from "../../iam/resource-policies.ts";

/**
 * The account that a statement shows to be the resource's own: that of what it grants on, or of a root that has a key
 * whole.
 */
function ownAccountsOf(statement: Statement): readonly string[] {
  const { actions, principals } = statement;
  const whole = actions.some((action) => /^(\*|kms:\*)$/.test(action));
  const roots = whole
    ? principals.flatMap(({ value }) => (value.endsWith(":root") ? (accountOfArn(value) ?? []) : []))
    : [];
  return [...accountsOfResources(statement), ...roots];
}

function isNarrowedToOrganization({ conditions }: Statement): boolean {
  return conditions.some(
    ({ key, operator, ifExists }) =>
      /^aws:(principalorgid|principalorgpaths|sourceorgid)$/.test(key) &&
      /^string(equals|like)/.test(operator) &&
      !ifExists,
  );
}

/** A resource lets in principals of known accounts only. */
export const disallowForeignPrincipal = rule({
  name: "disallow-foreign-principal",
  description:
    "Policies of resources name AWS principals of the resource's own account, of `accounts`, or of a named " +
    "organization only.",
  types: RESOURCE_POLICY_TYPES,
  property: "iam.resource.Principal.account",
  severity: "high",
  level: "mandatory",
  reason:
    "Whoever administers the other account decides who there reads and writes this resource, and no policy here " +
    "shows it.",
  remediation: "Remove the principal from the policy, or list its account in the setting `accounts` of this rule.",
  controls: { "pci-dss-4.0.1": ["7.2.1", "12.10.5"], soc2: ["CC6.1", "CC6.6"], gdpr: ["32.1.b", "44"] },
  settings: {
    accounts: {
      type: "array",
      items: { type: "string" },
      description: "Accounts whose principals may be let in, besides the resource's own.",
      default: [],
    },
  },
  scope: "stack",
  judge: ({ resource, stack, settings }) => {
    const statements = resourceStatements(resource);
    return faultsIn(statements, (statement) => {
      const named = statement.principals.filter((one) => accountOf(one) !== undefined);
      if (named.length === 0) return undefined;
      const known = new Set([...statements.flatMap(ownAccountsOf), ...stack.accounts(), ...settings.accounts]);
      const foreign = known.size === 0 ? [] : named.filter((one) => !known.has(accountOf(one) ?? ""));
      if (foreign.length === 0 || isNarrowedToOrganization(statement)) return undefined;
      return `lets in ${listed(foreign.map(({ value }) => value))} of another account.`;
    });
  },
});
