import { rule } from "../../core/rule.ts";
import { CONSUMERS, deadLetterArn } from "../consumers.ts";

/** What a consumer cannot handle is kept, since it is money under way. */
export const requireConsumerDeadLetterQueue = rule({
  name: "require-consumer-dead-letter-queue",
  description: "Every consumer of a queue, stream or schedule has a dead-letter queue.",
  types: CONSUMERS,
  property: "lambda.EventSourceMapping.deadLetterQueue",
  severity: "high",
  level: "mandatory",
  scope: "stack",
  reason:
    "A credit that failed for the last time and is dropped is money that left one account and never reached the other.",
  remediation:
    "Set `redrivePolicy` of the queue, `destinationConfig.onFailure` of the stream's mapping or " +
    "`deadLetterConfig` of the target to a dead-letter queue.",
  controls: { soc2: ["A1.2", "CC7.5"], gdpr: ["32.1.b"] },
  judge: (given) => (deadLetterArn(given) === undefined ? "The consumer drops what it cannot handle." : undefined),
});
