import { UNKNOWN } from "../../core/fixtures.ts";
import { trustFixtures } from "./trust-cases.ts";
import { requireFederatedAudience } from "./require-federated-audience.ts";

/** What require-federated-audience allows, finds, and cannot tell. */
export const fixtures = trustFixtures(requireFederatedAudience, {
  allowed: {
    "a branch": {
      Effect: "Allow",
      Principal: { Federated: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: {
          "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
          "token.actions.githubusercontent.com:sub": "repo:example/orders:ref:refs/heads/main",
        },
      },
    },
    "an identity pool": {
      Effect: "Allow",
      Principal: { Federated: "cognito-identity.amazonaws.com" },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: { "cognito-identity.amazonaws.com:aud": "eu-west-1:0b5e9d6c" },
        "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" },
      },
    },
  },
  refused: {
    "a branch, for anyone": [
      {
        Effect: "Allow",
        Principal: { Federated: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: { "token.actions.githubusercontent.com:sub": "repo:example/orders:ref:refs/heads/main" },
        },
      },
      "takes tokens of arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com that were made " +
        "for others.",
    ],
    "any identity pool": [
      {
        Effect: "Allow",
        Principal: { Federated: "cognito-identity.amazonaws.com" },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: { "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" } },
      },
      "takes tokens of cognito-identity.amazonaws.com that were made for others.",
    ],
  },
  unknown: {
    "the provider": [
      { Effect: "Allow", Principal: { Federated: UNKNOWN }, Action: "sts:AssumeRoleWithWebIdentity" },
      "Principal.Federated",
    ],
  },
});
