import { rule } from "../../core/rule.ts";

/** An authority's key is not broken by counting. */
export const requireStrongAuthorityKey = rule({
  name: "require-strong-authority-key",
  description: "Private authorities have RSA keys of 2048 bits or more, or elliptic curves.",
  types: ["aws:acmpca/certificateAuthority:CertificateAuthority"],
  property: "acmpca.CertificateAuthority.keyAlgorithm",
  severity: "high",
  level: "mandatory",
  reason: "Whoever breaks the authority's key makes certificates for every host that trusts it.",
  remediation: 'Set `certificateAuthorityConfiguration.keyAlgorithm` to "RSA_2048", "EC_prime256v1" or stronger.',
  controls: { "pci-dss-4.0.1": ["3.6.1", "4.2.1"], soc2: ["CC6.7"], gdpr: ["32.1.a"] },
  judge: ({ read }) => {
    const algorithm = read.block("certificateAuthorityConfiguration")?.text("keyAlgorithm") ?? "";
    return /^RSA_1024$/.test(algorithm) ? "The authority has a key of 1024 bits." : undefined;
  },
});
