import { UNKNOWN } from "../../core/fixtures.ts";
import { identityFixtures } from "./compliant.ts";
import { disallowDeletingEverything } from "./disallow-deleting-everything.ts";

/** What disallow-deleting-everything allows, finds, and cannot tell. */
export const fixtures = identityFixtures(disallowDeletingEverything, {
  allowed: {
    "on one": {
      Effect: "Allow",
      Action: ["dynamodb:DeleteTable", "s3:DeleteBucket"],
      Resource: "arn:aws:dynamodb:eu-west-1:111122223333:table/orders-*",
    },
    refused: { Effect: "Deny", Action: ["dynamodb:DeleteTable", "s3:DeleteBucket"], Resource: "*" },
  },
  refused: {
    "on everything": [
      { Effect: "Allow", Action: ["dynamodb:DeleteTable", "s3:DeleteBucket"], Resource: "*" },
      "allows dynamodb:DeleteTable, s3:DeleteBucket on *.",
    ],
  },
  unknown: {
    "an action": [{ Effect: "Allow", Action: [UNKNOWN], Resource: "*" }, "Action[0]"],
    "the resource": [{ Effect: "Allow", Action: "dynamodb:DeleteTable", Resource: UNKNOWN }, "Resource"],
  },
});
