import { rule } from "../../core/rule.ts";
import { keyFault } from "../kms/customer-key.ts";

/** What a filter looks for is encrypted as the data is. */
export const requireMappingFilterKey = rule({
  name: "require-mapping-filter-key",
  description: "Filters of event source mappings are encrypted with a customer managed KMS key.",
  types: ["aws:lambda/eventSourceMapping:EventSourceMapping"],
  property: "lambda.EventSourceMapping.kmsKeyArn",
  severity: "low",
  level: "advisory",
  scope: "stack",
  reason: "A filter holds values of the data it picks, such as customers, and is shown to whoever may list mappings.",
  remediation: "Set `kmsKeyArn` to the ARN of a customer managed KMS key.",
  controls: { "pci-dss-4.0.1": ["3.5.1"], soc2: ["CC6.1"], gdpr: ["32.1.a"] },
  judge: (given) => {
    if ((given.read.block("filterCriteria")?.blocks("filters") ?? []).length === 0) return undefined;
    return keyFault("The mapping's filter", given, given.read, "kmsKeyArn");
  },
});
