import { rule } from "../../core/rule.ts";

/** A check sees what callers see. */
export const requireEncryptedHealthCheck = rule({
  name: "require-encrypted-health-check",
  description: "Health checks of web services use HTTPS.",
  types: ["aws:route53/healthCheck:HealthCheck"],
  property: "route53.HealthCheck.type",
  severity: "low",
  level: "advisory",
  reason: "A check in the clear stays green while TLS is broken, and can be answered by anyone on the way.",
  remediation: 'Set `type` to "HTTPS" or "HTTPS_STR_MATCH".',
  controls: { "pci-dss-4.0.1": ["4.2.1"], soc2: ["CC6.7"] },
  judge: ({ read }) =>
    /^HTTP(_STR_MATCH)?$/.test(read.text("type") ?? "") ? "The health check is not encrypted." : undefined,
});
