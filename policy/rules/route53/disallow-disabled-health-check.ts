import { rule } from "../../core/rule.ts";

/** A check checks. */
export const disallowDisabledHealthCheck = rule({
  name: "disallow-disabled-health-check",
  description: "Health checks are not disabled.",
  types: ["aws:route53/healthCheck:HealthCheck"],
  property: "route53.HealthCheck.disabled",
  severity: "medium",
  level: "mandatory",
  reason: "A disabled check counts as healthy, so traffic stays on what is down.",
  remediation: "Set `disabled` to false, or leave it out.",
  controls: { soc2: ["A1.2", "CC7.2"], gdpr: ["32.1.b"] },
  judge: ({ read }) => (read.flag("disabled") === true ? "The health check is disabled." : undefined),
  remediate: (properties) => (properties["disabled"] === true ? { ...properties, disabled: false } : properties),
});
