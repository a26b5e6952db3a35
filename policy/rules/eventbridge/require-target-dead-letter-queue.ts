import { rule } from "../../core/rule.ts";
import { referenceAt } from "../../core/reference.ts";

/** What a rule's target does not take goes aside. */
export const requireTargetDeadLetterQueue = rule({
  name: "require-target-dead-letter-queue",
  description: "Targets of EventBridge rules have a dead-letter queue.",
  types: ["aws:cloudwatch/eventTarget:EventTarget"],
  property: "cloudwatch.EventTarget.deadLetterConfig",
  severity: "medium",
  level: "mandatory",
  reason: "After its last attempt EventBridge drops the event, and nobody hears of it.",
  remediation: "Set `deadLetterConfig.arn` to the ARN of a queue.",
  controls: { soc2: ["A1.2", "PI1.4"], gdpr: ["32.1.b"], psd2: ["PSD2 95"] },
  scope: "stack",
  judge: (given) => {
    const config = given.read.block("deadLetterConfig");
    const arn = config === undefined ? undefined : referenceAt(given, config, "arn", "aws:sqs/queue:Queue");
    return arn === undefined || arn === "" ? "The target has no dead-letter queue." : undefined;
  },
});
