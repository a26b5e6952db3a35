import { rule } from "../../core/rule.ts";

/** A bus tells of events that it could not deliver. */
export const requireBusLogging = rule({
  name: "require-bus-logging",
  description: "Event buses log what they could not deliver.",
  types: ["aws:cloudwatch/eventBus:EventBus"],
  property: "cloudwatch.EventBus.logConfig",
  severity: "low",
  level: "advisory",
  reason: "A rule that matches nothing and a target that refuses look alike from outside: nothing happens.",
  remediation: 'Set `logConfig.level` to "ERROR" or more.',
  controls: { "pci-dss-4.0.1": ["10.2.1"], soc2: ["CC7.2"], psd2: ["RTS 29"] },
  judge: ({ read }) =>
    (read.block("logConfig")?.text("level") ?? "OFF") === "OFF" ? "The bus does not log." : undefined,
});
