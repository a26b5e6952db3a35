import { UNKNOWN } from "../../core/fixtures.ts";
import { trustFixtures } from "./trust-cases.ts";
import { disallowPublicTrust } from "./disallow-public-trust.ts";

/** What disallow-public-trust allows, finds, and cannot tell. */
export const fixtures = trustFixtures(disallowPublicTrust, {
  allowed: {
    "an organization": {
      Effect: "Allow",
      Principal: "*",
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } },
    },
    "everyone refused": {
      Effect: "Deny",
      Principal: "*",
      Action: "sts:AssumeRole",
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  },
  refused: {
    everyone: [{ Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" }, "lets anyone take the role on."],
    "everyone of AWS": [
      { Effect: "Allow", Principal: { AWS: ["*"] }, Action: "sts:AssumeRole" },
      "lets anyone take the role on.",
    ],
    "everyone with an id": [
      {
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "sts:ExternalId": "orders" } },
      },
      "lets anyone take the role on.",
    ],
  },
  unknown: { whom: [{ Effect: "Allow", Principal: { AWS: UNKNOWN }, Action: "sts:AssumeRole" }, "Principal.AWS"] },
});
