import { rule } from "../../core/rule.ts";

/** A certificate's key is not broken by counting. */
export const requireStrongCertificateKey = rule({
  name: "require-strong-certificate-key",
  description: "Certificates have RSA keys of 2048 bits or more, or elliptic curves.",
  types: ["aws:acm/certificate:Certificate"],
  property: "acm.Certificate.keyAlgorithm",
  severity: "high",
  level: "mandatory",
  reason: "A key of 1024 bits can be broken, and then read all traffic and speak for the site.",
  remediation: 'Set `keyAlgorithm` to "RSA_2048", "EC_prime256v1" or stronger, or leave it out.',
  controls: { "pci-dss-4.0.1": ["4.2.1"], soc2: ["CC6.7"], gdpr: ["32.1.a"], psd2: ["RTS 35"], "aws-fsbp": ["ACM.2"] },
  judge: ({ read }) =>
    read.text("keyAlgorithm") === "RSA_1024" ? "The certificate has a key of 1024 bits." : undefined,
});
