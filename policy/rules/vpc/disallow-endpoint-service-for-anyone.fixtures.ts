import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { endpointService } from "./network.ts";
import { disallowEndpointServiceForAnyone } from "./disallow-endpoint-service-for-anyone.ts";

/** Services for some and for everyone. */
export const fixtures: Fixtures = {
  rule: disallowEndpointServiceForAnyone,
  compliant: {
    "one account": { properties: endpointService },
    "one role": {
      type: "aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple",
      properties: {
        vpcEndpointServiceId: "vpce-svc-0a1b2c3d4e5f60718",
        principalArn: "arn:aws:iam::444455556666:role/shop",
      },
    },
  },
  violating: {
    everyone: {
      properties: changed(endpointService, { allowedPrincipals: ["*"] }),
      faults: ["Every account may ask for a connection."],
    },
    "everyone, beside it": {
      type: "aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple",
      properties: { vpcEndpointServiceId: "vpce-svc-0a1b2c3d4e5f60718", principalArn: "*" },
      faults: ["Every account may ask for a connection."],
    },
  },
  unknown: {
    whom: { properties: changed(endpointService, { allowedPrincipals: UNKNOWN }), path: "allowedPrincipals" },
  },
};
