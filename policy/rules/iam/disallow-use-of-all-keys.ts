import { rule } from "../../core/rule.ts";
import { allowsOnAll, IDENTITY_TYPES } from "../../iam/identity.ts";

/** Keys are used by name. */
export const disallowUseOfAllKeys = rule({
  name: "disallow-use-of-all-keys",
  description: "Decrypting, encrypting and signing is allowed with named keys only.",
  types: IDENTITY_TYPES,
  property: "iam.identity.kms.Resource",
  severity: "high",
  level: "mandatory",
  reason:
    "A customer managed key separates data only from those who may not use it; whoever may decrypt with every key " +
    "is separated from nothing.",
  remediation: "Name the key in `Resource`, or narrow it by a condition on `kms:ResourceAliases` or `kms:ViaService`.",
  controls: {
    "pci-dss-4.0.1": ["3.6.1", "7.2.2"],
    soc2: ["CC6.1", "CC6.3"],
    gdpr: ["32.1.a"],
    psd2: ["RTS 22"],
    "aws-fsbp": ["KMS.1", "KMS.2"],
  },
  judge: ({ resource }) => allowsOnAll(resource, "cryptography"),
});
