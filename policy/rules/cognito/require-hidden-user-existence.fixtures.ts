import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { client, machine } from "./compliant.ts";
import { requireHiddenUserExistence } from "./require-hidden-user-existence.ts";

/** Clients that tell who is a user, and that do not. */
export const fixtures: Fixtures = {
  rule: requireHiddenUserExistence,
  compliant: {
    hidden: { properties: client },
    "a machine": { properties: machine },
    "a client that AWS made": { type: "aws:cognito/managedUserPoolClient:ManagedUserPoolClient", properties: client },
  },
  violating: {
    absent: {
      properties: changed(client, { preventUserExistenceErrors: undefined }),
      faults: ["The client tells anyone who asks whether a user exists."],
    },
    "as it used to be": {
      properties: changed(client, { preventUserExistenceErrors: "LEGACY" }),
      faults: ["The client tells anyone who asks whether a user exists."],
    },
  },
  unknown: {
    "what is told": {
      properties: changed(client, { preventUserExistenceErrors: UNKNOWN }),
      path: "preventUserExistenceErrors",
    },
  },
};
