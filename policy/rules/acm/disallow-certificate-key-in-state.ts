import { rule } from "../../core/rule.ts";

/** A private key lies in no state file. */
export const disallowCertificateKeyInState = rule({
  name: "disallow-certificate-key-in-state",
  description: "Imported certificates hand their key over write-only.",
  types: ["aws:acm/certificate:Certificate"],
  property: "acm.Certificate.privateKey",
  severity: "high",
  level: "mandatory",
  reason: "The key stands in the stack's state, for everyone who may read or restore that.",
  remediation: "Set `privateKeyWo` and `privateKeyWoVersion` instead of `privateKey`, or let ACM make the certificate.",
  controls: { "pci-dss-4.0.1": ["3.6.1", "8.6.3"], soc2: ["CC6.1"], gdpr: ["32.1.a"] },
  judge: ({ read }) => (read.has("privateKey") ? "The certificate's private key is kept in the state." : undefined),
});
