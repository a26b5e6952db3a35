import { rule } from "../../core/rule.ts";
import { sourceOf } from "./mapping.ts";

/** A bad record takes no good ones with it. */
export const requireStreamBatchIsolation = rule({
  name: "require-stream-batch-isolation",
  description: "Mappings of streams find the bad record of a batch instead of giving the whole batch up.",
  types: ["aws:lambda/eventSourceMapping:EventSourceMapping"],
  property: "lambda.EventSourceMapping.bisectBatchOnFunctionError",
  severity: "low",
  level: "mandatory",
  reason:
    "A batch fails as a whole: one bad record has up to ten thousand good ones tried again and then dropped with it.",
  remediation: 'Set `bisectBatchOnFunctionError` to true, or `functionResponseTypes` to ["ReportBatchItemFailures"].',
  controls: { soc2: ["A1.2", "PI1.4"], gdpr: ["32.1.b"], psd2: ["RTS 29"] },
  judge: ({ read }) => {
    if (sourceOf(read) !== "stream" || read.number("batchSize") === 1) return undefined;
    if (read.flag("bisectBatchOnFunctionError") === true) return undefined;
    if (read.texts("functionResponseTypes").includes("ReportBatchItemFailures")) return undefined;
    return "One bad record fails the mapping's whole batch.";
  },
});
