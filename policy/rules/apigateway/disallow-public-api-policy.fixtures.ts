import { changed, UNKNOWN, type Fixtures, type FixtureCase } from "../../core/fixtures.ts";
import { restApi } from "./compliant.ts";
import { disallowPublicApiPolicy } from "./disallow-public-api-policy.ts";

const policyOf = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

const invoke = { Action: "execute-api:Invoke", Resource: "execute-api:/*" };

const everyone = { Effect: "Allow", Principal: "*", ...invoke };

const own = { Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:root" }, ...invoke };

const elsewhere = {
  Effect: "Deny",
  Principal: "*",
  ...invoke,
  Condition: { StringNotEquals: { "aws:SourceVpce": "vpce-0a1b2c3d4e5f60718" } },
};

const sidecar = (policy: unknown): FixtureCase => ({
  type: "aws:apigateway/restApiPolicy:RestApiPolicy",
  properties: { restApiId: "a1b2c3d4e5", policy },
});

/** Policies for some and for everyone, inline and on their own. */
export const fixtures: Fixtures = {
  rule: disallowPublicApiPolicy,
  compliant: {
    "no policy": { properties: restApi },
    "an own account": { properties: changed(restApi, { policy: policyOf(own) }) },
    "everyone but those from elsewhere": { properties: changed(restApi, { policy: policyOf(everyone, elsewhere) }) },
    "everyone of a network": {
      properties: changed(restApi, {
        policy: policyOf({ ...everyone, Condition: { IpAddress: { "aws:SourceIp": ["198.51.100.0/24"] } } }),
      }),
    },
    "a policy on its own": sidecar(policyOf(own)),
  },
  violating: {
    everyone: {
      properties: changed(restApi, { policy: policyOf(everyone) }),
      faults: ["The API's policy lets everyone call it."],
    },
    "everyone, in a block": {
      properties: changed(restApi, { policy: policyOf({ ...everyone, Principal: { AWS: ["*"] } }) }),
      faults: ["The API's policy lets everyone call it."],
    },
    "everyone, in a policy on its own": {
      ...sidecar(policyOf(everyone)),
      faults: ["The API's policy lets everyone call it."],
    },
  },
  unknown: { "the policy": { properties: changed(restApi, { policy: UNKNOWN }), path: "policy" } },
};
