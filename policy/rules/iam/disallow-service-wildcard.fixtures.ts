import { UNKNOWN } from "../../core/fixtures.ts";
import { identityFixtures } from "./compliant.ts";
import { disallowServiceWildcard } from "./disallow-service-wildcard.ts";

/** What disallow-service-wildcard allows, finds, and cannot tell. */
export const fixtures = identityFixtures(disallowServiceWildcard, {
  allowed: {
    "a pattern within a service": {
      Effect: "Allow",
      Action: "sqs:Get*",
      Resource: "arn:aws:sqs:eu-west-1:111122223333:orders",
    },
    "a service refused": { Effect: "Deny", Action: "iam:*", Resource: "*" },
  },
  refused: {
    "a service": [{ Effect: "Allow", Action: "s3:*", Resource: "*" }, "allows every action of s3."],
    "two services on one resource": [
      { Effect: "Allow", Action: ["sqs:*", "sns:*"], Resource: "arn:aws:sqs:eu-west-1:111122223333:orders" },
      "allows every action of sqs, sns.",
    ],
  },
  unknown: { "an action": [{ Effect: "Allow", Action: [UNKNOWN], Resource: "*" }, "Action[0]"] },
});
