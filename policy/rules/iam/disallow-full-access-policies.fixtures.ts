import { attachmentFixtures } from "./attachment-cases.ts";
import { disallowFullAccessPolicies } from "./disallow-full-access-policies.ts";

/** Policies of AWS in every form of attachment. */
export const fixtures = attachmentFixtures(disallowFullAccessPolicies, {
  allowed: ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"],
  refused: {
    buckets: ["arn:aws:iam::aws:policy/AmazonS3FullAccess", "AmazonS3FullAccess is attached."],
    functions: ["arn:aws:iam::aws:policy/AWSLambda_FullAccess", "AWSLambda_FullAccess is attached."],
    "a later version": [
      "arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess_v2",
      "AmazonDynamoDBFullAccess_v2 is attached.",
    ],
  },
});
