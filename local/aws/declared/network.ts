import type { Declaration, DeclaredType } from "./definition.ts";

/** An EC2 thing whose computed outputs are its id, its ARN and its owner. */
function owned(type: string, prefix: string, resource: string, requires: readonly string[] = []): DeclaredType {
  return { type, requires, compute: (declaration) => ownedOutputs(declaration, prefix, resource) };
}

function ownedOutputs(declaration: Declaration, prefix: string, resource: string): { id: string; arn: string } {
  const id = declaration.ec2Id(prefix);
  const arn = declaration.arn("ec2", `${resource}/${id}`);
  return Object.assign({ ownerId: declaration.accountId }, { id, arn });
}

/** A link between two things: it has an id and nothing else. */
function link(type: string, prefix: string, requires: readonly string[]): DeclaredType {
  return { type, requires, compute: ({ ec2Id }) => ({ id: ec2Id(prefix) }) };
}

function rule(type: string): DeclaredType {
  return {
    type,
    requires: ["ipProtocol", "securityGroupId"],
    compute({ ec2Id, arn }) {
      const id = ec2Id("sgr");
      return { id, securityGroupRuleId: id, arn: arn("ec2", `security-group-rule/${id}`) };
    },
  };
}

/** Networks: nothing is routed in the local cloud, and no security group filters. */
export const networkTypes: readonly DeclaredType[] = [
  {
    type: "aws:ec2/vpc:Vpc",
    compute: (declaration) => ({
      ...ownedOutputs(declaration, "vpc", "vpc"),
      defaultNetworkAclId: declaration.ec2Id("acl"),
      defaultRouteTableId: declaration.ec2Id("rtb"),
      defaultSecurityGroupId: declaration.ec2Id("sg"),
      dhcpOptionsId: declaration.ec2Id("dopt"),
      mainRouteTableId: declaration.ec2Id("rtb"),
    }),
  },
  owned("aws:ec2/subnet:Subnet", "subnet", "subnet", ["vpcId"]),
  owned("aws:ec2/routeTable:RouteTable", "rtb", "route-table", ["vpcId"]),
  owned("aws:ec2/internetGateway:InternetGateway", "igw", "internet-gateway"),
  owned("aws:ec2/networkAcl:NetworkAcl", "acl", "network-acl", ["vpcId"]),
  owned("aws:ec2/flowLog:FlowLog", "fl", "vpc-flow-log"),
  owned("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "sg", "security-group"),
  {
    type: "aws:ec2/securityGroup:SecurityGroup",
    compute: (declaration) => ({
      ...ownedOutputs(declaration, "sg", "security-group"),
      name: declaration.named("name"),
    }),
  },
  rule("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"),
  rule("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"),
  {
    type: "aws:ec2/securityGroupRule:SecurityGroupRule",
    requires: ["type", "protocol", "securityGroupId"],
    compute: ({ ec2Id }) => ({ id: ec2Id("sgr") }),
  },
  {
    type: "aws:ec2/route:Route",
    requires: ["routeTableId"],
    compute: ({ text, hex }) => ({ id: `r-${text("routeTableId")}${hex(10)}`, origin: "CreateRoute", state: "active" }),
  },
  link("aws:ec2/routeTableAssociation:RouteTableAssociation", "rtbassoc", ["routeTableId"]),
  {
    type: "aws:ec2/eip:Eip",
    compute({ ec2Id, arn }) {
      const id = ec2Id("eipalloc");
      // A documentation address (RFC 5737): nothing answers there.
      return { id, allocationId: id, publicIp: "203.0.113.1", arn: arn("ec2", `elastic-ip/${id}`) };
    },
  },
  {
    type: "aws:ec2/natGateway:NatGateway",
    requires: ["subnetId"],
    compute: ({ ec2Id }) => ({ id: ec2Id("nat"), networkInterfaceId: ec2Id("eni"), publicIp: "203.0.113.1" }),
  },
  {
    type: "aws:ec2/vpcEndpoint:VpcEndpoint",
    requires: ["vpcId"],
    documents: ["policy"],
    compute: (declaration) => ({
      ...ownedOutputs(declaration, "vpce", "vpc-endpoint"),
      prefixListId: declaration.ec2Id("pl"),
      networkInterfaceIds: [],
      dnsEntries: [],
      cidrBlocks: [],
      state: "available",
    }),
  },
  {
    type: "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy",
    requires: ["vpcEndpointId"],
    documents: ["policy"],
    compute: ({ text }) => ({ id: text("vpcEndpointId") }),
  },
  link("aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation", "a-vpce", [
    "routeTableId",
    "vpcEndpointId",
  ]),
  link("aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation", "a-vpce", ["subnetId", "vpcEndpointId"]),
];
