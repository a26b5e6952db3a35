import { rule } from "../../core/rule.ts";

/** A certificate that nobody asked for is noticed. */
export const requireTransparencyLogging = rule({
  name: "require-transparency-logging",
  description: "Public certificates are recorded in transparency logs.",
  types: ["aws:acm/certificate:Certificate"],
  property: "acm.Certificate.transparency",
  severity: "medium",
  level: "mandatory",
  reason: "Browsers refuse certificates that are in no log, and an owner finds forged ones there.",
  remediation: 'Set `options.certificateTransparencyLoggingPreference` to "ENABLED", or leave it out.',
  controls: { "pci-dss-4.0.1": ["4.2.1"], soc2: ["CC6.7", "CC7.2"] },
  judge: ({ read }) =>
    read.block("options")?.text("certificateTransparencyLoggingPreference") === "DISABLED"
      ? "The certificate is in no transparency log."
      : undefined,
});
