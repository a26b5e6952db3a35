import { rule } from "../../core/rule.ts";

/** A target that is busy for a moment is tried again. */
export const requireTargetRetries = rule({
  name: "require-target-retries",
  description: "Targets of EventBridge rules are tried more than once.",
  types: ["aws:cloudwatch/eventTarget:EventTarget"],
  property: "cloudwatch.EventTarget.retryPolicy",
  severity: "low",
  level: "advisory",
  reason: "Without a second attempt one throttled call is an event lost, or one more to be handled by hand.",
  remediation: "Set `retryPolicy.maximumRetryAttempts` to 1 or more, or leave it out for 185.",
  controls: { soc2: ["A1.2", "PI1.4"] },
  judge: ({ read }) => {
    const attempts = read.block("retryPolicy")?.number("maximumRetryAttempts") ?? 185;
    return attempts > 0 ? undefined : "The target is tried once and never again.";
  },
});
