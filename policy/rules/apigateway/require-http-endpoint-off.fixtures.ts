import { changed, UNKNOWN, type Fixtures, type Companion } from "../../core/fixtures.ts";
import { httpApi } from "./compliant.ts";
import { requireHttpEndpointOff } from "./require-http-endpoint-off.ts";

const named: Companion = {
  type: "aws:apigatewayv2/apiMapping:ApiMapping",
  name: "named",
  properties: { domainName: "api.example.com", apiId: "orders", stage: "$default" },
};

/** APIs with a host name, with and without AWS's. */
export const fixtures: Fixtures = {
  rule: requireHttpEndpointOff,
  compliant: {
    "one way in": { properties: httpApi, companions: [named] },
    "no host name of its own": { properties: changed(httpApi, { disableExecuteApiEndpoint: undefined }) },
  },
  violating: {
    "two ways in": {
      properties: changed(httpApi, { disableExecuteApiEndpoint: undefined }),
      companions: [named],
      faults: ["The API is also reached by AWS's own host name."],
    },
  },
  unknown: {
    "the endpoint": {
      properties: changed(httpApi, { disableExecuteApiEndpoint: UNKNOWN }),
      path: "disableExecuteApiEndpoint",
    },
  },
};
