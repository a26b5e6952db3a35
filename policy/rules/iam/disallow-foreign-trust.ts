import { rule } from "../../core/rule.ts";
import { accountOf, isWholeAccount } from "../../iam/accounts.ts";
import { faultsIn, listed } from "../../iam/identity.ts";
import { isTrustNarrowed, ROLE, trustOf } from "../../iam/trust.ts";

/** A role trusts principals of known accounts only. */
export const disallowForeignTrust = rule({
  name: "disallow-foreign-trust",
  description:
    "Trust policies name roles and users of the role's own account, of `accounts`, or under an external id or " +
    "organization only.",
  types: [ROLE],
  property: "iam.Role.assumeRolePolicy.Principal.account",
  severity: "high",
  level: "mandatory",
  reason: "Whoever administers the other account decides who becomes that principal, and then takes on this role.",
  remediation:
    "Remove the principal, add a condition on `sts:ExternalId` or `aws:PrincipalOrgID`, or list its account in " +
    "the setting `accounts` of this rule.",
  controls: { "pci-dss-4.0.1": ["7.2.1", "12.10.5"], soc2: ["CC6.1", "CC6.6"], gdpr: ["44"] },
  settings: {
    accounts: {
      type: "array",
      items: { type: "string" },
      description: "Accounts whose principals may take roles on, besides the role's own.",
      default: [],
    },
  },
  scope: "stack",
  judge: ({ read, stack, settings }) => {
    return faultsIn(trustOf(read), (statement) => {
      if (isTrustNarrowed(statement)) return undefined;
      const named = statement.principals.filter((one) => accountOf(one) !== undefined && !isWholeAccount(one));
      if (named.length === 0) return undefined;
      const known = new Set([...stack.accounts(), ...settings.accounts]);
      const foreign = known.size === 0 ? [] : named.filter((one) => !known.has(accountOf(one) ?? ""));
      return foreign.length === 0
        ? undefined
        : `lets ${listed(foreign.map(({ value }) => value))} of another account take the role on.`;
    });
  },
});
