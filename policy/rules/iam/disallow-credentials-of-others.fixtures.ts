import { UNKNOWN } from "../../core/fixtures.ts";
import { identityFixtures } from "./compliant.ts";
import { disallowCredentialsOfOthers } from "./disallow-credentials-of-others.ts";

/** What disallow-credentials-of-others allows, finds, and cannot tell. */
export const fixtures = identityFixtures(disallowCredentialsOfOthers, {
  allowed: {
    "on one": {
      Effect: "Allow",
      Action: ["iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:UpdateLoginProfile"],
      Resource: "arn:aws:iam::111122223333:user/${aws:username}",
    },
    refused: {
      Effect: "Deny",
      Action: ["iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:UpdateLoginProfile"],
      Resource: "*",
    },
  },
  refused: {
    "on everything": [
      {
        Effect: "Allow",
        Action: ["iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:UpdateLoginProfile"],
        Resource: "*",
      },
      "allows iam:CreateAccessKey, iam:CreateLoginProfile, iam:UpdateLoginProfile on *.",
    ],
    "on all of a kind": [
      { Effect: "Allow", Action: "iam:CreateAccessKey", Resource: "arn:aws:iam::111122223333:user/*" },
      "allows iam:CreateAccessKey on arn:aws:iam::111122223333:user/*.",
    ],
  },
  unknown: {
    "an action": [{ Effect: "Allow", Action: [UNKNOWN], Resource: "*" }, "Action[0]"],
    "the resource": [{ Effect: "Allow", Action: "iam:CreateAccessKey", Resource: UNKNOWN }, "Resource"],
  },
});
