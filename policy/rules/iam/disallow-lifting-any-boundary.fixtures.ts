import { UNKNOWN } from "../../core/fixtures.ts";
import { identityFixtures } from "./compliant.ts";
import { disallowLiftingAnyBoundary } from "./disallow-lifting-any-boundary.ts";

/** What disallow-lifting-any-boundary allows, finds, and cannot tell. */
export const fixtures = identityFixtures(disallowLiftingAnyBoundary, {
  allowed: {
    "on one": {
      Effect: "Allow",
      Action: ["iam:DeleteRolePermissionsBoundary", "iam:DetachRolePolicy"],
      Resource: "arn:aws:iam::111122223333:role/orders/reader",
    },
    refused: { Effect: "Deny", Action: ["iam:DeleteRolePermissionsBoundary", "iam:DetachRolePolicy"], Resource: "*" },
  },
  refused: {
    "on everything": [
      { Effect: "Allow", Action: ["iam:DeleteRolePermissionsBoundary", "iam:DetachRolePolicy"], Resource: "*" },
      "allows iam:DeleteRolePermissionsBoundary, iam:DetachRolePolicy on *.",
    ],
    "on all of a kind": [
      { Effect: "Allow", Action: "iam:DeleteRolePermissionsBoundary", Resource: "arn:aws:iam::111122223333:role/*" },
      "allows iam:DeleteRolePermissionsBoundary on arn:aws:iam::111122223333:role/*.",
    ],
  },
  unknown: {
    "an action": [{ Effect: "Allow", Action: [UNKNOWN], Resource: "*" }, "Action[0]"],
    "the resource": [{ Effect: "Allow", Action: "iam:DeleteRolePermissionsBoundary", Resource: UNKNOWN }, "Resource"],
  },
});
