import { UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { document, sendOrders } from "./compliant.ts";
import { disallowUserPolicy } from "./disallow-user-policy.ts";

/** Policies of a user. */
export const fixtures: Fixtures = {
  rule: disallowUserPolicy,
  compliant: {
    "one that only refuses": {
      properties: { user: "ada", policy: JSON.stringify(document({ Effect: "Deny", Action: "*", Resource: "*" })) },
    },
  },
  violating: {
    "in JSON": {
      properties: { user: "ada", policy: JSON.stringify(document(sendOrders)) },
      faults: ["The user has rights by a policy of its own."],
    },
    "as an object": {
      properties: { user: "ada", policy: document({ Effect: "Allow", Action: "*", Resource: "*" }) },
      faults: ["The user has rights by a policy of its own."],
    },
  },
  unknown: { policy: { properties: { user: "ada", policy: UNKNOWN }, path: "policy" } },
};
