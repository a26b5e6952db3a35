import { UNKNOWN } from "../../core/fixtures.ts";
import { identityFixtures } from "./compliant.ts";
import { disallowObjectsOfAllBuckets } from "./disallow-objects-of-all-buckets.ts";

/** What disallow-objects-of-all-buckets allows, finds, and cannot tell. */
export const fixtures = identityFixtures(disallowObjectsOfAllBuckets, {
  allowed: {
    "on one": { Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"], Resource: "arn:aws:s3:::orders-archive/*" },
    refused: { Effect: "Deny", Action: ["s3:GetObject", "s3:PutObject"], Resource: "*" },
  },
  refused: {
    "on everything": [
      { Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"], Resource: "*" },
      "allows s3:GetObject, s3:PutObject on *.",
    ],
    "on all of a kind": [
      { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::*/*" },
      "allows s3:GetObject on arn:aws:s3:::*/*.",
    ],
  },
  unknown: {
    "an action": [{ Effect: "Allow", Action: [UNKNOWN], Resource: "*" }, "Action[0]"],
    "the resource": [{ Effect: "Allow", Action: "s3:GetObject", Resource: UNKNOWN }, "Resource"],
  },
});
