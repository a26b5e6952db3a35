import { rule } from "../../core/rule.ts";
import { keyFault } from "../kms/customer-key.ts";

/** Queues are encrypted with a key whose policy and whose use the owner controls. */
export const requireQueueCustomerKey = rule({
  name: "require-queue-customer-key",
  description: "SQS queues are encrypted with a customer managed KMS key.",
  types: ["aws:sqs/queue:Queue"],
  property: "sqs.Queue.kmsMasterKeyId",
  severity: "medium",
  level: "mandatory",
  reason:
    "Without a key of one's own, whoever may read the queue may read its messages, and no key's log tells who did.",
  remediation: "Set `kmsMasterKeyId` to the ARN or id of a customer managed KMS key.",
  controls: { "pci-dss-4.0.1": ["3.5.1"], soc2: ["CC6.1"], gdpr: ["32.1.a"], psd2: ["RTS 22"], "aws-fsbp": ["SQS.1"] },
  scope: "stack",
  judge: (given) => keyFault("The queue", given, given.read, "kmsMasterKeyId"),
});
