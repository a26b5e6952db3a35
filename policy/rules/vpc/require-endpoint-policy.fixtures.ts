import { changed, MAIN, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { endpointPolicy, gatewayEndpoint, interfaceEndpoint } from "./network.ts";
import { requireEndpointPolicy } from "./require-endpoint-policy.ts";

/** Endpoints with and without a policy. */
export const fixtures: Fixtures = {
  rule: requireEndpointPolicy,
  compliant: {
    "its own": { properties: gatewayEndpoint },
    "beside it": {
      properties: changed(gatewayEndpoint, { policy: undefined }),
      companions: [
        {
          type: "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy",
          name: "beside",
          properties: { vpcEndpointId: UNKNOWN, policy: endpointPolicy({ Action: "s3:GetObject" }) },
          madeFrom: { vpcEndpointId: [MAIN] },
        },
      ],
    },
    "a load balancer's": {
      properties: changed(gatewayEndpoint, { vpcEndpointType: "GatewayLoadBalancer", policy: undefined }),
    },
  },
  violating: {
    "a gateway without": {
      properties: changed(gatewayEndpoint, { policy: undefined }),
      faults: ["The endpoint has no policy."],
    },
    "an interface without": {
      properties: changed(interfaceEndpoint, { policy: undefined }),
      faults: ["The endpoint has no policy."],
    },
  },
  unknown: { kind: { properties: changed(gatewayEndpoint, { vpcEndpointType: UNKNOWN }), path: "vpcEndpointType" } },
};
