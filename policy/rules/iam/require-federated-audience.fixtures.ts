import { UNKNOWN } from "../../core/fixtures.ts";
import { requireFederatedAudience } from "./require-federated-audience.ts";
import { branch, GITHUB, githubAudience, loggedOn, ofOnePool, trustFixtures, webIdentity } from "./trust-cases.ts";

/** What require-federated-audience allows, finds, and cannot tell. */
export const fixtures = trustFixtures(requireFederatedAudience, {
  allowed: {
    "a branch": webIdentity(GITHUB, { StringEquals: { ...githubAudience, ...branch } }),
    "an identity pool": webIdentity("cognito-identity.amazonaws.com", { ...ofOnePool, ...loggedOn }),
  },
  refused: {
    "a branch, for anyone": [
      webIdentity(GITHUB, { StringEquals: branch }),
      `takes tokens of ${GITHUB} that were made for others.`,
    ],
    "any identity pool": [
      webIdentity("cognito-identity.amazonaws.com", loggedOn),
      "takes tokens of cognito-identity.amazonaws.com that were made for others.",
    ],
  },
  unknown: { "the provider": [webIdentity(UNKNOWN), "Principal.Federated"] },
});
