import { rule } from "../../core/rule.ts";
import { sourceOf } from "./mapping.ts";

/** One bad record does not stop a shard for a day or a year. */
export const requireStreamRetryBound = rule({
  name: "require-stream-retry-bound",
  description: "Mappings of streams give a failing record up after a number of tries or a time.",
  types: ["aws:lambda/eventSourceMapping:EventSourceMapping"],
  property: "lambda.EventSourceMapping.maximumRetryAttempts",
  severity: "medium",
  level: "mandatory",
  reason: "By default a record is tried until it leaves the stream, and its shard waits: one bad record stops all.",
  remediation: "Set `maximumRetryAttempts` to 0 or more, or `maximumRecordAgeInSeconds` to 60 or more.",
  controls: { soc2: ["A1.2", "PI1.4"], gdpr: ["32.1.b"], psd2: ["RTS 29"] },
  judge: ({ read }) => {
    if (sourceOf(read) !== "stream") return undefined;
    // -1 says without end, and is the default of both.
    if ((read.number("maximumRetryAttempts") ?? -1) >= 0 || (read.number("maximumRecordAgeInSeconds") ?? -1) >= 0)
      return undefined;
    return "The mapping tries a failing record again without end.";
  },
});
