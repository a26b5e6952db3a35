import { rule } from "../../core/rule.ts";
import { documentAt } from "../../iam/document.ts";
import { grantsToAnyone } from "../../iam/exposure.ts";

/** No topic's policy lets everyone publish or subscribe. */
export const disallowPublicTopicPolicy = rule({
  name: "disallow-public-topic-policy",
  description: "Policies of SNS topics grant nothing to everyone.",
  types: ["aws:sns/topic:Topic", "aws:sns/topicPolicy:TopicPolicy"],
  property: "sns.Topic.policy",
  severity: "critical",
  level: "mandatory",
  reason: "Anybody's AWS account could subscribe to what is published, or publish what subscribers believe.",
  remediation: "Name the principals in `policy`, or narrow the statement by `aws:SourceArn` or `aws:SourceOwner`.",
  controls: {
    "pci-dss-4.0.1": ["1.4.4", "7.2.1", "7.3.3"],
    soc2: ["CC6.1", "CC6.6"],
    gdpr: ["25.2", "32.1.b"],
    "aws-fsbp": ["SNS.4"],
  },
  judge: ({ read }) => grantsToAnyone("The topic's policy", documentAt(read, "policy")),
});
