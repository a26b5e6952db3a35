import { UNKNOWN, type Fixtures } from "../../core/fixtures.ts";
import { acl, aclRule, httpsEntry } from "./network.ts";
import { disallowOpenAllNetworkAcl } from "./disallow-open-all-network-acl.ts";

/** Entries in both forms. */
export const fixtures: Fixtures = {
  rule: disallowOpenAllNetworkAcl,
  compliant: {
    HTTPS: { properties: acl(httpsEntry) },
    "HTTPS by a rule of its own": {
      type: "aws:ec2/networkAclRule:NetworkAclRule",
      properties: aclRule({ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlock: "0.0.0.0/0" }),
    },
    "from a network": {
      properties: acl({ ...httpsEntry, protocol: "-1", fromPort: 0, toPort: 0, cidrBlock: "10.0.0.0/8" }),
    },
    refused: { properties: acl({ ...httpsEntry, protocol: "-1", fromPort: 0, toPort: 0, action: "deny" }) },
    "on the way out": {
      type: "aws:ec2/networkAclRule:NetworkAclRule",
      properties: { ...aclRule({ protocol: "-1", cidrBlock: "0.0.0.0/0" }), egress: true },
    },
  },
  violating: {
    "in the list": {
      properties: acl({ ...httpsEntry, protocol: "-1", fromPort: 0, toPort: 0 }),
      faults: ["ingress[0] lets all traffic in from 0.0.0.0/0."],
    },
    "a rule of its own": {
      type: "aws:ec2/networkAclRule:NetworkAclRule",
      properties: aclRule({ protocol: "-1", cidrBlock: "0.0.0.0/0" }),
      faults: ["The rule lets all traffic in from 0.0.0.0/0."],
    },
    "by IPv6": {
      type: "aws:ec2/networkAclRule:NetworkAclRule",
      properties: aclRule({ protocol: "-1", ipv6CidrBlock: "::/0" }),
      faults: ["The rule lets all traffic in from ::/0."],
    },
  },
  unknown: {
    "the list": { properties: { vpcId: "vpc-0a1b2c3d4e5f60718", ingress: UNKNOWN }, path: "ingress" },
    "the range": {
      type: "aws:ec2/networkAclRule:NetworkAclRule",
      properties: { ...aclRule({ protocol: "-1", cidrBlock: "0.0.0.0/0" }), cidrBlock: UNKNOWN },
      path: "cidrBlock",
    },
  },
};
