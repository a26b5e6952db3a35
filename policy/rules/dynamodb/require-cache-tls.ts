import { rule } from "../../core/rule.ts";

/** What goes to and from a cache goes over TLS. */
export const requireCacheTls = rule({
  name: "require-cache-tls",
  description: "DAX clusters before DynamoDB tables talk over TLS.",
  types: ["aws:dax/cluster:Cluster"],
  property: "dax.Cluster.clusterEndpointEncryptionType",
  severity: "medium",
  level: "mandatory",
  reason: "Without TLS, items pass through the network in the clear, though the table itself never sends them so.",
  remediation: 'Set `clusterEndpointEncryptionType` to "TLS".',
  controls: {
    "pci-dss-4.0.1": ["4.2.1"],
    soc2: ["CC6.7"],
    gdpr: ["32.1.a"],
    psd2: ["RTS 35"],
    "aws-fsbp": ["DynamoDB.7"],
  },
  judge: ({ read }) =>
    read.text("clusterEndpointEncryptionType") === "TLS" ? undefined : "The cache takes requests without TLS.",
  remediate: (properties) =>
    properties["clusterEndpointEncryptionType"] === "TLS"
      ? properties
      : { ...properties, clusterEndpointEncryptionType: "TLS" },
});
