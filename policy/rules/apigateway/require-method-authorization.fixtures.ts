import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { api, method } from "./compliant.ts";
import { requireMethodAuthorization } from "./require-method-authorization.ts";

const open = changed(method, { authorization: "NONE", authorizerId: undefined });

/** Methods by who may call them. */
export const fixtures: Fixtures = {
  rule: requireMethodAuthorization,
  compliant: {
    "a user pool": { properties: method },
    credentials: { properties: changed(method, { authorization: "AWS_IAM", authorizerId: undefined }) },
    "an own authorizer": { properties: changed(method, { authorization: "CUSTOM" }) },
    "the question of browsers": {
      properties: changed(method, { httpMethod: "OPTIONS", authorization: "NONE", authorizerId: undefined }),
    },
    "a private API": {
      properties: open,
      companions: [
        {
          ...api,
          properties: {
            name: "orders",
            endpointConfiguration: { types: "PRIVATE", vpcEndpointIds: ["vpce-0a1b2c3d4e5f60718"] },
          },
        },
      ],
    },
  },
  violating: {
    none: {
      properties: changed(method, { authorization: "NONE", authorizerId: undefined }),
      faults: ["Anyone who reaches the API can call the method."],
    },
    "a key alone": {
      properties: changed(method, { authorization: "NONE", authorizerId: undefined, apiKeyRequired: true }),
      faults: ["Anyone who reaches the API can call the method."],
    },
    "none, of a regional API": {
      properties: open,
      companions: [api],
      faults: ["Anyone who reaches the API can call the method."],
    },
  },
  unknown: { who: { properties: changed(method, { authorization: UNKNOWN }), path: "authorization" } },
};
