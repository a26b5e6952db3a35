import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { httpStage } from "./compliant.ts";
import { requireHttpThrottling } from "./require-http-throttling.ts";

/** Stages with and without a limit. */
export const fixtures: Fixtures = {
  rule: requireHttpThrottling,
  compliant: {
    "a limit": { properties: httpStage },
    "a limit of each route": {
      properties: changed(httpStage, {
        defaultRouteSettings: undefined,
        routeSettings: [{ routeKey: "POST /orders", throttlingRateLimit: 10, throttlingBurstLimit: 20 }],
      }),
    },
  },
  violating: {
    "a route without": {
      properties: changed(httpStage, {
        defaultRouteSettings: undefined,
        routeSettings: [
          { routeKey: "POST /orders", throttlingRateLimit: 10, throttlingBurstLimit: 20 },
          { routeKey: "GET /orders", detailedMetricsEnabled: true },
        ],
      }),
      faults: ["The stage has no rate limit of its own."],
    },
    absent: {
      properties: changed(httpStage, { defaultRouteSettings: undefined }),
      faults: ["The stage has no rate limit of its own."],
    },
    "other settings": {
      properties: changed(httpStage, { defaultRouteSettings: { detailedMetricsEnabled: true } }),
      faults: ["The stage has no rate limit of its own."],
    },
  },
  unknown: {
    "the rate": {
      properties: changed(httpStage, { defaultRouteSettings: { throttlingRateLimit: UNKNOWN } }),
      path: "defaultRouteSettings.throttlingRateLimit",
    },
  },
};
