import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { client } from "./compliant.ts";
import { requireShortAccessTokens } from "./require-short-access-tokens.ts";

/** Clients by how long their tokens hold. */
export const fixtures: Fixtures = {
  rule: requireShortAccessTokens,
  compliant: {
    "half an hour": { properties: client },
    "the default": {
      properties: changed(client, {
        accessTokenValidity: undefined,
        idTokenValidity: undefined,
        tokenValidityUnits: undefined,
        refreshTokenValidity: undefined,
      }),
    },
    "an hour in seconds": {
      properties: changed(client, {
        accessTokenValidity: 3600,
        tokenValidityUnits: { accessToken: "seconds", idToken: "minutes" },
      }),
    },
    "a client that AWS made": { type: "aws:cognito/managedUserPoolClient:ManagedUserPoolClient", properties: client },
  },
  violating: {
    "a day": {
      properties: changed(client, {
        accessTokenValidity: 1,
        tokenValidityUnits: { accessToken: "days", idToken: "minutes" },
      }),
      faults: ["The client's access tokens are valid for 1440 minutes."],
    },
    "twelve hours, in the default unit": {
      properties: changed(client, {
        accessTokenValidity: undefined,
        idTokenValidity: 12,
        tokenValidityUnits: undefined,
      }),
      faults: ["The client's id tokens are valid for 720 minutes."],
    },
  },
  unknown: {
    "the time": { properties: changed(client, { accessTokenValidity: UNKNOWN }), path: "accessTokenValidity" },
  },
};
