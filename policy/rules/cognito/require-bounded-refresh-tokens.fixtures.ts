import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { client } from "./compliant.ts";
import { requireBoundedRefreshTokens } from "./require-bounded-refresh-tokens.ts";

/** Clients by how long their sessions hold. */
export const fixtures: Fixtures = {
  rule: requireBoundedRefreshTokens,
  compliant: {
    "a week": { properties: client },
    "the default": { properties: changed(client, { refreshTokenValidity: undefined }) },
    "a day in hours": {
      properties: changed(client, {
        refreshTokenValidity: 24,
        tokenValidityUnits: { accessToken: "minutes", idToken: "minutes", refreshToken: "hours" },
      }),
    },
    "a client that AWS made": { type: "aws:cognito/managedUserPoolClient:ManagedUserPoolClient", properties: client },
  },
  violating: {
    "a year": {
      properties: changed(client, { refreshTokenValidity: 365 }),
      faults: ["The client's refresh tokens are valid for 365 days."],
    },
    "sixty days in hours": {
      properties: changed(client, {
        refreshTokenValidity: 1440,
        tokenValidityUnits: { accessToken: "minutes", idToken: "minutes", refreshToken: "hours" },
      }),
      faults: ["The client's refresh tokens are valid for 60 days."],
    },
  },
  unknown: {
    "the time": { properties: changed(client, { refreshTokenValidity: UNKNOWN }), path: "refreshTokenValidity" },
  },
};
