import { NotKnown } from "../../core/reader.ts";
import type { Reader } from "../../core/reader.ts";
import { rule } from "../../core/rule.ts";

/** Only the edge reaches an origin. */
export const requireEdgeSecret = rule({
  name: "require-edge-secret",
  description: "A firewall in front of every API stage lets nothing in but what carries the edge's secret header.",
  types: ["aws:apigateway/stage:Stage"],
  property: "wafv2.WebAcl.edgeSecret",
  severity: "high",
  level: "mandatory",
  scope: "stack",
  reason: "Whoever reaches an origin past the edge chooses the cell himself, and is held to none of the edge's limits.",
  remediation:
    "Associate an aws.wafv2.WebAcl with the stage whose `defaultAction` blocks and whose rules allow only an " +
    "exact match of the edge's secret header.",
  controls: { "pci-dss-4.0.1": ["1.3.1", "6.4.2"], soc2: ["CC6.6"] },
  settings: {
    header: {
      type: "string",
      description: "The header with the edge's secret, in lower case.",
      default: "x-origin-secret",
    },
  },
  judge({ resource, stack, settings: { header } }) {
    const [association] = stack.referringTo(resource, "resourceArn", "aws:wafv2/webAclAssociation:WebAclAssociation");
    if (association === undefined) return "No firewall is in front of the stage.";
    const firewall = stack.referredBy(association, "webAclArn", "aws:wafv2/webAcl:WebAcl");
    // A firewall of another stack cannot be looked at.
    if (firewall === undefined) throw new NotKnown(`the firewall that ${association.name} names`);
    if (firewall.read.block("defaultAction")?.has("block") !== true) {
      return "The firewall in front of the stage allows what none of its rules is about.";
    }
    const open = firewall.read
      .blocks("rules")
      .filter((one) => one.block("action")?.has("allow") === true)
      .find((one) => !asksForHeader(one.block("statement"), header));
    return open === undefined
      ? undefined
      : `The firewall's rule ${open.text("name") ?? ""} allows requests without the edge's secret.`;
  },
});

/** Whether a statement holds only where the header has exactly one of some values. */
function asksForHeader(statement: Reader | undefined, header: string): boolean {
  if (statement === undefined) return false;
  const match = statement.block("byteMatchStatement");
  if (match !== undefined) {
    const field = match.block("fieldToMatch")?.block("singleHeader")?.text("name");
    return field?.toLowerCase() === header && match.text("positionalConstraint") === "EXACTLY";
  }
  const either = statement.block("orStatement")?.blocks("statements") ?? [];
  if (either.length > 0) return either.every((one) => asksForHeader(one, header));
  return (statement.block("andStatement")?.blocks("statements") ?? []).some((one) => asksForHeader(one, header));
}
