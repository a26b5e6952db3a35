import { UNKNOWN } from "../../core/fixtures.ts";
import { identityFixtures } from "./compliant.ts";
import { disallowAttachingAnyPolicy } from "./disallow-attaching-any-policy.ts";

/** What disallow-attaching-any-policy allows, finds, and cannot tell. */
export const fixtures = identityFixtures(disallowAttachingAnyPolicy, {
  allowed: {
    "on one": {
      Effect: "Allow",
      Action: ["iam:AttachRolePolicy", "iam:PutRolePolicy"],
      Resource: "arn:aws:iam::111122223333:role/orders/reader",
    },
    refused: { Effect: "Deny", Action: ["iam:AttachRolePolicy", "iam:PutRolePolicy"], Resource: "*" },
    "under a boundary": {
      Effect: "Allow",
      Action: "iam:PutRolePolicy",
      Resource: "*",
      Condition: { StringEquals: { "iam:PermissionsBoundary": "arn:aws:iam::111122223333:policy/boundary" } },
    },
    "one policy": {
      Effect: "Allow",
      Action: "iam:AttachRolePolicy",
      Resource: "*",
      Condition: { ArnEquals: { "iam:PolicyARN": "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess" } },
    },
  },
  refused: {
    "on everything": [
      { Effect: "Allow", Action: ["iam:AttachRolePolicy", "iam:PutRolePolicy"], Resource: "*" },
      "allows iam:AttachRolePolicy, iam:PutRolePolicy on *.",
    ],
    "on all of a kind": [
      { Effect: "Allow", Action: "iam:AttachRolePolicy", Resource: "arn:aws:iam::111122223333:role/*" },
      "allows iam:AttachRolePolicy on arn:aws:iam::111122223333:role/*.",
    ],
  },
  unknown: {
    "an action": [{ Effect: "Allow", Action: [UNKNOWN], Resource: "*" }, "Action[0]"],
    "the resource": [{ Effect: "Allow", Action: "iam:AttachRolePolicy", Resource: UNKNOWN }, "Resource"],
  },
});
