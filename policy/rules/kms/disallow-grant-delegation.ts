import { rule } from "../../core/rule.ts";

/** Who was granted a key does not hand it on. */
export const disallowGrantDelegation = rule({
  name: "disallow-grant-delegation",
  description: "Grants of KMS keys do not include `CreateGrant` without a constraint.",
  types: ["aws:kms/grant:Grant"],
  property: "kms.Grant.operations",
  severity: "medium",
  level: "mandatory",
  reason: "A grantee who may create grants gives the key to others, past the key's policy and past review.",
  remediation: 'Take "CreateGrant" out of `operations`, or add `constraints` on the encryption context.',
  controls: { "pci-dss-4.0.1": ["3.6.1", "7.2.2"], soc2: ["CC6.3"], psd2: ["RTS 22"] },
  judge: ({ read }) => {
    if (!read.texts("operations").includes("CreateGrant") || read.blocks("constraints").length > 0) return undefined;
    return "The grant lets its grantee grant the key to others.";
  },
});
