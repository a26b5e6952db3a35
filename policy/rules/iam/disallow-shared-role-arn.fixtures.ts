import { changed, UNKNOWN, type Companion, type Fixtures } from "../../core/fixtures.ts";
import { lambdaFunction } from "../lambda/compliant.ts";
import { disallowSharedRoleArn } from "./disallow-shared-role-arn.ts";

function functionOf(name: string, role: unknown): Companion {
  return {
    type: "aws:lambda/function:Function",
    name,
    properties: { name, role, runtime: "nodejs22.x", handler: "index.handler" },
  };
}

/** Functions with roles of another stack. */
export const fixtures: Fixtures = {
  rule: disallowSharedRoleArn,
  compliant: {
    alone: { properties: lambdaFunction },
    "another has another": {
      properties: lambdaFunction,
      companions: [functionOf("refunds", "arn:aws:iam::111122223333:role/refunds")],
    },
    "another's is not known": { properties: lambdaFunction, companions: [functionOf("refunds", UNKNOWN)] },
  },
  violating: {
    "two of one": {
      properties: lambdaFunction,
      companions: [functionOf("refunds", lambdaFunction["role"])],
      faults: ["The function shares its role with refunds."],
    },
  },
  unknown: { role: { properties: changed(lambdaFunction, { role: UNKNOWN }), path: "role" } },
};
