import { rule } from "../../core/rule.ts";

/** Imported material has an end, since nothing rotates it. */
export const requireImportedKeyExpiry = rule({
  name: "require-imported-key-expiry",
  description: "KMS keys of imported material expire.",
  types: ["aws:kms/externalKey:ExternalKey"],
  property: "kms.ExternalKey.validTo",
  severity: "low",
  level: "advisory",
  reason: "KMS does not rotate what it did not make, so material without an end is used for ever.",
  remediation: "Set `validTo` to the end of the material's cryptoperiod.",
  controls: { "pci-dss-4.0.1": ["3.7.4", "3.7.5"], soc2: ["CC6.1"], psd2: ["RTS 22"] },
  judge: ({ read }) => {
    // Before its material is imported, a key has nothing that could expire.
    if (!read.has("keyMaterialBase64") || (read.text("validTo") ?? "") !== "") return undefined;
    return "The key's imported material never expires.";
  },
});
