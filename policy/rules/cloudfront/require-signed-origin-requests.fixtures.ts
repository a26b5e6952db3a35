import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { accessControl } from "./compliant.ts";
import { requireSignedOriginRequests } from "./require-signed-origin-requests.ts";

/** Controls by what they sign. */
export const fixtures: Fixtures = {
  rule: requireSignedOriginRequests,
  compliant: { everything: { properties: accessControl } },
  violating: {
    nothing: {
      properties: changed(accessControl, { signingBehavior: "never" }),
      faults: ["The control does not sign what it asks for."],
    },
    "what viewers did not sign": {
      properties: changed(accessControl, { signingBehavior: "no-override" }),
      faults: ["The control lets a viewer's own signature through instead of its own."],
    },
  },
  unknown: {
    "the behavior": { properties: changed(accessControl, { signingBehavior: UNKNOWN }), path: "signingBehavior" },
  },
};
