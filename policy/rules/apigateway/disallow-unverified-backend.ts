import { rule } from "../../core/rule.ts";

/** A backend has to prove who it is. */
export const disallowUnverifiedBackend = rule({
  name: "disallow-unverified-backend",
  description: "REST APIs check the certificates of their backends.",
  types: ["aws:apigateway/integration:Integration"],
  property: "apigateway.Integration.tlsConfig.insecureSkipVerification",
  severity: "high",
  level: "mandatory",
  reason: "Without the check anyone in between can answer in the backend's place, and read what was sent to it.",
  remediation: "Set `tlsConfig.insecureSkipVerification` to false.",
  controls: { "pci-dss-4.0.1": ["4.2.1"], soc2: ["CC6.7"], gdpr: ["32.1.a"], psd2: ["RTS 35"] },
  judge: ({ read }) => {
    return read.block("tlsConfig")?.flag("insecureSkipVerification") === true
      ? "The API takes any certificate of its backend."
      : undefined;
  },
});
