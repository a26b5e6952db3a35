import { changed, UNKNOWN, type Fixtures, type Properties } from "../../core/fixtures.ts";
import { bucketOrigin, serverOrigin, distribution, shared } from "./compliant.ts";
import { requireOriginHttps } from "./require-origin-https.ts";

const by = (originProtocolPolicy: unknown): Properties => ({
  ...serverOrigin,
  customOriginConfig: { httpPort: 80, httpsPort: 443, originProtocolPolicy, originSslProtocols: ["TLSv1.2"] },
});

const tenants = "aws:cloudfront/multitenantDistribution:MultitenantDistribution";

/** Distributions by how they reach their origins. */
export const fixtures: Fixtures = {
  rule: requireOriginHttps,
  compliant: { HTTPS: { properties: distribution }, tenants: { type: tenants, properties: shared } },
  violating: {
    "the protocol of viewers": {
      properties: changed(distribution, { origins: [bucketOrigin, by("match-viewer")] }),
      faults: ["The distribution reaches its origin api as its viewers ask."],
    },
    HTTP: {
      properties: changed(distribution, { origins: [bucketOrigin, by("http-only")] }),
      faults: ["The distribution reaches its origin api over plain HTTP."],
    },
    tenants: {
      type: tenants,
      properties: changed(shared, {
        origins: [
          {
            id: "api",
            domainName: "origin.example.com",
            customOriginConfigs: [
              { httpPort: 80, httpsPort: 443, originProtocolPolicy: "http-only", originSslProtocols: ["TLSv1.2"] },
            ],
          },
        ],
      }),
      faults: ["The distribution reaches its origin api over plain HTTP."],
    },
  },
  unknown: {
    "the policy": {
      properties: changed(distribution, { origins: [bucketOrigin, by(UNKNOWN)] }),
      path: "origins[1].customOriginConfig.originProtocolPolicy",
    },
  },
};
