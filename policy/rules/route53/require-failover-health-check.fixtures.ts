import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { primary } from "./compliant.ts";
import { requireFailoverHealthCheck } from "./require-failover-health-check.ts";

/** Records that fail over, watched and not. */
export const fixtures: Fixtures = {
  rule: requireFailoverHealthCheck,
  compliant: {
    "a check": { properties: primary },
    "a check that is made with it": { properties: changed(primary, { healthCheckId: UNKNOWN }) },
    "its alias's health": {
      properties: changed(primary, {
        healthCheckId: undefined,
        records: undefined,
        ttl: undefined,
        type: "A",
        aliases: [{ name: "eu.shop.example", zoneId: "Z1", evaluateTargetHealth: true }],
      }),
    },
    "the second choice": {
      properties: changed(primary, { healthCheckId: undefined, failoverRoutingPolicies: [{ type: "SECONDARY" }] }),
    },
    "no failover": { properties: changed(primary, { healthCheckId: undefined, failoverRoutingPolicies: undefined }) },
  },
  violating: {
    "no check": {
      properties: changed(primary, { healthCheckId: undefined }),
      faults: ["The primary record fails over on no health check."],
    },
    "an alias that is not judged": {
      properties: changed(primary, {
        healthCheckId: undefined,
        records: undefined,
        ttl: undefined,
        type: "A",
        aliases: [{ name: "eu.shop.example", zoneId: "Z1", evaluateTargetHealth: false }],
      }),
      faults: ["The primary record fails over on no health check."],
    },
  },
  unknown: {
    routing: { properties: changed(primary, { failoverRoutingPolicies: UNKNOWN }), path: "failoverRoutingPolicies" },
  },
};
