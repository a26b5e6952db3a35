import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { behavior, distribution, shared } from "./compliant.ts";
import { requireViewerHttps } from "./require-viewer-https.ts";

/** Distributions by how viewers may ask. */
export const fixtures: Fixtures = {
  rule: requireViewerHttps,
  compliant: {
    redirected: { properties: distribution },
    tenants: { type: "aws:cloudfront/multitenantDistribution:MultitenantDistribution", properties: shared },
  },
  violating: {
    "the default behavior": {
      properties: changed(distribution, { defaultCacheBehavior: { ...behavior, viewerProtocolPolicy: "allow-all" } }),
      faults: ["The distribution answers its default behavior over plain HTTP."],
    },
    "one path": {
      properties: changed(distribution, {
        orderedCacheBehaviors: [{ ...behavior, pathPattern: "/files/*", viewerProtocolPolicy: "allow-all" }],
      }),
      faults: ["The distribution answers /files/* over plain HTTP."],
    },
    tenants: {
      type: "aws:cloudfront/multitenantDistribution:MultitenantDistribution",
      properties: changed(shared, {
        cacheBehaviors: [
          { ...behavior, targetOriginId: "api", pathPattern: "/files/*", viewerProtocolPolicy: "allow-all" },
        ],
      }),
      faults: ["The distribution answers /files/* over plain HTTP."],
    },
  },
  unknown: {
    "the policy": {
      properties: changed(distribution, { defaultCacheBehavior: { ...behavior, viewerProtocolPolicy: UNKNOWN } }),
      path: "defaultCacheBehavior.viewerProtocolPolicy",
    },
  },
};
