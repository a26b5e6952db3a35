import { UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { disallowLegacyGlobalTable } from "./disallow-legacy-global-table.ts";

/** A global table of 2017; without replicas it is none. */
export const fixtures: Fixtures = {
  rule: disallowLegacyGlobalTable,
  compliant: {
    "without replicas": { properties: { name: "orders", replicas: [] } },
  },
  violating: {
    "two regions": {
      properties: { name: "orders", replicas: [{ regionName: "eu-west-1" }, { regionName: "us-east-1" }] },
      faults: ["The global table is of the version of 2017."],
    },
  },
  unknown: {
    replicas: { properties: { name: "orders", replicas: UNKNOWN }, path: "replicas" },
  },
};
