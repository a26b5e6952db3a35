import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { endpointPolicy, gatewayEndpoint } from "./network.ts";
import { disallowOpenEndpointPolicy } from "./disallow-open-endpoint-policy.ts";

/** Policies of endpoints in both places. */
export const fixtures: Fixtures = {
  rule: disallowOpenEndpointPolicy,
  compliant: {
    "one bucket": { properties: gatewayEndpoint },
    "one organization": {
      type: "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy",
      properties: {
        vpcEndpointId: "vpce-0a1b2c3d4e5f60718",
        policy: endpointPolicy({ Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } } }),
      },
    },
  },
  violating: {
    "AWS's own policy": {
      properties: changed(gatewayEndpoint, { policy: endpointPolicy({}) }),
      faults: ["policy.Statement[0] lets everyone do everything through the endpoint."],
    },
    "all of a service": {
      type: "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy",
      properties: {
        vpcEndpointId: "vpce-0a1b2c3d4e5f60718",
        policy: endpointPolicy({ Action: ["s3:*"], Principal: { AWS: "*" } }),
      },
      faults: ["policy.Statement[0] lets everyone do everything through the endpoint."],
    },
  },
  unknown: { policy: { properties: changed(gatewayEndpoint, { policy: UNKNOWN }), path: "policy" } },
};
