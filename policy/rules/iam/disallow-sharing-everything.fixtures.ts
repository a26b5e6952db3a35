import { UNKNOWN } from "../../core/fixtures.ts";
import { identityFixtures } from "./compliant.ts";
import { disallowSharingEverything } from "./disallow-sharing-everything.ts";

/** What disallow-sharing-everything allows, finds, and cannot tell. */
export const fixtures = identityFixtures(disallowSharingEverything, {
  allowed: {
    "on one": {
      Effect: "Allow",
      Action: ["s3:PutBucketPolicy", "lambda:AddPermission"],
      Resource: "arn:aws:s3:::orders-archive",
    },
    refused: { Effect: "Deny", Action: ["s3:PutBucketPolicy", "lambda:AddPermission"], Resource: "*" },
  },
  refused: {
    "on everything": [
      { Effect: "Allow", Action: ["s3:PutBucketPolicy", "lambda:AddPermission"], Resource: "*" },
      "allows s3:PutBucketPolicy, lambda:AddPermission on *.",
    ],
  },
  unknown: {
    "an action": [{ Effect: "Allow", Action: [UNKNOWN], Resource: "*" }, "Action[0]"],
    "the resource": [{ Effect: "Allow", Action: "s3:PutBucketPolicy", Resource: UNKNOWN }, "Resource"],
  },
});
