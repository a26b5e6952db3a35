import { rule } from "../../core/rule.ts";
import { redrivingTo } from "./dead-letter-queue.ts";

/** What was put aside is kept longer than where it came from. */
export const requireDeadLetterRetention = rule({
  name: "require-dead-letter-retention",
  description: "Dead-letter queues keep messages longer than the queues that send to them.",
  types: ["aws:sqs/queue:Queue"],
  property: "sqs.Queue.redrivePolicy.deadLetterTargetArn.messageRetentionSeconds",
  severity: "medium",
  level: "advisory",
  reason:
    "A message's age counts from its first sending, so a dead-letter queue that keeps no longer may drop it at once.",
  remediation: "Set `messageRetentionSeconds` of the dead-letter queue to 1209600, the most that SQS allows.",
  controls: { soc2: ["A1.2", "PI1.3"], gdpr: ["32.1.c"], psd2: ["PSD2 95"] },
  scope: "stack",
  judge: (given) => {
    const own = given.read.number("messageRetentionSeconds") ?? 345_600;
    // 14 days is as long as SQS keeps anything.
    if (own >= 1_209_600) return [];
    const sources = redrivingTo(given).filter((one) => one.type === "aws:sqs/queue:Queue");
    return sources.flatMap((one) => {
      const theirs = one.read.number("messageRetentionSeconds") ?? 345_600;
      if (own > theirs) return [];
      return `The dead-letter queue keeps messages for ${own} s, no longer than the queue ${one.name} (${theirs} s).`;
    });
  },
});
