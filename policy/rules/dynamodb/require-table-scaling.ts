import { rule } from "../../core/rule.ts";

const TARGET = "aws:appautoscaling/target:Target";

/** A table keeps up with its load: on demand, or by a target of auto scaling. */
export const requireTableScaling = rule({
  name: "require-table-scaling",
  description: "DynamoDB tables scale with their load.",
  types: ["aws:dynamodb/table:Table"],
  property: "dynamodb.Table.billingMode",
  severity: "low",
  level: "advisory",
  reason: "Fixed capacity throttles the peak for which the system was built.",
  remediation: 'Set `billingMode` to "PAY_PER_REQUEST", or add an `aws.appautoscaling.Target` for the table.',
  controls: { soc2: ["A1.1"], gdpr: ["32.1.b"], "aws-fsbp": ["DynamoDB.1"] },
  scope: "stack",
  judge: ({ resource, read, stack }) => {
    if (read.text("billingMode") === "PAY_PER_REQUEST") return undefined;
    if (stack.referringTo(resource, "resourceId", TARGET).length > 0) return undefined;
    const id = `table/${read.text("name") ?? ""}`;
    if (stack.ofType(TARGET).some((one) => one.read.text("resourceId") === id)) return undefined;
    return "The table has fixed capacity that nothing scales.";
  },
});
