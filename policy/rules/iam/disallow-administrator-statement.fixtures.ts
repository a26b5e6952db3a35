import { UNKNOWN } from "../../core/fixtures.ts";
import { identityFixtures } from "./compliant.ts";
import { disallowAdministratorStatement } from "./disallow-administrator-statement.ts";

/** What disallow-administrator-statement allows, finds, and cannot tell. */
export const fixtures = identityFixtures(disallowAdministratorStatement, {
  allowed: {
    "an action by name": {
      Effect: "Allow",
      Action: "sqs:ReceiveMessage",
      Resource: "arn:aws:sqs:eu-west-1:111122223333:orders",
    },
    "everything refused": { Effect: "Deny", Action: "*", Resource: "*" },
  },
  refused: {
    everything: [{ Effect: "Allow", Action: "*", Resource: "*" }, "allows every action of every service."],
    "everything in a list": [
      { Effect: "Allow", Action: ["sqs:SendMessage", "*"], Resource: "arn:aws:sqs:eu-west-1:111122223333:orders" },
      "allows every action of every service.",
    ],
    "of every service": [{ Effect: "Allow", Action: "*:*", Resource: "*" }, "allows every action of every service."],
  },
  unknown: { "an action": [{ Effect: "Allow", Action: [UNKNOWN], Resource: "*" }, "Action[0]"] },
});
