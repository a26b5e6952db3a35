import { UNKNOWN } from "../../core/fixtures.ts";
import { identityFixtures } from "./compliant.ts";
import { disallowTakingOverCode } from "./disallow-taking-over-code.ts";

/** What disallow-taking-over-code allows, finds, and cannot tell. */
export const fixtures = identityFixtures(disallowTakingOverCode, {
  allowed: {
    "on one": {
      Effect: "Allow",
      Action: ["lambda:UpdateFunctionCode", "ssm:SendCommand"],
      Resource: "arn:aws:lambda:eu-west-1:111122223333:function:orders",
    },
    refused: { Effect: "Deny", Action: ["lambda:UpdateFunctionCode", "ssm:SendCommand"], Resource: "*" },
    "machines by tag": {
      Effect: "Allow",
      Action: "ssm:StartSession",
      Resource: "*",
      Condition: { StringEquals: { "ssm:resourceTag/team": "orders" } },
    },
  },
  refused: {
    "on everything": [
      { Effect: "Allow", Action: ["lambda:UpdateFunctionCode", "ssm:SendCommand"], Resource: "*" },
      "allows lambda:UpdateFunctionCode, ssm:SendCommand on *.",
    ],
    "on all of a kind": [
      {
        Effect: "Allow",
        Action: "lambda:UpdateFunctionCode",
        Resource: "arn:aws:lambda:eu-west-1:111122223333:function:*",
      },
      "allows lambda:UpdateFunctionCode on arn:aws:lambda:eu-west-1:111122223333:function:*.",
    ],
  },
  unknown: {
    "an action": [{ Effect: "Allow", Action: [UNKNOWN], Resource: "*" }, "Action[0]"],
    "the resource": [{ Effect: "Allow", Action: "lambda:UpdateFunctionCode", Resource: UNKNOWN }, "Resource"],
  },
});
