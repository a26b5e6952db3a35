import { rule } from "../../core/rule.ts";
import { referenceAt } from "../../core/reference.ts";
import { FAILURE_TARGETS, sourceOf } from "./mapping.ts";

/** Where the records are that a function gave up on is written down. */
export const requireStreamFailureDestination = rule({
  name: "require-stream-failure-destination",
  description: "Mappings of Kinesis and DynamoDB streams keep what their function failed on.",
  types: ["aws:lambda/eventSourceMapping:EventSourceMapping"],
  property: "lambda.EventSourceMapping.destinationConfig.onFailure",
  severity: "medium",
  level: "mandatory",
  scope: "stack",
  reason:
    "Records that a function gives up on, or that grow too old, are skipped: without a destination nobody knows which.",
  remediation: "Set `destinationConfig.onFailure.destinationArn` to a queue, topic or bucket.",
  controls: { soc2: ["CC7.2", "A1.2", "PI1.4"], gdpr: ["32.1.b"], psd2: ["RTS 29"] },
  judge: (given) => {
    if (sourceOf(given.read) !== "stream") return undefined;
    const failures = given.read.block("destinationConfig")?.block("onFailure");
    const destination =
      failures === undefined ? undefined : referenceAt(given, failures, "destinationArn", ...FAILURE_TARGETS);
    if (destination !== undefined && destination !== "") return undefined;
    return "The mapping drops the records that its function fails on.";
  },
});
