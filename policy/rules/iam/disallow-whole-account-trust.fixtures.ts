import { UNKNOWN } from "../../core/fixtures.ts";
import { trustFixtures } from "./trust-cases.ts";
import { disallowWholeAccountTrust } from "./disallow-whole-account-trust.ts";

/** What disallow-whole-account-trust allows, finds, and cannot tell. */
export const fixtures = trustFixtures(disallowWholeAccountTrust, {
  allowed: {
    "with an external id": {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::444455556666:root" },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "sts:ExternalId": "0b5e9d6c" } },
    },
    "of an organization": {
      Effect: "Allow",
      Principal: { AWS: "444455556666" },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } },
    },
    "with a second factor": {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::444455556666:root" },
      Action: "sts:AssumeRole",
      Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
    },
    "one principal of it": {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::444455556666:root" },
      Action: "sts:AssumeRole",
      Condition: { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::444455556666:role/deploy" } },
    },
    "one role": {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::444455556666:role/deploy" },
      Action: "sts:AssumeRole",
    },
  },
  refused: {
    "its root": [
      { Effect: "Allow", Principal: { AWS: "arn:aws:iam::444455556666:root" }, Action: "sts:AssumeRole" },
      "lets all of arn:aws:iam::444455556666:root take the role on.",
    ],
    "its number": [
      { Effect: "Allow", Principal: { AWS: ["444455556666"] }, Action: "sts:AssumeRole" },
      "lets all of 444455556666 take the role on.",
    ],
    "any external id": [
      {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::444455556666:root" },
        Action: "sts:AssumeRole",
        Condition: { StringLike: { "sts:ExternalId": "*" } },
      },
      "lets all of arn:aws:iam::444455556666:root take the role on.",
    ],
    "an external id if there is one": [
      {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::444455556666:root" },
        Action: "sts:AssumeRole",
        Condition: { StringEqualsIfExists: { "sts:ExternalId": "0b5e9d6c" } },
      },
      "lets all of arn:aws:iam::444455556666:root take the role on.",
    ],
  },
  unknown: { whom: [{ Effect: "Allow", Principal: { AWS: UNKNOWN }, Action: "sts:AssumeRole" }, "Principal.AWS"] },
});
