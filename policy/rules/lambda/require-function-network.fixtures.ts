import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { lambdaFunction } from "./compliant.ts";
import { requireFunctionNetwork } from "./require-function-network.ts";

/** Functions inside and outside of a VPC. */
export const fixtures: Fixtures = {
  rule: requireFunctionNetwork,
  compliant: {
    "two subnets": { properties: lambdaFunction },
    "subnets that are not there yet": {
      properties: changed(lambdaFunction, {
        vpcConfig: { subnetIds: [UNKNOWN, UNKNOWN], securityGroupIds: [UNKNOWN] },
      }),
    },
  },
  violating: {
    absent: {
      properties: changed(lambdaFunction, { vpcConfig: undefined }),
      faults: ["The function runs outside of any VPC."],
    },
    "no subnets": {
      properties: changed(lambdaFunction, { vpcConfig: { subnetIds: [], securityGroupIds: [] } }),
      faults: ["The function runs outside of any VPC."],
    },
  },
  unknown: {
    "the subnets": {
      properties: changed(lambdaFunction, {
        vpcConfig: { subnetIds: UNKNOWN, securityGroupIds: ["sg-0c1d2e3f405162738"] },
      }),
      path: "vpcConfig.subnetIds",
    },
  },
};
