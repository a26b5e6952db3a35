import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { functionUrl } from "./compliant.ts";
import { disallowFunctionUrlAnyOrigin } from "./disallow-function-url-any-origin.ts";

/** Addresses for named origins and for any. */
export const fixtures: Fixtures = {
  rule: disallowFunctionUrlAnyOrigin,
  compliant: {
    "a named origin": { properties: functionUrl },
    "no cross-origin calls": { properties: changed(functionUrl, { cors: undefined }) },
    "any origin, to read": {
      properties: changed(functionUrl, { cors: { allowOrigins: ["*"], allowMethods: ["GET", "HEAD"] } }),
    },
  },
  violating: {
    "any origin, to read as the user": {
      properties: changed(functionUrl, {
        cors: { allowOrigins: ["*"], allowMethods: ["GET"], allowCredentials: true },
      }),
      faults: ["Scripts of any site can call the function's URL."],
    },
    "any origin": {
      properties: changed(functionUrl, { cors: { allowOrigins: ["*"] } }),
      faults: ["Scripts of any site can call the function's URL."],
    },
  },
  unknown: {
    "an origin": {
      properties: changed(functionUrl, { cors: { allowOrigins: [UNKNOWN] } }),
      path: "cors.allowOrigins[0]",
    },
  },
};
