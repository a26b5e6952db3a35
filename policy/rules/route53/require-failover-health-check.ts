import { rule } from "../../core/rule.ts";
import { knownOr } from "../../core/reference.ts";

/** What fails over is watched. */
export const requireFailoverHealthCheck = rule({
  name: "require-failover-health-check",
  description: "Primary records of a failover have a health check or judge their alias's health.",
  types: ["aws:route53/record:Record"],
  property: "route53.Record.healthCheckId",
  severity: "medium",
  level: "mandatory",
  reason: "Without a check the primary is answered for ever, also when it is down.",
  remediation: "Set `healthCheckId`, or `evaluateTargetHealth` of the alias to true.",
  controls: { soc2: ["A1.2"], gdpr: ["32.1.b"] },
  judge: ({ read }) => {
    if (read.block("failoverRoutingPolicies")?.text("type") !== "PRIMARY") return undefined;
    if (read.block("aliases")?.flag("evaluateTargetHealth") === true) return undefined;
    return knownOr(
      () => read.has("healthCheckId"),
      () => true,
    )
      ? undefined
      : "The primary record fails over on no health check.";
  },
});
