import { UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { requireRegionalSessionTokens } from "./require-regional-session-tokens.ts";

/** Both versions. */
export const fixtures: Fixtures = {
  rule: requireRegionalSessionTokens,
  compliant: { "the second version": { properties: { globalEndpointTokenVersion: "v2Token" } } },
  violating: {
    "the first version": {
      properties: { globalEndpointTokenVersion: "v1Token" },
      faults: ["The global endpoint gives tokens that do not work in all regions."],
    },
  },
  unknown: { version: { properties: { globalEndpointTokenVersion: UNKNOWN }, path: "globalEndpointTokenVersion" } },
};
