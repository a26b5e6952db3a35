import { rule } from "../../core/rule.ts";

/** Who asked for which name is recorded. */
export const requireQueryLogging = rule({
  name: "require-query-logging",
  description: "Public zones log their queries.",
  types: ["aws:route53/zone:Zone"],
  property: "route53.Zone.queryLog",
  severity: "medium",
  level: "mandatory",
  reason: "Data that leaves by DNS, and names that were taken over, show in nothing but the queries.",
  remediation: "Add an `aws.route53.QueryLog` with this zone as `zoneId`.",
  controls: { "pci-dss-4.0.1": ["10.2.1"], soc2: ["CC7.2"], "aws-fsbp": ["Route53.2"] },
  scope: "stack",
  judge: ({ resource, read, stack }) => {
    // A private zone answers its own networks only.
    if (read.blocks("vpcs").length > 0) return undefined;
    return stack.referringTo(resource, "zoneId", "aws:route53/queryLog:QueryLog").length === 0
      ? "The zone does not log its queries."
      : undefined;
  },
});
