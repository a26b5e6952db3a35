import { rule } from "../../core/rule.ts";

/** An authority's key lies in tested hardware. */
export const requireHardwareAuthorityKey = rule({
  name: "require-hardware-authority-key",
  description: "Keys of private authorities are kept at FIPS 140 level 3 or above.",
  types: ["aws:acmpca/certificateAuthority:CertificateAuthority"],
  property: "acmpca.CertificateAuthority.keyStorageSecurityStandard",
  severity: "low",
  level: "mandatory",
  reason: "A lower level protects the key less against those who touch the machine.",
  remediation:
    'Leave `keyStorageSecurityStandard` out, or set "FIPS_140_2_LEVEL_3_OR_HIGHER", where the region has it.',
  controls: { "pci-dss-4.0.1": ["3.6.1"], soc2: ["CC6.1"] },
  judge: ({ read }) =>
    read.text("keyStorageSecurityStandard") === "FIPS_140_2_LEVEL_2_OR_HIGHER"
      ? "The authority's key is kept at FIPS level 2."
      : undefined,
});
