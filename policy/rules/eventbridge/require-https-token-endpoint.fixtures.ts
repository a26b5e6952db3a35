import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { connection } from "./compliant.ts";
import { requireHttpsTokenEndpoint } from "./require-https-token-endpoint.ts";

/** Connections by OAuth and by other means. */
export const fixtures: Fixtures = {
  rule: requireHttpsTokenEndpoint,
  compliant: {
    https: { properties: connection },
    "a key": {
      properties: changed(connection, {
        authorizationType: "API_KEY",
        authParameters: { apiKey: { key: "x-api-key", value: "from-a-secret" } },
      }),
    },
  },
  violating: {
    http: {
      properties: changed(connection, {
        authParameters: {
          oauth: { authorizationEndpoint: "http://partner.example.com/token", httpMethod: "POST" },
        },
      }),
      faults: ["Tokens are fetched over plain HTTP: http://partner.example.com/token."],
    },
  },
  unknown: {
    address: {
      properties: changed(connection, { authParameters: { oauth: { authorizationEndpoint: UNKNOWN } } }),
      path: "authParameters.oauth.authorizationEndpoint",
    },
  },
};
