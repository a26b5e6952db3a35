import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { client } from "./compliant.ts";
import { disallowPlainPasswordFlow } from "./disallow-plain-password-flow.ts";

/** Clients by how they sign users in. */
export const fixtures: Fixtures = {
  rule: disallowPlainPasswordFlow,
  compliant: {
    "by proof": { properties: client },
    "as AWS does": { properties: changed(client, { explicitAuthFlows: undefined }) },
    "a client that AWS made": { type: "aws:cognito/managedUserPoolClient:ManagedUserPoolClient", properties: client },
  },
  violating: {
    "by password": {
      properties: changed(client, { explicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"] }),
      faults: ["The client may send users' passwords."],
    },
    "by password, in the older writing": {
      properties: changed(client, { explicitAuthFlows: ["USER_PASSWORD_AUTH"] }),
      faults: ["The client may send users' passwords."],
    },
  },
  unknown: { "the flows": { properties: changed(client, { explicitAuthFlows: UNKNOWN }), path: "explicitAuthFlows" } },
};
