import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { gatewayEndpoint, interfaceEndpoint } from "./network.ts";
import { requireEndpointSecurityGroup } from "./require-endpoint-security-group.ts";

/** Endpoints with and without groups. */
export const fixtures: Fixtures = {
  rule: requireEndpointSecurityGroup,
  compliant: {
    one: { properties: interfaceEndpoint },
    "one that is made with it": { properties: changed(interfaceEndpoint, { securityGroupIds: [UNKNOWN] }) },
    "a gateway": { properties: gatewayEndpoint },
  },
  violating: {
    none: {
      properties: changed(interfaceEndpoint, { securityGroupIds: undefined }),
      faults: ["The endpoint has the default security group."],
    },
    "an empty list": {
      properties: changed(interfaceEndpoint, { securityGroupIds: [] }),
      faults: ["The endpoint has the default security group."],
    },
  },
  unknown: { kind: { properties: changed(interfaceEndpoint, { vpcEndpointType: UNKNOWN }), path: "vpcEndpointType" } },
};
