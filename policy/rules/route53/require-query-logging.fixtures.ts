import { UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { queryLog, signing, zone } from "./compliant.ts";
import { requireQueryLogging } from "./require-query-logging.ts";

/** Zones with and without it. */
export const fixtures: Fixtures = {
  rule: requireQueryLogging,
  compliant: {
    "one that the engine connects": { properties: zone, companions: [queryLog, signing] },
    "a private zone": { properties: { ...zone, vpcs: [{ vpcId: "vpc-0a1b2c3d4e5f60718" }] } },
  },
  violating: { none: { properties: zone, companions: [signing], faults: ["The zone does not log its queries."] } },
  unknown: {
    "whose it is": {
      properties: zone,
      companions: [{ ...queryLog, madeFrom: {} }],
      path: `zoneId of aws:route53/queryLog:QueryLog ${queryLog.name}`,
    },
    networks: { properties: { ...zone, vpcs: UNKNOWN }, path: "vpcs" },
  },
};
