import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { certificate, distribution } from "./compliant.ts";
import { requireDistributionCertificate } from "./require-distribution-certificate.ts";

/** Distributions with a certificate of their own, and with CloudFront's. */
export const fixtures: Fixtures = {
  rule: requireDistributionCertificate,
  compliant: {
    "of ACM": { properties: distribution },
    "of IAM": {
      properties: changed(distribution, {
        viewerCertificate: {
          iamCertificateId: "ASCACKCEVSQ6C2EXAMPLE",
          sslSupportMethod: "sni-only",
          minimumProtocolVersion: "TLSv1.2_2021",
        },
      }),
    },
    "one that is not there yet": {
      properties: changed(distribution, { viewerCertificate: { ...certificate, acmCertificateArn: UNKNOWN } }),
    },
  },
  violating: {
    "CloudFront's": {
      properties: changed(distribution, { viewerCertificate: { cloudfrontDefaultCertificate: true } }),
      faults: ["The distribution uses CloudFront's own certificate, which allows TLS 1.0."],
    },
    "CloudFront's, with a version that it does not heed": {
      properties: changed(distribution, {
        viewerCertificate: { cloudfrontDefaultCertificate: true, minimumProtocolVersion: "TLSv1.2_2021" },
      }),
      faults: ["The distribution uses CloudFront's own certificate, which allows TLS 1.0."],
    },
    "nothing said": {
      properties: changed(distribution, { viewerCertificate: {} }),
      faults: ["The distribution uses CloudFront's own certificate, which allows TLS 1.0."],
    },
  },
  unknown: {
    "the certificate": { properties: changed(distribution, { viewerCertificate: UNKNOWN }), path: "viewerCertificate" },
  },
};
