import { MAIN, UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { disallowDefaultSecurityGroupRules } from "./disallow-default-security-group-rules.ts";

/** The default group, closed and open. */
export const fixtures: Fixtures = {
  rule: disallowDefaultSecurityGroupRules,
  compliant: {
    closed: { properties: { vpcId: "vpc-0a1b2c3d4e5f60718" } },
    "closed by lists": { properties: { vpcId: "vpc-0a1b2c3d4e5f60718", ingress: [], egress: [] } },
  },
  violating: {
    "AWS's own rules": {
      properties: {
        vpcId: "vpc-0a1b2c3d4e5f60718",
        ingress: [{ protocol: "-1", self: true, fromPort: 0, toPort: 0 }],
        egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
      },
      faults: ["The default group has rules for ingress and egress."],
    },
    "a rule of its own": {
      properties: { vpcId: "vpc-0a1b2c3d4e5f60718" },
      companions: [
        {
          type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
          name: "postgres",
          properties: {
            securityGroupId: UNKNOWN,
            cidrIpv4: "10.0.0.0/16",
            ipProtocol: "tcp",
            fromPort: 5432,
            toPort: 5432,
          },
          madeFrom: { securityGroupId: [MAIN] },
        },
      ],
      faults: ["The default group has rules of their own: postgres."],
    },
    "a way out": {
      properties: {
        vpcId: "vpc-0a1b2c3d4e5f60718",
        egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
      },
      faults: ["The default group has rules for egress."],
    },
  },
  unknown: { ingress: { properties: { vpcId: "vpc-0a1b2c3d4e5f60718", ingress: UNKNOWN }, path: "ingress" } },
};
