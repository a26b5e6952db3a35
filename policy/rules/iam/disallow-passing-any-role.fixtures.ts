import { UNKNOWN } from "../../core/fixtures.ts";
import { identityFixtures } from "./compliant.ts";
import { disallowPassingAnyRole } from "./disallow-passing-any-role.ts";

/** What disallow-passing-any-role allows, finds, and cannot tell. */
export const fixtures = identityFixtures(disallowPassingAnyRole, {
  allowed: {
    "on one": { Effect: "Allow", Action: "iam:PassRole", Resource: "arn:aws:iam::111122223333:role/orders-function" },
    refused: { Effect: "Deny", Action: "iam:PassRole", Resource: "*" },
    "to one service": {
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: "*",
      Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
    },
  },
  refused: {
    "on everything": [{ Effect: "Allow", Action: "iam:PassRole", Resource: "*" }, "allows iam:PassRole on *."],
    "on all of a kind": [
      { Effect: "Allow", Action: "iam:PassRole", Resource: "arn:aws:iam::111122223333:role/*" },
      "allows iam:PassRole on arn:aws:iam::111122223333:role/*.",
    ],
    "to any service": [
      {
        Effect: "Allow",
        Action: "iam:PassRole",
        Resource: "*",
        Condition: { StringLike: { "iam:PassedToService": "*" } },
      },
      "allows iam:PassRole on *.",
    ],
    "by a pattern": [{ Effect: "Allow", Action: "iam:Pass*", Resource: "*" }, "allows iam:Pass* on *."],
  },
  unknown: {
    "an action": [{ Effect: "Allow", Action: [UNKNOWN], Resource: "*" }, "Action[0]"],
    "the resource": [{ Effect: "Allow", Action: "iam:PassRole", Resource: UNKNOWN }, "Resource"],
  },
});
