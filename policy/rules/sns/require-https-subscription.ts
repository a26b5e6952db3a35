import { rule } from "../../core/rule.ts";

/** What a topic delivers to web addresses, it delivers over TLS. */
export const requireHttpsSubscription = rule({
  name: "require-https-subscription",
  description: "SNS subscriptions to web addresses use HTTPS.",
  types: ["aws:sns/topicSubscription:TopicSubscription"],
  property: "sns.TopicSubscription.protocol",
  severity: "high",
  level: "mandatory",
  reason: "Over plain HTTP everyone on the way reads the message, and may change it.",
  remediation: 'Set `protocol` to "https" and `endpoint` to an address that begins with https://.',
  controls: { "pci-dss-4.0.1": ["4.2.1"], soc2: ["CC6.7"], gdpr: ["32.1.a"], psd2: ["RTS 35"] },
  judge: ({ read }) => (read.text("protocol") === "http" ? "The subscription delivers over plain HTTP." : undefined),
});
