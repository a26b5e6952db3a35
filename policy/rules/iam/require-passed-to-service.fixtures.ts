import { UNKNOWN } from "../../core/fixtures.ts";
import { identityFixtures } from "./compliant.ts";
import { requirePassedToService } from "./require-passed-to-service.ts";

/** What require-passed-to-service allows, finds, and cannot tell. */
export const fixtures = identityFixtures(requirePassedToService, {
  allowed: {
    "a role by name": { Effect: "Allow", Action: "iam:PassRole", Resource: "arn:aws:iam::111122223333:role/orders" },
    "a pattern to one service": {
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: "arn:aws:iam::111122223333:role/orders-*",
      Condition: { StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } },
    },
  },
  refused: {
    "a pattern to any": [
      { Effect: "Allow", Action: "iam:PassRole", Resource: "arn:aws:iam::111122223333:role/orders-*" },
      "allows iam:PassRole on arn:aws:iam::111122223333:role/orders-* to any service.",
    ],
  },
  unknown: { "the role": [{ Effect: "Allow", Action: "iam:PassRole", Resource: UNKNOWN }, "Resource"] },
});
