import { rule } from "../../core/rule.ts";

/** What a cache holds of tables is encrypted at rest. */
export const requireCacheEncryption = rule({
  name: "require-cache-encryption",
  description: "DAX clusters before DynamoDB tables are encrypted at rest.",
  types: ["aws:dax/cluster:Cluster"],
  property: "dax.Cluster.serverSideEncryption",
  severity: "medium",
  level: "mandatory",
  reason: "A cache holds copies of the items that matter most, on disks that the table's key does not cover.",
  remediation: "Set `serverSideEncryption` to `{ enabled: true }`.",
  controls: { "pci-dss-4.0.1": ["3.5.1"], soc2: ["CC6.1"], gdpr: ["32.1.a"], "aws-fsbp": ["DynamoDB.3"] },
  judge: ({ read }) => {
    if (read.block("serverSideEncryption")?.flag("enabled") === true) return undefined;
    return "The cache is not encrypted at rest.";
  },
});
