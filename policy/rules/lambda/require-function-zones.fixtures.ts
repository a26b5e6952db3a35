import { changed, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { lambdaFunction } from "./compliant.ts";
import { requireFunctionZones } from "./require-function-zones.ts";

/** Functions in two zones and in one. */
export const fixtures: Fixtures = {
  rule: requireFunctionZones,
  compliant: { "two subnets": { properties: lambdaFunction } },
  violating: {
    "one subnet": {
      properties: changed(lambdaFunction, {
        vpcConfig: { subnetIds: ["subnet-0a1b2c3d4e5f60718"], securityGroupIds: ["sg-0c1d2e3f405162738"] },
      }),
      faults: ["The function runs in one availability zone only."],
    },
    "one subnet twice": {
      properties: changed(lambdaFunction, {
        vpcConfig: {
          subnetIds: ["subnet-0a1b2c3d4e5f60718", "subnet-0a1b2c3d4e5f60718"],
          securityGroupIds: ["sg-0c1d2e3f405162738"],
        },
      }),
      faults: ["The function runs in one availability zone only."],
    },
  },
  unknown: {
    "the subnets": {
      properties: changed(lambdaFunction, { vpcConfig: { subnetIds: UNKNOWN } }),
      path: "vpcConfig.subnetIds",
    },
  },
};
