import { UNKNOWN } from "../../core/fixtures.ts";
import { identityFixtures } from "./compliant.ts";
import { requireBoundaryForNewIdentities } from "./require-boundary-for-new-identities.ts";

/** What require-boundary-for-new-identities allows, finds, and cannot tell. */
export const fixtures = identityFixtures(requireBoundaryForNewIdentities, {
  allowed: {
    "on one": { Effect: "Allow", Action: "iam:CreateRole", Resource: "arn:aws:iam::111122223333:role/orders/*" },
    refused: { Effect: "Deny", Action: "iam:CreateRole", Resource: "*" },
    "under a boundary": {
      Effect: "Allow",
      Action: "iam:CreateRole",
      Resource: "*",
      Condition: { StringEquals: { "iam:PermissionsBoundary": "arn:aws:iam::111122223333:policy/boundary" } },
    },
  },
  refused: {
    "on everything": [{ Effect: "Allow", Action: "iam:CreateRole", Resource: "*" }, "allows iam:CreateRole on *."],
    "on all of a kind": [
      { Effect: "Allow", Action: "iam:CreateRole", Resource: "arn:aws:iam::111122223333:role/*" },
      "allows iam:CreateRole on arn:aws:iam::111122223333:role/*.",
    ],
  },
  unknown: {
    "an action": [{ Effect: "Allow", Action: [UNKNOWN], Resource: "*" }, "Action[0]"],
    "the resource": [{ Effect: "Allow", Action: "iam:CreateRole", Resource: UNKNOWN }, "Resource"],
  },
});
