import { rule } from "../../core/rule.ts";
import { allowsOnAll, IDENTITY_TYPES } from "../../iam/identity.ts";

/** Keys are destroyed by name, if at all. */
export const disallowDestroyingAllKeys = rule({
  name: "disallow-destroying-all-keys",
  description: "Disabling keys, deleting them and changing their policies is allowed on named keys only.",
  types: IDENTITY_TYPES,
  property: "iam.identity.kms.ScheduleKeyDeletion",
  severity: "critical",
  level: "mandatory",
  reason: "What a destroyed key encrypted is lost for ever, and a key's policy decides who reads all that it encrypts.",
  remediation:
    "Name the key in `Resource` of the statement that allows `kms:ScheduleKeyDeletion`, `kms:DisableKey` or " +
    "`kms:PutKeyPolicy`.",
  controls: { "pci-dss-4.0.1": ["3.6.1", "3.7.4"], soc2: ["CC6.1", "A1.2"], gdpr: ["32.1.b", "32.1.c"] },
  judge: ({ resource }) => allowsOnAll(resource, "key-lifecycle"),
});
