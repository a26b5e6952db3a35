import { rule } from "../../core/rule.ts";

/** A deleted authority can be had back. */
export const requireAuthorityDeletionWindow = rule({
  name: "require-authority-deletion-window",
  description: "Deleted private authorities can be restored for 30 days.",
  types: ["aws:acmpca/certificateAuthority:CertificateAuthority"],
  property: "acmpca.CertificateAuthority.permanentDeletionTimeInDays",
  severity: "medium",
  level: "mandatory",
  reason: "A deletion by mistake shows when certificates can no longer be renewed, which takes longer than a week.",
  remediation: "Set `permanentDeletionTimeInDays` to 30, or leave it out.",
  controls: { "pci-dss-4.0.1": ["3.7.4"], soc2: ["A1.2"], gdpr: ["32.1.c"] },
  judge: ({ read }) => {
    const days = read.number("permanentDeletionTimeInDays") ?? 30;
    return days < 30 ? `The authority is gone ${days} days after its deletion.` : undefined;
  },
  remediate: (properties) => {
    const days = Number(properties["permanentDeletionTimeInDays"]);
    return days < 30 ? { ...properties, permanentDeletionTimeInDays: 30 } : properties;
  },
});
