import { UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { policyFor } from "./compliant.ts";
import { disallowPublicBusPolicy } from "./disallow-public-bus-policy.ts";

/** Policies of buses for someone and for everyone. */
export const fixtures: Fixtures = {
  rule: disallowPublicBusPolicy,
  compliant: {
    "a role": {
      properties: { eventBusName: "orders", policy: policyFor({ AWS: "arn:aws:iam::111122223333:role/orders" }) },
    },
    "an organization": {
      properties: {
        eventBusName: "orders",
        policy: policyFor("*", { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }),
      },
    },
  },
  violating: {
    everyone: {
      properties: { eventBusName: "orders", policy: policyFor("*") },
      faults: ["The bus's policy grants everyone access, in policy.Statement[0]."],
    },
    "every AWS account, for events of one kind": {
      properties: {
        eventBusName: "orders",
        policy: policyFor({ AWS: "*" }, { StringEquals: { "events:source": "orders" } }),
      },
      faults: ["The bus's policy grants everyone access, in policy.Statement[0]."],
    },
  },
  unknown: {
    policy: { properties: { eventBusName: "orders", policy: UNKNOWN }, path: "policy" },
  },
};
