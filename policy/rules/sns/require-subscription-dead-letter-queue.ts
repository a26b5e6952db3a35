import { rule } from "../../core/rule.ts";
import { redrives } from "../sqs/redrive.ts";

/** What a subscriber does not take goes aside. */
export const requireSubscriptionDeadLetterQueue = rule({
  name: "require-subscription-dead-letter-queue",
  description: "SNS subscriptions have a dead-letter queue.",
  types: ["aws:sns/topicSubscription:TopicSubscription"],
  property: "sns.TopicSubscription.redrivePolicy",
  severity: "medium",
  level: "mandatory",
  reason: "After its last attempt SNS drops the message, and nobody hears of it.",
  remediation: "Set `redrivePolicy` to JSON with the `deadLetterTargetArn` of a queue.",
  controls: { soc2: ["A1.2", "PI1.4"], gdpr: ["32.1.b"], psd2: ["PSD2 95"] },
  scope: "stack",
  judge: (given) => {
    // Letters and text messages to people are not tried again from a queue.
    if (/^(email|email-json|sms)$/.test(given.read.text("protocol") ?? "") || redrives(given)) return undefined;
    return "The subscription has no dead-letter queue.";
  },
});
