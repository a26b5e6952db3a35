import { UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { requireOwnOriginName } from "./require-own-origin-name.ts";

const http = "aws:apigatewayv2/api:Api";
const faults = ["The API answers under its execute-api name."];

/** APIs with and without their second name. */
export const fixtures: Fixtures = {
  rule: requireOwnOriginName,
  compliant: {
    "a REST API": { properties: { name: "payments", disableExecuteApiEndpoint: true } },
    "an HTTP API": { type: http, properties: { protocolType: "HTTP", disableExecuteApiEndpoint: true } },
  },
  violating: {
    "the default": { properties: { name: "payments" }, faults },
    "an HTTP API that says no": { type: http, properties: { disableExecuteApiEndpoint: false }, faults },
  },
  unknown: { flag: { properties: { disableExecuteApiEndpoint: UNKNOWN }, path: "disableExecuteApiEndpoint" } },
};
