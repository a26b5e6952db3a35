import { UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { requireMetadataTokens } from "./require-metadata-tokens.ts";

/** Defaults with and without tokens. */
export const fixtures: Fixtures = {
  rule: requireMetadataTokens,
  compliant: { asked: { properties: { httpTokens: "required", httpPutResponseHopLimit: 1 } } },
  violating: {
    optional: {
      properties: { httpTokens: "optional" },
      faults: ["Machines may give out credentials without a token."],
    },
    absent: {
      properties: { httpPutResponseHopLimit: 1 },
      faults: ["Machines may give out credentials without a token."],
    },
  },
  unknown: { it: { properties: { httpTokens: UNKNOWN }, path: "httpTokens" } },
};
