import { rule } from "../../core/rule.ts";

/** Traces are looked at before somebody asks. */
export const requireTraceInsights = rule({
  name: "require-trace-insights",
  description: "Groups of traces are watched for incidents.",
  types: ["aws:xray/group:Group"],
  property: "xray.Group.insightsConfiguration.insightsEnabled",
  severity: "low",
  level: "advisory",
  reason: "Without insights a fault that spreads through services is found by customers first.",
  remediation: "Set `insightsConfiguration.insightsEnabled` to true.",
  controls: { soc2: ["CC7.2", "CC7.3"], psd2: ["RTS 2"] },
  judge: ({ read }) => {
    const watched = read.block("insightsConfiguration")?.flag("insightsEnabled") === true;
    return watched ? undefined : "Nobody watches the group's traces for incidents.";
  },
});
