import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { httpApi } from "./compliant.ts";
import { disallowApiAnyOrigin } from "./disallow-api-any-origin.ts";

/** APIs for named origins and for any. */
export const fixtures: Fixtures = {
  rule: disallowApiAnyOrigin,
  compliant: {
    "a named origin": { properties: httpApi },
    "no cross-origin calls": { properties: changed(httpApi, { corsConfiguration: undefined }) },
    "any origin, to read": {
      properties: changed(httpApi, { corsConfiguration: { allowOrigins: ["*"], allowMethods: ["GET"] } }),
    },
  },
  violating: {
    "any origin, with no word on methods": {
      properties: changed(httpApi, { corsConfiguration: { allowOrigins: ["*"] } }),
      faults: ["Scripts of any site can call the API."],
    },
    "any origin": {
      properties: changed(httpApi, { corsConfiguration: { allowOrigins: ["*"], allowMethods: ["*"] } }),
      faults: ["Scripts of any site can call the API."],
    },
  },
  unknown: {
    "an origin": {
      properties: changed(httpApi, { corsConfiguration: { allowOrigins: [UNKNOWN] } }),
      path: "corsConfiguration.allowOrigins[0]",
    },
  },
};
