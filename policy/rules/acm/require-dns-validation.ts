import { rule } from "../../core/rule.ts";

/** A certificate renews itself. */
export const requireDnsValidation = rule({
  name: "require-dns-validation",
  description: "Public certificates are validated by DNS.",
  types: ["aws:acm/certificate:Certificate"],
  property: "acm.Certificate.validationMethod",
  severity: "medium",
  level: "mandatory",
  reason: "A certificate validated by mail ends when nobody answers the mail, and the site with it.",
  remediation: 'Set `validationMethod` to "DNS".',
  controls: { "pci-dss-4.0.1": ["4.2.1"], soc2: ["A1.2", "CC6.7"], "aws-fsbp": ["ACM.1"] },
  judge: ({ read }) =>
    read.text("validationMethod") === "EMAIL" ? "The certificate is validated by mail." : undefined,
});
