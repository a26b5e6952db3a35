import { UNKNOWN } from "../../core/fixtures.ts";
import { identityFixtures } from "./compliant.ts";
import { disallowNotResource } from "./disallow-not-resource.ts";

/** What disallow-not-resource allows, finds, and cannot tell. */
export const fixtures = identityFixtures(disallowNotResource, {
  allowed: { refused: { Effect: "Deny", Action: "s3:PutObject", NotResource: "arn:aws:s3:::orders/*" } },
  refused: {
    allowed: [
      { Effect: "Allow", Action: "s3:ListBucket", NotResource: "arn:aws:s3:::payroll" },
      "allows all resources but those it lists.",
    ],
  },
  unknown: { "the list": [{ Effect: "Allow", Action: "s3:ListBucket", NotResource: UNKNOWN }, "NotResource"] },
});
