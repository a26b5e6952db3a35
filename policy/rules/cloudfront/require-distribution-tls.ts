import { rule } from "../../core/rule.ts";
import { isOwn } from "./distribution.ts";

/** Nobody can ask with an old TLS. */
export const requireDistributionTls = rule({
  name: "require-distribution-tls",
  description: "CloudFront distributions take TLS 1.2 or newer.",
  types: ["aws:cloudfront/distribution:Distribution", "aws:cloudfront/multitenantDistribution:MultitenantDistribution"],
  property: "cloudfront.Distribution.viewerCertificate.minimumProtocolVersion",
  severity: "high",
  level: "mandatory",
  reason: "TLS 1.0 and 1.1 are broken: what goes through them can be read or changed on its way.",
  remediation: 'Set `viewerCertificate.minimumProtocolVersion` to "TLSv1.2_2021" or newer.',
  controls: {
    "pci-dss-4.0.1": ["4.2.1"],
    soc2: ["CC6.7"],
    gdpr: ["32.1.a"],
    psd2: ["RTS 35"],
    "aws-fsbp": ["CloudFront.15"],
  },
  judge: ({ read }) => {
    const certificate = read.block("viewerCertificate");
    // CloudFront's own certificate has no such choice: that is another rule's.
    if (certificate === undefined || !isOwn(certificate)) return undefined;
    const version = certificate.text("minimumProtocolVersion") ?? "TLSv1";
    if (/^TLSv1[.][23]/.test(version)) return undefined;
    return `The distribution takes versions of TLS older than 1.2 (${version}).`;
  },
});
