import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { identityPool } from "./compliant.ts";
import { requireServerSideTokenCheck } from "./require-server-side-token-check.ts";

/** Identity pools that ask, and that do not. */
export const fixtures: Fixtures = {
  rule: requireServerSideTokenCheck,
  compliant: {
    asked: { properties: identityPool },
    "no user pool": {
      properties: changed(identityPool, {
        cognitoIdentityProviders: undefined,
        samlProviderArns: ["arn:aws:iam::111122223333:saml-provider/directory"],
      }),
    },
  },
  violating: {
    "the default": {
      properties: changed(identityPool, {
        cognitoIdentityProviders: [
          {
            clientId: "3n4b5urk1ft4fl3mg5e62d9ado",
            providerName: "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEf123",
          },
        ],
      }),
      faults: ["The identity pool takes tokens of users who were shut out."],
    },
  },
  unknown: {
    "the check": {
      properties: changed(identityPool, { cognitoIdentityProviders: [{ serverSideTokenCheck: UNKNOWN }] }),
      path: "cognitoIdentityProviders[0].serverSideTokenCheck",
    },
  },
};
