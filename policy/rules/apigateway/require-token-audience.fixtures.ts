import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { authorizer, lambdaUri } from "./compliant.ts";
import { requireTokenAudience } from "./require-token-audience.ts";

/** Authorizers with and without an audience. */
export const fixtures: Fixtures = {
  rule: requireTokenAudience,
  compliant: {
    "an audience": { properties: authorizer },
    "a client that is not there yet": {
      properties: changed(authorizer, { jwtConfiguration: { issuer: UNKNOWN, audiences: [UNKNOWN] } }),
    },
    "a function that authorizes": {
      properties: changed(authorizer, {
        authorizerType: "REQUEST",
        jwtConfiguration: undefined,
        authorizerUri: lambdaUri,
      }),
    },
  },
  violating: {
    absent: {
      properties: changed(authorizer, { jwtConfiguration: { issuer: "https://id.example.com" } }),
      faults: ["The authorizer takes tokens that are meant for other applications."],
    },
  },
  unknown: {
    "the audience": {
      properties: changed(authorizer, { jwtConfiguration: { issuer: "https://id.example.com", audiences: UNKNOWN } }),
      path: "jwtConfiguration.audiences",
    },
  },
};
