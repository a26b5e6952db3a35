import { rule } from "../../core/rule.ts";
import { isOwn } from "./distribution.ts";

/** Who may answer for a name, and with which TLS, is the owner's to say. */
export const requireDistributionCertificate = rule({
  name: "require-distribution-certificate",
  description: "CloudFront distributions have a certificate of their own.",
  types: ["aws:cloudfront/distribution:Distribution"],
  property: "cloudfront.Distribution.viewerCertificate",
  severity: "medium",
  level: "mandatory",
  reason: "With CloudFront's own certificate the least version of TLS is 1.0, and cannot be raised.",
  remediation: "Set `viewerCertificate.acmCertificateArn`, `sslSupportMethod` and `minimumProtocolVersion`.",
  controls: {
    "pci-dss-4.0.1": ["4.2.1"],
    soc2: ["CC6.7"],
    gdpr: ["32.1.a"],
    psd2: ["RTS 35"],
    "aws-fsbp": ["CloudFront.7"],
  },
  judge: ({ read }) => {
    const own = read.block("viewerCertificate");
    if (own !== undefined && isOwn(own)) return undefined;
    return "The distribution uses CloudFront's own certificate, which allows TLS 1.0.";
  },
});
