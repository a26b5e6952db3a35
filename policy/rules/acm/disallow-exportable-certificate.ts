import { rule } from "../../core/rule.ts";

/** A private key stays where it was made. */
export const disallowExportableCertificate = rule({
  name: "disallow-exportable-certificate",
  description: "Certificates cannot be exported with their keys.",
  types: ["aws:acm/certificate:Certificate"],
  property: "acm.Certificate.export",
  severity: "medium",
  level: "advisory",
  reason: "Whoever may export the certificate has its key, and speaks for the site wherever they are.",
  remediation: 'Set `options.export` to "DISABLED", or leave it out.',
  controls: { "pci-dss-4.0.1": ["3.6.1"], soc2: ["CC6.1"], gdpr: ["32.1.a"] },
  judge: ({ read }) =>
    read.block("options")?.text("export") === "ENABLED" ? "The certificate can be exported with its key." : undefined,
});
