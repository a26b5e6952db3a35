import { UNKNOWN } from "../../core/fixtures.ts";
import { trustFixtures } from "./trust-cases.ts";
import { requireSamlAudience } from "./require-saml-audience.ts";

/** What require-saml-audience allows, finds, and cannot tell. */
export const fixtures = trustFixtures(requireSamlAudience, {
  allowed: {
    "for AWS": {
      Effect: "Allow",
      Principal: { Federated: "arn:aws:iam::111122223333:saml-provider/staff" },
      Action: "sts:AssumeRoleWithSAML",
      Condition: { StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" } },
    },
  },
  refused: {
    "for anyone": [
      {
        Effect: "Allow",
        Principal: { Federated: "arn:aws:iam::111122223333:saml-provider/staff" },
        Action: "sts:AssumeRoleWithSAML",
      },
      "takes assertions of arn:aws:iam::111122223333:saml-provider/staff that were made for others.",
    ],
  },
  unknown: {
    "the provider": [
      { Effect: "Allow", Principal: { Federated: UNKNOWN }, Action: "sts:AssumeRoleWithSAML" },
      "Principal.Federated",
    ],
  },
});
