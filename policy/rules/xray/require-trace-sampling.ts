import { rule } from "../../core/rule.ts";

/** What is traced is traced now and then at least. */
export const requireTraceSampling = rule({
  name: "require-trace-sampling",
  description: "Sampling rules sample something.",
  types: ["aws:xray/samplingRule:SamplingRule"],
  property: "xray.SamplingRule.fixedRate",
  severity: "low",
  level: "mandatory",
  reason:
    "A rule that samples nothing switches tracing off for what it matches, and the services still say that they trace.",
  remediation: "Set `fixedRate` above 0, or `reservoirSize` to 1 or more.",
  controls: { soc2: ["CC7.2"], psd2: ["RTS 29"] },
  judge: ({ read }) => {
    const samples = (read.number("fixedRate") ?? 0) > 0 || (read.number("reservoirSize") ?? 0) > 0;
    return samples ? undefined : "The rule traces nothing of what it matches.";
  },
});
