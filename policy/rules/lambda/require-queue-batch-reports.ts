import { rule } from "../../core/rule.ts";
import { sourceOf } from "./mapping.ts";

/** A bad message takes no good ones with it. */
export const requireQueueBatchReports = rule({
  name: "require-queue-batch-reports",
  description: "Mappings of queues let their function say which messages of a batch failed.",
  types: ["aws:lambda/eventSourceMapping:EventSourceMapping"],
  property: "lambda.EventSourceMapping.functionResponseTypes",
  severity: "low",
  level: "advisory",
  reason: "Without reports one bad message has its whole batch delivered again, and at last put aside with it.",
  remediation: 'Set `functionResponseTypes` to ["ReportBatchItemFailures"], or `batchSize` to 1.',
  controls: { soc2: ["A1.2", "PI1.4"], psd2: ["RTS 29"] },
  judge: ({ read }) => {
    if (sourceOf(read) !== "queue" || read.number("batchSize") === 1) return undefined;
    if (read.texts("functionResponseTypes").includes("ReportBatchItemFailures")) return undefined;
    return "One bad message fails the mapping's whole batch.";
  },
});
