import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { client, machine } from "./compliant.ts";
import { disallowImplicitFlow } from "./disallow-implicit-flow.ts";

/** Clients by how they get tokens. */
export const fixtures: Fixtures = {
  rule: disallowImplicitFlow,
  compliant: {
    "by a code": { properties: client },
    "a machine": { properties: machine },
    "a client that AWS made": { type: "aws:cognito/managedUserPoolClient:ManagedUserPoolClient", properties: client },
  },
  violating: {
    implicit: {
      properties: changed(client, { allowedOauthFlows: ["implicit"] }),
      faults: ["The client gets its tokens in the browser's address."],
    },
    both: {
      properties: changed(client, { allowedOauthFlows: ["code", "implicit"] }),
      faults: ["The client gets its tokens in the browser's address."],
    },
  },
  unknown: { "the flows": { properties: changed(client, { allowedOauthFlows: UNKNOWN }), path: "allowedOauthFlows" } },
};
