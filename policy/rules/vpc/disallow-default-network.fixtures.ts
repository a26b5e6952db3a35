import type { Fixtures } from "../../core/fixtures.ts";
import { flowLog, vpc } from "./network.ts";
import { disallowDefaultNetwork } from "./disallow-default-network.ts";

/** Networks of the stack and of the account. */
export const fixtures: Fixtures = {
  rule: disallowDefaultNetwork,
  compliant: { "its own": { type: "aws:ec2/vpc:Vpc", properties: vpc, companions: [flowLog] } },
  violating: {
    "the default VPC": {
      properties: { tags: { Name: "Default VPC" } },
      faults: ["The stack takes the default network."],
    },
    "a default subnet": {
      type: "aws:ec2/defaultSubnet:DefaultSubnet",
      properties: { availabilityZone: "eu-west-1a" },
      faults: ["The stack takes the default network."],
    },
  },
  unknown: {},
};
