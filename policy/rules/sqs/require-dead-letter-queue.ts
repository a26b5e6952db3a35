import { rule } from "../../core/rule.ts";
import { isDeadLetterQueue } from "./dead-letter-queue.ts";
import { redrives } from "./redrive.ts";

/** What cannot be processed goes aside, where somebody looks at it. */
export const requireDeadLetterQueue = rule({
  name: "require-dead-letter-queue",
  description: "SQS queues have a dead-letter queue.",
  types: ["aws:sqs/queue:Queue"],
  property: "sqs.Queue.redrivePolicy",
  severity: "medium",
  level: "mandatory",
  reason:
    "A message that always fails is tried until it expires, blocks a FIFO queue's group meanwhile, and then is lost.",
  remediation: "Set `redrivePolicy` to JSON with a `deadLetterTargetArn` and a `maxReceiveCount`.",
  controls: { soc2: ["A1.2", "PI1.3"], gdpr: ["32.1.b"], psd2: ["PSD2 95"] },
  scope: "stack",
  judge: (given) => {
    const { resource, read, stack } = given;
    if (redrives(given)) return undefined;
    if (isDeadLetterQueue(given)) return undefined;
    if (stack.referringTo(resource, "queueUrl", "aws:sqs/redrivePolicy:RedrivePolicy").length > 0) return undefined;
    // A resource whose name is unknown may have such a policy after all.
    read.text("name");
    return "The queue has no dead-letter queue.";
  },
});
