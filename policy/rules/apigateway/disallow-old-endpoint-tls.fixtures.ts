import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { restApi } from "./compliant.ts";
import { disallowOldEndpointTls } from "./disallow-old-endpoint-tls.ts";

const reached = changed(restApi, { disableExecuteApiEndpoint: undefined, securityPolicy: "TLS_1_2" });

/** Endpoints by their least version of TLS. */
export const fixtures: Fixtures = {
  rule: disallowOldEndpointTls,
  compliant: {
    "TLS 1.2": { properties: reached },
    "AWS's choice": { properties: changed(reached, { securityPolicy: undefined }) },
    "no endpoint of its own": {
      properties: changed(reached, { securityPolicy: "TLS_1_0", disableExecuteApiEndpoint: true }),
    },
  },
  violating: {
    "TLS 1.0": {
      properties: changed(reached, { securityPolicy: "TLS_1_0" }),
      faults: ["The API's endpoint takes TLS 1.0."],
    },
  },
  unknown: { "the policy": { properties: changed(reached, { securityPolicy: UNKNOWN }), path: "securityPolicy" } },
};
