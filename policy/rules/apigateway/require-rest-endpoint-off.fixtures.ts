import { changed, UNKNOWN, type Fixtures, type Companion } from "../../core/fixtures.ts";
import { restApi } from "./compliant.ts";
import { requireRestEndpointOff } from "./require-rest-endpoint-off.ts";

const named: Companion = {
  type: "aws:apigateway/basePathMapping:BasePathMapping",
  name: "named",
  properties: { domainName: "api.example.com", restApi: "orders", stageName: "live" },
};

/** APIs with a host name, with and without AWS's. */
export const fixtures: Fixtures = {
  rule: requireRestEndpointOff,
  compliant: {
    "one way in": { properties: restApi, companions: [named] },
    "no host name of its own": { properties: changed(restApi, { disableExecuteApiEndpoint: undefined }) },
  },
  violating: {
    "two ways in": {
      properties: changed(restApi, { disableExecuteApiEndpoint: undefined }),
      companions: [named],
      faults: ["The API is also reached by AWS's own host name."],
    },
    "two ways in, as written": {
      properties: changed(restApi, { disableExecuteApiEndpoint: false }),
      companions: [named],
      faults: ["The API is also reached by AWS's own host name."],
    },
  },
  unknown: {
    "the endpoint": {
      properties: changed(restApi, { disableExecuteApiEndpoint: UNKNOWN }),
      path: "disableExecuteApiEndpoint",
    },
  },
};
