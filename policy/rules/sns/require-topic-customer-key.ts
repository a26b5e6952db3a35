import { rule } from "../../core/rule.ts";
import { keyFault } from "../kms/customer-key.ts";

/** Topics are encrypted with a key whose policy and whose use the owner controls. */
export const requireTopicCustomerKey = rule({
  name: "require-topic-customer-key",
  description: "SNS topics are encrypted with a customer managed KMS key.",
  types: ["aws:sns/topic:Topic"],
  property: "sns.Topic.kmsMasterKeyId",
  severity: "medium",
  level: "mandatory",
  reason: "Without a key, messages lie in the clear between their publisher and their subscribers.",
  remediation: "Set `kmsMasterKeyId` to the ARN, id or alias of a customer managed KMS key.",
  controls: { "pci-dss-4.0.1": ["3.5.1"], soc2: ["CC6.1"], gdpr: ["32.1.a"], psd2: ["RTS 22"], "aws-fsbp": ["SNS.1"] },
  scope: "stack",
  judge: (given) => keyFault("The topic", given, given.read, "kmsMasterKeyId"),
});
