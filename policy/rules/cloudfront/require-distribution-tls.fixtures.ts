import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { certificate, distribution, shared } from "./compliant.ts";
import { requireDistributionTls } from "./require-distribution-tls.ts";

/** Distributions by their least version of TLS. */
export const fixtures: Fixtures = {
  rule: requireDistributionTls,
  compliant: {
    "TLS 1.2 of 2021": { properties: distribution },
    "TLS 1.3": {
      properties: changed(distribution, {
        viewerCertificate: { ...certificate, minimumProtocolVersion: "TLSv1.3_2025" },
      }),
    },
    "TLS 1.2 of 2019": {
      properties: changed(distribution, {
        viewerCertificate: [{ ...certificate, minimumProtocolVersion: "TLSv1.2_2019" }],
      }),
    },
    tenants: { type: "aws:cloudfront/multitenantDistribution:MultitenantDistribution", properties: shared },
  },
  violating: {
    "the default": {
      properties: changed(distribution, {
        viewerCertificate: { acmCertificateArn: certificate["acmCertificateArn"], sslSupportMethod: "sni-only" },
      }),
      faults: ["The distribution takes versions of TLS older than 1.2 (TLSv1)."],
    },
    "TLS 1.1": {
      properties: changed(distribution, {
        viewerCertificate: { ...certificate, minimumProtocolVersion: "TLSv1.1_2016" },
      }),
      faults: ["The distribution takes versions of TLS older than 1.2 (TLSv1.1_2016)."],
    },
    "TLS 1.0 of 2016": {
      properties: changed(distribution, {
        viewerCertificate: { ...certificate, minimumProtocolVersion: "TLSv1_2016" },
      }),
      faults: ["The distribution takes versions of TLS older than 1.2 (TLSv1_2016)."],
    },
    "SSL 3": {
      properties: changed(distribution, {
        viewerCertificate: {
          iamCertificateId: "ASCACKCEVSQ6C2EXAMPLE",
          sslSupportMethod: "vip",
          minimumProtocolVersion: "SSLv3",
        },
      }),
      faults: ["The distribution takes versions of TLS older than 1.2 (SSLv3)."],
    },
  },
  unknown: {
    "the version": {
      properties: changed(distribution, { viewerCertificate: { ...certificate, minimumProtocolVersion: UNKNOWN } }),
      path: "viewerCertificate.minimumProtocolVersion",
    },
  },
};
