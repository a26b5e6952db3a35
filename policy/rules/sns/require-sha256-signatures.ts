import { rule } from "../../core/rule.ts";

/** What web subscribers verify is signed with a hash that holds. */
export const requireSha256Signatures = rule({
  name: "require-sha256-signatures",
  description: "SNS topics with web subscribers sign with SHA-256.",
  types: ["aws:sns/topic:Topic"],
  property: "sns.Topic.signatureVersion",
  severity: "low",
  level: "advisory",
  reason: "Signatures of version 1 rest on SHA-1, for which collisions can be bought.",
  remediation: "Set `signatureVersion` to 2.",
  controls: { "pci-dss-4.0.1": ["4.2.1"], soc2: ["CC6.7"], gdpr: ["32.1.a"] },
  scope: "stack",
  judge: ({ resource, read, stack }) => {
    const version = read.number("signatureVersion");
    if (version === 2) return undefined;
    const subscribers = stack.referringTo(resource, "topic", "aws:sns/topicSubscription:TopicSubscription");
    // Web subscribers alone verify signatures; who writes the old version out means it, though.
    const verified = subscribers.some((one) => /^https?$/.test(one.read.text("protocol") ?? ""));
    return version === undefined && !verified ? undefined : "The topic signs its messages with SHA-1.";
  },
});
