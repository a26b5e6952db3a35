import { UNKNOWN } from "../../core/fixtures.ts";
import { identityFixtures } from "./compliant.ts";
import { disallowChangingAnyTrust } from "./disallow-changing-any-trust.ts";

/** What disallow-changing-any-trust allows, finds, and cannot tell. */
export const fixtures = identityFixtures(disallowChangingAnyTrust, {
  allowed: {
    "on one": {
      Effect: "Allow",
      Action: "iam:UpdateAssumeRolePolicy",
      Resource: "arn:aws:iam::111122223333:role/orders/reader",
    },
    refused: { Effect: "Deny", Action: "iam:UpdateAssumeRolePolicy", Resource: "*" },
  },
  refused: {
    "on everything": [
      { Effect: "Allow", Action: "iam:UpdateAssumeRolePolicy", Resource: "*" },
      "allows iam:UpdateAssumeRolePolicy on *.",
    ],
    "on all of a kind": [
      { Effect: "Allow", Action: "iam:UpdateAssumeRolePolicy", Resource: "arn:aws:iam::111122223333:role/*" },
      "allows iam:UpdateAssumeRolePolicy on arn:aws:iam::111122223333:role/*.",
    ],
  },
  unknown: {
    "an action": [{ Effect: "Allow", Action: [UNKNOWN], Resource: "*" }, "Action[0]"],
    "the resource": [{ Effect: "Allow", Action: "iam:UpdateAssumeRolePolicy", Resource: UNKNOWN }, "Resource"],
  },
});
