import { rule } from "../../core/rule.ts";

/** What is unusual is noticed. */
export const requireTrailInsights = rule({
  name: "require-trail-insights",
  description: "Trails look for unusual rates of calls.",
  types: ["aws:cloudtrail/trail:Trail"],
  property: "cloudtrail.Trail.insightSelectors",
  severity: "low",
  level: "advisory",
  reason: "A stolen key that is tried on everything shows in the rate first.",
  remediation: 'Set `insightSelectors` to "ApiCallRateInsight" and "ApiErrorRateInsight".',
  controls: { "pci-dss-4.0.1": ["11.5.2"], soc2: ["CC7.2"] },
  judge: ({ read }) =>
    read.blocks("insightSelectors").length === 0 ? "The trail looks for nothing unusual." : undefined,
});
