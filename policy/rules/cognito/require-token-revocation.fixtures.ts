import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { client } from "./compliant.ts";
import { requireTokenRevocation } from "./require-token-revocation.ts";

/** Clients whose tokens can be revoked, and cannot. */
export const fixtures: Fixtures = {
  rule: requireTokenRevocation,
  compliant: {
    on: { properties: client },
    "the default": { properties: changed(client, { enableTokenRevocation: undefined }) },
    "a client that AWS made": { type: "aws:cognito/managedUserPoolClient:ManagedUserPoolClient", properties: client },
  },
  violating: {
    off: {
      properties: changed(client, { enableTokenRevocation: false }),
      faults: ["The client's tokens cannot be revoked."],
    },
  },
  unknown: {
    revocation: { properties: changed(client, { enableTokenRevocation: UNKNOWN }), path: "enableTokenRevocation" },
  },
};
