import { changed, UNKNOWN, type Fixtures, type Companion } from "../../core/fixtures.ts";
import { restApi } from "./compliant.ts";
import { requirePrivateApiPolicy } from "./require-private-api-policy.ts";

const ownNetwork = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: "*",
      Action: "execute-api:Invoke",
      Resource: "execute-api:/*",
      Condition: { StringEquals: { "aws:SourceVpce": "vpce-0a1b2c3d4e5f60718" } },
    },
  ],
});

const inside = {
  name: "orders",
  endpointConfiguration: { types: "PRIVATE", vpcEndpointIds: ["vpce-0a1b2c3d4e5f60718"] },
  policy: ownNetwork,
};

const sidecar: Companion = {
  type: "aws:apigateway/restApiPolicy:RestApiPolicy",
  name: "policy",
  properties: { restApiId: "orders", policy: ownNetwork },
};

/** Private APIs with and without a policy. */
export const fixtures: Fixtures = {
  rule: requirePrivateApiPolicy,
  compliant: {
    "a policy": { properties: inside },
    "a policy on its own": { properties: changed(inside, { policy: undefined }), companions: [sidecar] },
    "a public API": { properties: restApi },
  },
  violating: {
    none: {
      properties: changed(inside, { policy: undefined }),
      faults: ["The private API has no policy that says who may call it."],
    },
    "none, with types as a list": {
      properties: changed(inside, { policy: undefined, endpointConfiguration: { types: ["PRIVATE"] } }),
      faults: ["The private API has no policy that says who may call it."],
    },
  },
  unknown: {
    "the type": {
      properties: changed(inside, { endpointConfiguration: { types: UNKNOWN } }),
      path: "endpointConfiguration.types",
    },
  },
};
