import { rule } from "../../core/rule.ts";

/** Certificates renew themselves. */
export const disallowServerCertificate = rule({
  name: "disallow-server-certificate",
  description: "Certificates are kept in ACM, not in IAM.",
  types: ["aws:iam/serverCertificate:ServerCertificate", "aws:acm/certificate:Certificate"],
  property: "iam.ServerCertificate",
  severity: "medium",
  level: "advisory",
  reason: "IAM renews nothing and warns of nothing, and its API needs the private key in the program.",
  remediation: "Use `aws.acm.Certificate` instead of `aws.iam.ServerCertificate`.",
  controls: { "pci-dss-4.0.1": ["4.2.1"], soc2: ["CC6.7", "A1.2"] },
  judge: ({ resource }) =>
    resource.type === "aws:acm/certificate:Certificate"
      ? undefined
      : "The certificate is kept in IAM, which does not renew it.",
});
