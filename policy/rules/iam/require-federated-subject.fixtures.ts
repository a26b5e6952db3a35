import { UNKNOWN } from "../../core/fixtures.ts";
import { trustFixtures } from "./trust-cases.ts";
import { requireFederatedSubject } from "./require-federated-subject.ts";

/** What require-federated-subject allows, finds, and cannot tell. */
export const fixtures = trustFixtures(requireFederatedSubject, {
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
    "a repository": {
      Effect: "Allow",
      Principal: { Federated: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
        StringLike: { "token.actions.githubusercontent.com:sub": "repo:example/orders:*" },
      },
    },
    "a service account": {
      Effect: "Allow",
      Principal: {
        Federated: "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/0B5E9D6C6D3C4A53",
      },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: {
          "oidc.eks.eu-west-1.amazonaws.com/id/0B5E9D6C6D3C4A53:sub": "system:serviceaccount:orders:orders",
          "oidc.eks.eu-west-1.amazonaws.com/id/0B5E9D6C6D3C4A53:aud": "sts.amazonaws.com",
        },
      },
    },
    "users of an application": {
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
    "any repository": [
      {
        Effect: "Allow",
        Principal: { Federated: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: { StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" } },
      },
      "lets every identity of arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com take " +
        "the role on.",
    ],
    "a pattern of organizations": [
      {
        Effect: "Allow",
        Principal: { Federated: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
          StringLike: { "token.actions.githubusercontent.com:sub": "repo:*" },
        },
      },
      "lets every identity of arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com take " +
        "the role on.",
    ],
  },
  unknown: {
    "the subject": [
      {
        Effect: "Allow",
        Principal: { Federated: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: { StringEquals: { "token.actions.githubusercontent.com:sub": UNKNOWN } },
      },
      "Condition.StringEquals.token.actions.githubusercontent.com:sub",
    ],
  },
});
