import { type Fixtures } from "../../core/fixtures.ts";
import { flowLog, vpc } from "./network.ts";
import { requireFlowLogs } from "./require-flow-logs.ts";

/** VPCs with and without a flow log. */
export const fixtures: Fixtures = {
  rule: requireFlowLogs,
  compliant: { "one that the engine connects": { properties: vpc, companions: [flowLog] } },
  violating: {
    none: { properties: vpc, faults: ["The VPC has no flow log."] },
    "one of another VPC": {
      properties: vpc,
      companions: [{ ...flowLog, madeFrom: {}, properties: { ...flowLog.properties, vpcId: "vpc-99999999999999999" } }],
      faults: ["The VPC has no flow log."],
    },
  },
  unknown: {
    "whose a flow log is": {
      properties: vpc,
      companions: [{ ...flowLog, madeFrom: {} }],
      path: "vpcId of aws:ec2/flowLog:FlowLog flows",
    },
  },
};
