import { changed, UNKNOWN, type Fixtures, type Properties } from "../../core/fixtures.ts";
import { bucketOrigin, serverOrigin, distribution, shared } from "./compliant.ts";
import { requireOriginTls } from "./require-origin-tls.ts";

const by = (originSslProtocols: unknown): Properties => ({
  ...serverOrigin,
  customOriginConfig: { httpPort: 80, httpsPort: 443, originProtocolPolicy: "https-only", originSslProtocols },
});

/** Distributions by the TLS with which they reach their origins. */
export const fixtures: Fixtures = {
  rule: requireOriginTls,
  compliant: {
    "TLS 1.2": { properties: distribution },
    tenants: { type: "aws:cloudfront/multitenantDistribution:MultitenantDistribution", properties: shared },
  },
  violating: {
    "all versions": {
      properties: changed(distribution, { origins: [bucketOrigin, by(["TLSv1", "TLSv1.1", "TLSv1.2"])] }),
      faults: ["The distribution reaches its origin api with TLSv1, TLSv1.1 too."],
    },
    "SSL 3": {
      properties: changed(distribution, { origins: [bucketOrigin, by(["SSLv3", "TLSv1.2"])] }),
      faults: ["The distribution reaches its origin api with SSLv3 too."],
    },
  },
  unknown: {
    "the versions": {
      properties: changed(distribution, { origins: [bucketOrigin, by(UNKNOWN)] }),
      path: "origins[1].customOriginConfig.originSslProtocols",
    },
  },
};
