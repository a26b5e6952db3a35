import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { disallowStoppedSigning } from "./disallow-stopped-signing.ts";

/** With and without it. */
export const fixtures: Fixtures = {
  rule: disallowStoppedSigning,
  compliant: {
    "the default": { properties: { hostedZoneId: "Z0123456789ABCDEFGHIJ" } },
    on: { properties: changed({ hostedZoneId: "Z0123456789ABCDEFGHIJ" }, { signingStatus: "SIGNING" }) },
  },
  violating: {
    off: {
      properties: changed({ hostedZoneId: "Z0123456789ABCDEFGHIJ" }, { signingStatus: "NOT_SIGNING" }),
      faults: ["Signing of the zone is switched off."],
    },
  },
  unknown: {
    it: {
      properties: changed({ hostedZoneId: "Z0123456789ABCDEFGHIJ" }, { signingStatus: UNKNOWN }),
      path: "signingStatus",
    },
  },
};
