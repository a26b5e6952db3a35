import { rule } from "../../core/rule.ts";
import type { Stack } from "../../core/rule.ts";
import { CONSUMERS, deadLetterArn } from "../consumers.ts";

/** Somebody is told of what lies in a dead-letter queue. */
export const requireDeadLetterAlarm = rule({
  name: "require-dead-letter-alarm",
  description: "Every consumer's dead-letter queue has an alarm on messages that lie in it.",
  types: CONSUMERS,
  property: "cloudwatch.MetricAlarm.deadLetterQueue",
  severity: "medium",
  level: "mandatory",
  scope: "stack",
  reason:
    "Messages in a dead-letter queue that nobody hears of are forgotten after fourteen days, and a payment with them.",
  remediation:
    "Add an aws.cloudwatch.MetricAlarm on `AWS/SQS` `ApproximateNumberOfMessagesVisible` with " +
    "`dimensions.QueueName` of the dead-letter queue.",
  controls: { "pci-dss-4.0.1": ["10.7.2"], soc2: ["CC7.2"], gdpr: ["32.1.b"] },
  judge(given) {
    const name = deadLetterArn(given)?.split(":").at(-1);
    if (name === undefined || isWatched(name, given.stack)) return undefined;
    return `No alarm tells of messages in ${name}.`;
  },
});

function isWatched(queue: string, stack: Stack): boolean {
  return stack.ofType("aws:cloudwatch/metricAlarm:MetricAlarm").some(({ read }) => {
    if (read.text("namespace") !== "AWS/SQS" || read.map("dimensions").get("QueueName") !== queue) return false;
    return /^ApproximateNumberOfMessages(Visible|NotVisible)?$/.test(read.text("metricName") ?? "");
  });
}
