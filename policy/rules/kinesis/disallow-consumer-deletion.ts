import { rule } from "../../core/rule.ts";

/** A stream that somebody reads is not deleted in passing. */
export const disallowConsumerDeletion = rule({
  name: "disallow-consumer-deletion",
  description: "Kinesis data streams with consumers are not deleted without their being asked to go first.",
  types: ["aws:kinesis/stream:Stream"],
  property: "kinesis.Stream.enforceConsumerDeletion",
  severity: "low",
  level: "advisory",
  reason: "Registered consumers are what keeps a wrong `destroy` from deleting the stream with its records.",
  remediation: "Leave `enforceConsumerDeletion` out, or set it to false.",
  controls: { soc2: ["A1.2"], gdpr: ["32.1.b"] },
  judge: ({ read }) => {
    if (read.flag("enforceConsumerDeletion") !== true) return undefined;
    return "The stream is deleted even while consumers are registered.";
  },
  remediate: (properties) =>
    String(properties["enforceConsumerDeletion"]) === "true"
      ? { ...properties, enforceConsumerDeletion: false }
      : properties,
});
