import { rule } from "../../core/rule.ts";
import { documentAt } from "../../iam/document.ts";
import { grantsToAnyone } from "../../iam/exposure.ts";

/** No queue's policy lets everyone send or read. */
export const disallowPublicQueuePolicy = rule({
  name: "disallow-public-queue-policy",
  description: "Policies of SQS queues grant nothing to everyone.",
  types: ["aws:sqs/queue:Queue", "aws:sqs/queuePolicy:QueuePolicy"],
  property: "sqs.Queue.policy",
  severity: "critical",
  level: "mandatory",
  reason: "Anybody's AWS account could read the messages, or send some that are taken for the system's own.",
  remediation: "Name the principals in `policy`, or narrow the statement by a condition such as `aws:SourceArn`.",
  controls: {
    "pci-dss-4.0.1": ["1.4.4", "7.2.1", "7.3.3"],
    soc2: ["CC6.1", "CC6.6"],
    gdpr: ["25.2", "32.1.b"],
    "aws-fsbp": ["SQS.3"],
  },
  judge: ({ read }) => grantsToAnyone("The queue's policy", documentAt(read, "policy")),
});
