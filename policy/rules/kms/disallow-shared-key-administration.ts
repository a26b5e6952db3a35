import { rule } from "../../core/rule.ts";
import { faultsOfEach } from "../../core/faults.ts";
import { isWholeAccount } from "../../iam/accounts.ts";
import { documentAt } from "../../iam/document.ts";
import { grantsAnyone } from "../../iam/public.ts";
import { POLICY_TYPES } from "./key-types.ts";

/** No one but the account itself has a key whole. */
export const disallowSharedKeyAdministration = rule({
  name: "disallow-shared-key-administration",
  description: "Policies of KMS keys grant `kms:*` to the account alone, not to roles, users or services.",
  types: [...POLICY_TYPES],
  property: "kms.Key.policy.Statement.Action",
  severity: "medium",
  level: "advisory",
  reason: "Who may do everything with a key may change its policy, delete it, and read what it encrypts.",
  remediation: "List in `policy` the actions that this principal needs, those of use or those of administration.",
  controls: { "pci-dss-4.0.1": ["3.6.1", "7.2.2"], soc2: ["CC6.3"], psd2: ["RTS 22"] },
  judge: ({ read }) => {
    return faultsOfEach(documentAt(read, "policy")?.statements ?? [], (statement) => {
      if (statement.effect !== "Allow") return undefined;
      if (!statement.actions.some((action) => /^(\*|kms:\*+)$/i.test(action))) return undefined;
      // Everyone is another rule's finding, and accounts are the root of their own policies.
      const others = statement.principals.filter((one) => !isWholeAccount(one) && !/^(\*|.*:root)$/.test(one.value));
      if (others.length === 0 || grantsAnyone(statement)) return undefined;
      const whom = others.map(({ value }) => value).join(", ");
      return `The key's policy gives the key whole to ${whom}, in ${statement.path}.`;
    });
  },
});
