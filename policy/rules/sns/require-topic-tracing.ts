import { rule } from "../../core/rule.ts";

/** A message's way through a topic is part of its trace. */
export const requireTopicTracing = rule({
  name: "require-topic-tracing",
  description: "SNS topics trace actively with X-Ray.",
  types: ["aws:sns/topic:Topic"],
  property: "sns.Topic.tracingConfig",
  severity: "low",
  level: "advisory",
  reason: "Where the trace ends at the topic, nobody can follow a payment to the subscriber that failed.",
  remediation: 'Set `tracingConfig` to "Active".',
  controls: { "pci-dss-4.0.1": ["10.2.2"], soc2: ["CC7.2"], psd2: ["RTS 29"] },
  judge: ({ read }) => (read.text("tracingConfig") === "Active" ? undefined : "The topic does not trace."),
  remediate: (properties) =>
    properties["tracingConfig"] === "Active" ? properties : { ...properties, tracingConfig: "Active" },
});
