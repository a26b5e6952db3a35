import { rule } from "../../core/rule.ts";

/** Logs are still there when somebody asks. */
export const requireLogGroupHistory = rule({
  name: "require-log-group-history",
  description: "Log groups keep events long enough to look into an incident.",
  types: ["aws:cloudwatch/logGroup:LogGroup"],
  property: "cloudwatch.LogGroup.retentionInDays (least)",
  severity: "medium",
  level: "mandatory",
  reason: "Intrusions are found after months; logs of days or weeks are gone by then.",
  remediation: "Set `retentionInDays` to at least 30, or to 365 where nothing archives the events.",
  controls: {
    soc2: ["CC7.3"],
    gdpr: ["33.1"],
    psd2: ["RTS 29"],
  },
  settings: {
    minimumDays: {
      type: "number",
      description: "The least number of days; where PCI DSS 10.5.1 applies, 90 at hand and 365 in all.",
      default: 30,
    },
  },
  judge: ({ read, settings }) => {
    const days = read.number("retentionInDays") ?? 0;
    if (days === 0 || days >= settings.minimumDays || read.text("logGroupClass") === "DELIVERY") return undefined;
    return `The log group keeps its events for ${days} days only.`;
  },
});
