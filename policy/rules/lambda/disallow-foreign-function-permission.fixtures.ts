import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { permission } from "./compliant.ts";
import { disallowForeignFunctionPermission } from "./disallow-foreign-function-permission.ts";

const own = changed(permission, {
  function: "arn:aws:lambda:eu-west-1:111122223333:function:orders",
  principal: "arn:aws:iam::111122223333:role/caller",
  sourceArn: undefined,
});

/** Permissions for the own account and for others. */
export const fixtures: Fixtures = {
  rule: disallowForeignFunctionPermission,
  compliant: {
    "the own account": { properties: own },
    "a function by its name, of which nothing tells": {
      properties: changed(own, { function: "orders", principal: "444455556666" }),
    },
    "an organization": { properties: changed(own, { principal: "444455556666", principalOrgId: "o-a1b2c3d4e5" }) },
    "a known account": {
      properties: changed(own, { principal: "444455556666" }),
      settings: { accounts: ["444455556666"] },
    },
  },
  violating: {
    "another account": {
      properties: changed(own, { principal: "444455556666" }),
      faults: ["The permission lets 444455556666 of another account invoke the function."],
    },
    "another account's role": {
      properties: changed(own, { principal: "arn:aws:iam::444455556666:role/caller" }),
      faults: ["The permission lets arn:aws:iam::444455556666:role/caller of another account invoke the function."],
    },
  },
  unknown: { who: { properties: changed(own, { principal: UNKNOWN }), path: "principal" } },
};
