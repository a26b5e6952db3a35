import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { functionUrl } from "./compliant.ts";
import { requireFunctionUrlAuthorization } from "./require-function-url-authorization.ts";

/** Addresses with and without authorization. */
export const fixtures: Fixtures = {
  rule: requireFunctionUrlAuthorization,
  compliant: { credentials: { properties: functionUrl } },
  violating: {
    none: {
      properties: changed(functionUrl, { authorizationType: "NONE" }),
      faults: ["Anyone on the internet can invoke the function by its URL."],
    },
  },
  unknown: {
    "the kind": { properties: changed(functionUrl, { authorizationType: UNKNOWN }), path: "authorizationType" },
  },
};
