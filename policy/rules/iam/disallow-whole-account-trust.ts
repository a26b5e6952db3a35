import { rule } from "../../core/rule.ts";
import { isWholeAccount } from "../../iam/accounts.ts";
import { faultsIn, listed } from "../../iam/identity.ts";
import { isTrustNarrowed, ROLE, trustOf } from "../../iam/trust.ts";

/** A role trusts roles, not whole accounts. */
export const disallowWholeAccountTrust = rule({
  name: "disallow-whole-account-trust",
  description:
    "Trust policies that name a whole account narrow it: by an external id, an organization, a principal or a " +
    "second factor.",
  types: [ROLE],
  property: "iam.Role.assumeRolePolicy.Principal.root",
  severity: "high",
  level: "mandatory",
  reason:
    "Everyone in that account whom its administrators let may take the role on; where it is a vendor's, so may " +
    "the vendor's other customers through it.",
  remediation:
    "Name the role in `Principal`, or add a condition `StringEquals` on `sts:ExternalId`, `aws:PrincipalOrgID` or " +
    "`aws:PrincipalArn`.",
  controls: { "pci-dss-4.0.1": ["7.2.1", "7.2.2"], soc2: ["CC6.1", "CC6.3"], psd2: ["RTS 22"] },
  judge: ({ read }) =>
    faultsIn(trustOf(read), (statement) => {
      if (isTrustNarrowed(statement)) return undefined;
      const accounts = statement.principals.filter(isWholeAccount);
      return accounts.length === 0
        ? undefined
        : `lets all of ${listed(accounts.map(({ value }) => value))} take the role on.`;
    }),
});
