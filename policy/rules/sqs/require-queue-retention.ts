import { rule } from "../../core/rule.ts";

/** Messages outlive a night in which nobody consumes them. */
export const requireQueueRetention = rule({
  name: "require-queue-retention",
  description: "SQS queues keep messages for at least the configured time.",
  types: ["aws:sqs/queue:Queue"],
  property: "sqs.Queue.messageRetentionSeconds",
  severity: "low",
  level: "advisory",
  reason: "A queue that forgets after minutes turns a consumer's outage into lost work.",
  remediation: "Set `messageRetentionSeconds` to at least the configured seconds, or leave it out for four days.",
  controls: { soc2: ["A1.2", "PI1.3"], gdpr: ["32.1.b"] },
  settings: { minSeconds: { type: "number", description: "The shortest retention, in seconds.", default: 86_400 } },
  judge: ({ read, settings }) => {
    const seconds = read.number("messageRetentionSeconds") ?? 345_600;
    if (seconds >= settings.minSeconds) return undefined;
    return `The queue forgets messages after ${seconds} s, less than ${settings.minSeconds} s.`;
  },
});
