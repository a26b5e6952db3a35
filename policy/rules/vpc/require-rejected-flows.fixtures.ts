import { UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { flowLogProperties } from "./network.ts";
import { requireRejectedFlows } from "./require-rejected-flows.ts";

/** Flow logs of all kinds of traffic. */
export const fixtures: Fixtures = {
  rule: requireRejectedFlows,
  compliant: {
    all: { properties: flowLogProperties },
    refused: { properties: { ...flowLogProperties, trafficType: "REJECT" } },
  },
  violating: {
    "let through only": {
      properties: { ...flowLogProperties, trafficType: "ACCEPT" },
      faults: ["The flow log leaves out refused traffic."],
    },
  },
  unknown: { kind: { properties: { ...flowLogProperties, trafficType: UNKNOWN }, path: "trafficType" } },
};
