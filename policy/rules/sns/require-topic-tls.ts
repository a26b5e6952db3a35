import { rule } from "../../core/rule.ts";
import { documentAt } from "../../iam/document.ts";
import { refusesPlaintext } from "../../iam/exposure.ts";

/** Topics refuse what is not published over TLS. */
export const requireTopicTls = rule({
  name: "require-topic-tls",
  description: "Policies of SNS topics deny publishing without TLS.",
  types: ["aws:sns/topic:Topic", "aws:sns/topicPolicy:TopicPolicy"],
  property: "sns.TopicPolicy.policy.Condition.aws:SecureTransport",
  severity: "medium",
  level: "advisory",
  reason: "An endpoint that also answers over plain HTTP lets one wrong client publish in the clear.",
  remediation:
    'Add to `policy` a statement that denies `sns:Publish` to everyone where `aws:SecureTransport` is "false".',
  controls: { "pci-dss-4.0.1": ["4.2.1"], soc2: ["CC6.7"], gdpr: ["32.1.a"], psd2: ["RTS 35"] },
  scope: "stack",
  judge: ({ resource, read, stack }) => {
    if (refusesPlaintext(documentAt(read, "policy"), "sns:Publish")) return undefined;
    if (resource.type === "aws:sns/topic:Topic") {
      if (stack.referringTo(resource, "arn", "aws:sns/topicPolicy:TopicPolicy").length > 0) return undefined;
      // A policy of a topic whose name is unknown may be there after all.
      read.text("name");
    }
    return "The topic takes messages without TLS.";
  },
});
