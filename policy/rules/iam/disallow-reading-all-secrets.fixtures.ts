import { UNKNOWN } from "../../core/fixtures.ts";
import { identityFixtures } from "./compliant.ts";
import { disallowReadingAllSecrets } from "./disallow-reading-all-secrets.ts";

/** What disallow-reading-all-secrets allows, finds, and cannot tell. */
export const fixtures = identityFixtures(disallowReadingAllSecrets, {
  allowed: {
    "on one": {
      Effect: "Allow",
      Action: "secretsmanager:GetSecretValue",
      Resource: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders/database-??????",
    },
    refused: { Effect: "Deny", Action: "secretsmanager:GetSecretValue", Resource: "*" },
    "by tag": {
      Effect: "Allow",
      Action: "secretsmanager:GetSecretValue",
      Resource: "*",
      Condition: { StringEquals: { "secretsmanager:ResourceTag/team": "orders" } },
    },
  },
  refused: {
    "on everything": [
      { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: "*" },
      "allows secretsmanager:GetSecretValue on *.",
    ],
    "on all of a kind": [
      {
        Effect: "Allow",
        Action: "secretsmanager:GetSecretValue",
        Resource: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:*",
      },
      "allows secretsmanager:GetSecretValue on arn:aws:secretsmanager:eu-west-1:111122223333:secret:*.",
    ],
  },
  unknown: {
    "an action": [{ Effect: "Allow", Action: [UNKNOWN], Resource: "*" }, "Action[0]"],
    "the resource": [{ Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: UNKNOWN }, "Resource"],
  },
});
