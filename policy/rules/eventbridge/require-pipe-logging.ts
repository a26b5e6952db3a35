import { rule } from "../../core/rule.ts";

/** A pipe tells of what it could not carry on. */
export const requirePipeLogging = rule({
  name: "require-pipe-logging",
  description: "Pipes of EventBridge log what they could not carry on.",
  types: ["aws:pipes/pipe:Pipe"],
  property: "pipes.Pipe.logConfiguration",
  severity: "low",
  level: "advisory",
  reason: "A pipe has no other way to tell why it stopped, or what it left out.",
  remediation: 'Set `logConfiguration.level` to "ERROR" or more, with a log group.',
  controls: { "pci-dss-4.0.1": ["10.2.1"], soc2: ["CC7.2"], psd2: ["RTS 29"] },
  judge: ({ read }) =>
    (read.block("logConfiguration")?.text("level") ?? "OFF") === "OFF" ? "The pipe does not log." : undefined,
});
