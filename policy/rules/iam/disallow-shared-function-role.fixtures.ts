import { MAIN, UNKNOWN, type Companion, type Fixtures } from "../../core/fixtures.ts";
import { role } from "./compliant.ts";
import { disallowSharedFunctionRole } from "./disallow-shared-function-role.ts";

function functionOf(name: string, role: unknown): Companion {
  return {
    type: "aws:lambda/function:Function",
    name,
    properties: { name, role, runtime: "nodejs22.x", handler: "index.handler" },
  };
}

function connected(name: string): Companion {
  return { ...functionOf(name, UNKNOWN), madeFrom: { role: [MAIN] } };
}

/** Roles of one function, of two, and of none. */
export const fixtures: Fixtures = {
  rule: disallowSharedFunctionRole,
  compliant: {
    "one function": {
      properties: role,
      companions: [
        functionOf("orders", "arn:aws:iam::111122223333:role/orders"),
        functionOf("refunds", "arn:aws:iam::111122223333:role/refunds"),
      ],
    },
    "no function": { properties: role },
  },
  violating: {
    "two functions": {
      properties: role,
      companions: [
        functionOf("orders", "arn:aws:iam::111122223333:role/orders"),
        functionOf("refunds", "arn:aws:iam::111122223333:role/orders"),
      ],
      faults: ["The role is shared by the functions orders, refunds."],
    },
    "two that the engine connects": {
      properties: role,
      companions: [connected("orders"), connected("refunds")],
      faults: ["The role is shared by the functions orders, refunds."],
    },
  },
  unknown: {
    "whose role a function has": {
      properties: role,
      companions: [functionOf("orders", UNKNOWN)],
      path: "role of aws:lambda/function:Function orders",
    },
  },
};
