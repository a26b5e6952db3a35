import { rule } from "../../core/rule.ts";

/** Logs end some day. */
export const requireLogGroupRetention = rule({
  name: "require-log-group-retention",
  description: "Log groups say for how long they keep events.",
  types: ["aws:cloudwatch/logGroup:LogGroup"],
  property: "cloudwatch.LogGroup.retentionInDays",
  severity: "low",
  level: "mandatory",
  reason: "By default events are kept for ever, and with them the personal data in them.",
  remediation: "Set `retentionInDays`, for instance to 365.",
  controls: { "pci-dss-4.0.1": ["3.2.1", "10.5.1"], soc2: ["C1.2"], gdpr: ["5.1.e"], "aws-fsbp": ["CloudWatch.16"] },
  judge: ({ read }) => {
    // Groups of this class keep events for two days, whatever is set.
    if (read.text("logGroupClass") === "DELIVERY") return undefined;
    // 0 says for ever, and is the default.
    return (read.number("retentionInDays") ?? 0) === 0 ? "The log group keeps its events for ever." : undefined;
  },
});
