import { rule } from "../../core/rule.ts";

/** One partner does not use up what all partners share. */
export const requireUsagePlanThrottling = rule({
  name: "require-usage-plan-throttling",
  description: "Usage plans limit the rate of each holder of a key.",
  types: ["aws:apigateway/usagePlan:UsagePlan"],
  property: "apigateway.UsagePlan.throttleSettings",
  severity: "medium",
  level: "mandatory",
  reason: "Without a rate of its own one caller's key can use up the whole API's.",
  remediation: "Set `throttleSettings.rateLimit` and `throttleSettings.burstLimit`.",
  controls: { soc2: ["A1.1", "CC6.6"], gdpr: ["32.1.b"] },
  judge: ({ read }) => {
    const limit = read.block("throttleSettings")?.number("rateLimit");
    return limit === undefined || limit <= 0 ? "The usage plan does not limit its callers' rate." : undefined;
  },
});
