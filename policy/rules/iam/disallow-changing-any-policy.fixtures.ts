import { UNKNOWN } from "../../core/fixtures.ts";
import { identityFixtures } from "./compliant.ts";
import { disallowChangingAnyPolicy } from "./disallow-changing-any-policy.ts";

/** What disallow-changing-any-policy allows, finds, and cannot tell. */
export const fixtures = identityFixtures(disallowChangingAnyPolicy, {
  allowed: {
    "on one": {
      Effect: "Allow",
      Action: ["iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion"],
      Resource: "arn:aws:iam::111122223333:policy/orders/reader",
    },
    refused: { Effect: "Deny", Action: ["iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion"], Resource: "*" },
  },
  refused: {
    "on everything": [
      { Effect: "Allow", Action: ["iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion"], Resource: "*" },
      "allows iam:CreatePolicyVersion, iam:SetDefaultPolicyVersion on *.",
    ],
    "on all of a kind": [
      { Effect: "Allow", Action: "iam:CreatePolicyVersion", Resource: "arn:aws:iam::111122223333:policy/*" },
      "allows iam:CreatePolicyVersion on arn:aws:iam::111122223333:policy/*.",
    ],
  },
  unknown: {
    "an action": [{ Effect: "Allow", Action: [UNKNOWN], Resource: "*" }, "Action[0]"],
    "the resource": [{ Effect: "Allow", Action: "iam:CreatePolicyVersion", Resource: UNKNOWN }, "Resource"],
  },
});
