import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { behavior, distribution } from "./compliant.ts";
import { requireResponseHeaders } from "./require-response-headers.ts";

/** Distributions with and without a policy of headers. */
export const fixtures: Fixtures = {
  rule: requireResponseHeaders,
  compliant: {
    "a policy of AWS": { properties: distribution },
    "a policy of this program that is not there yet": {
      properties: changed(distribution, { defaultCacheBehavior: { ...behavior, responseHeadersPolicyId: UNKNOWN } }),
      madeFrom: { defaultCacheBehavior: ["other"] },
      companions: [
        { type: "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy", name: "other", properties: {} },
      ],
    },
  },
  violating: {
    absent: {
      properties: changed(distribution, {
        defaultCacheBehavior: changed(behavior, { responseHeadersPolicyId: undefined }),
      }),
      faults: ["The distribution adds no security headers."],
    },
  },
  unknown: {
    "the policy": {
      properties: changed(distribution, { defaultCacheBehavior: { ...behavior, responseHeadersPolicyId: UNKNOWN } }),
      path: "defaultCacheBehavior.responseHeadersPolicyId",
    },
  },
};
