import { rule } from "../../core/rule.ts";
import { isWholeAccount } from "../../iam/accounts.ts";

/** A grant is for one role, not for all that an account has. */
export const disallowAccountWideGrant = rule({
  name: "disallow-account-wide-grant",
  description: "Grants of KMS keys name a role, a user or a service, not an account or everyone.",
  types: ["aws:kms/grant:Grant"],
  property: "kms.Grant.granteePrincipal",
  severity: "high",
  level: "mandatory",
  reason: "A grant to an account's root lets whoever has any KMS permission there use the key.",
  remediation: "Set `granteePrincipal` to the ARN of the one role that needs the key.",
  controls: { "pci-dss-4.0.1": ["3.6.1", "7.2.5"], soc2: ["CC6.1", "CC6.3"], psd2: ["RTS 22"] },
  judge: ({ read }) => {
    const grantee = read.text("granteePrincipal") ?? "";
    if (!/\*/.test(grantee) && !isWholeAccount({ kind: "AWS", value: grantee })) return undefined;
    return `The grant lets everyone of ${grantee} use the key.`;
  },
});
