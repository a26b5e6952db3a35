import { rule } from "../../core/rule.ts";

/** A stolen certificate can be called back. */
export const requireRevocation = rule({
  name: "require-revocation",
  description: "Private authorities publish what they revoked.",
  types: ["aws:acmpca/certificateAuthority:CertificateAuthority"],
  property: "acmpca.CertificateAuthority.revocationConfiguration",
  severity: "medium",
  level: "mandatory",
  reason: "Without a list or an answer, a revoked certificate is good until it ends.",
  remediation:
    "Set `revocationConfiguration.crlConfiguration.enabled` or " +
    "`revocationConfiguration.ocspConfiguration.enabled` to true.",
  controls: { "pci-dss-4.0.1": ["4.2.1", "3.6.1"], soc2: ["CC6.7"] },
  judge: ({ read }) => {
    const revocation = read.block("revocationConfiguration");
    const published = ["crlConfiguration", "ocspConfiguration"].some(
      (how) => revocation?.block(how)?.flag("enabled") === true,
    );
    // Certificates that live for days are not called back: they end.
    return published || read.text("usageMode") === "SHORT_LIVED_CERTIFICATE"
      ? undefined
      : "The authority does not publish what it revoked.";
  },
});
