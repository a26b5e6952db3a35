import { UNKNOWN } from "../../core/fixtures.ts";
import { requireFederatedSubject } from "./require-federated-subject.ts";
import {
  branch,
  GITHUB,
  githubAudience,
  githubSubject,
  loggedOn,
  ofOnePool,
  trustFixtures,
  webIdentity,
} from "./trust-cases.ts";

const cluster = "oidc.eks.eu-west-1.amazonaws.com/id/0B5E9D6C6D3C4A53";
const everyone = `lets every identity of ${GITHUB} take the role on.`;

/** What require-federated-subject allows, finds, and cannot tell. */
export const fixtures = trustFixtures(requireFederatedSubject, {
  allowed: {
    "a branch": webIdentity(GITHUB, { StringEquals: { ...githubAudience, ...branch } }),
    "a repository": webIdentity(GITHUB, {
      StringEquals: githubAudience,
      StringLike: githubSubject("repo:example/orders:*"),
    }),
    "a service account": webIdentity(`arn:aws:iam::111122223333:oidc-provider/${cluster}`, {
      StringEquals: {
        [`${cluster}:sub`]: "system:serviceaccount:orders:orders",
        [`${cluster}:aud`]: "sts.amazonaws.com",
      },
    }),
    "users of an application": webIdentity("cognito-identity.amazonaws.com", { ...ofOnePool, ...loggedOn }),
  },
  refused: {
    "any repository": [webIdentity(GITHUB, { StringEquals: githubAudience }), everyone],
    "a pattern of organizations": [
      webIdentity(GITHUB, { StringEquals: githubAudience, StringLike: githubSubject("repo:*") }),
      everyone,
    ],
  },
  unknown: {
    "the subject": [
      webIdentity(GITHUB, { StringEquals: githubSubject(UNKNOWN) }),
      "Condition.StringEquals.token.actions.githubusercontent.com:sub",
    ],
  },
});
