import { UNKNOWN } from "../../core/fixtures.ts";
import { identityFixtures } from "./compliant.ts";
import { disallowItemsOfAllTables } from "./disallow-items-of-all-tables.ts";

/** What disallow-items-of-all-tables allows, finds, and cannot tell. */
export const fixtures = identityFixtures(disallowItemsOfAllTables, {
  allowed: {
    "on one": {
      Effect: "Allow",
      Action: ["dynamodb:GetItem", "dynamodb:PutItem"],
      Resource: "arn:aws:dynamodb:eu-west-1:111122223333:table/orders",
    },
    refused: { Effect: "Deny", Action: ["dynamodb:GetItem", "dynamodb:PutItem"], Resource: "*" },
  },
  refused: {
    "on everything": [
      { Effect: "Allow", Action: ["dynamodb:GetItem", "dynamodb:PutItem"], Resource: "*" },
      "allows dynamodb:GetItem, dynamodb:PutItem on *.",
    ],
    "on all of a kind": [
      { Effect: "Allow", Action: "dynamodb:GetItem", Resource: "arn:aws:dynamodb:eu-west-1:111122223333:table/*" },
      "allows dynamodb:GetItem on arn:aws:dynamodb:eu-west-1:111122223333:table/*.",
    ],
  },
  unknown: {
    "an action": [{ Effect: "Allow", Action: [UNKNOWN], Resource: "*" }, "Action[0]"],
    "the resource": [{ Effect: "Allow", Action: "dynamodb:GetItem", Resource: UNKNOWN }, "Resource"],
  },
});
