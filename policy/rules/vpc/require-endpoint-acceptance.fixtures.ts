import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { endpointService } from "./network.ts";
import { requireEndpointAcceptance } from "./require-endpoint-acceptance.ts";

/** With and without it. */
export const fixtures: Fixtures = {
  rule: requireEndpointAcceptance,
  compliant: { asked: { properties: endpointService } },
  violating: {
    "not asked": {
      properties: changed(endpointService, { acceptanceRequired: false }),
      faults: ["The service lets in whoever connects."],
    },
  },
  unknown: {
    it: { properties: changed(endpointService, { acceptanceRequired: UNKNOWN }), path: "acceptanceRequired" },
  },
};
