import { AwsError } from "../../core/errors.ts";
import { checkPolicy } from "../iam/resource-policies.ts";
import { oneOf } from "../rules.ts";
import type { DeclaredType } from "./definition.ts";
import { textOf, textsOf } from "./definition.ts";
import { ownedOutputs } from "./network.ts";
import { refersTo, refuseMissing } from "./references.ts";

const policyType = "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy";
const tableLink = "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation";
const subnetLink = "aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation";

/** What AWS puts where no policy is given: everything passes. */
const passAll = JSON.stringify({
  Statement: [{ Action: "*", Effect: "Allow", Principal: "*", Resource: "*" }],
  Version: "2008-10-17",
});

const endpoint: DeclaredType = {
  type: "aws:ec2/vpcEndpoint:VpcEndpoint",
  inputs: {
    autoAccept: {},
    dnsOptions: { computed: true },
    ipAddressType: { computed: true, ...oneOf("ipv4", "dualstack", "ipv6") },
    policy: { computed: true, json: true },
    privateDnsEnabled: { computed: true },
    routeTableIds: { computed: true, unordered: true },
    securityGroupIds: { computed: true, unordered: true },
    serviceName: { required: true, replaces: true },
    serviceRegion: { computed: true, replaces: true },
    subnetConfigurations: { computed: true, unordered: true },
    subnetIds: { computed: true, unordered: true },
    tags: {},
    vpcEndpointType: {
      default: "Gateway",
      replaces: true,
      ...oneOf("Interface", "Gateway", "GatewayLoadBalancer", "Resource", "ServiceNetwork"),
    },
    vpcId: { required: true, replaces: true },
  },
  compute(declaration, world) {
    const { ec2Id, region, text } = declaration;
    const isInterface = text("vpcEndpointType") === "Interface";
    const network = world.find("aws:ec2/vpc:Vpc", text("vpcId"), region);
    const group = textOf(network?.outputs ?? {}, "defaultSecurityGroupId");
    return {
      ...ownedOutputs(declaration, "vpce", "vpc-endpoint"),
      prefixListId: isInterface ? "" : ec2Id("pl"),
      networkInterfaceIds: [],
      dnsEntries: [],
      cidrBlocks: [],
      state: "available",
      policy: passAll,
      privateDnsEnabled: false,
      ipAddressType: isInterface ? "ipv4" : "",
      routeTableIds: [],
      subnetIds: [],
      securityGroupIds: isInterface && group !== "" ? [group] : [],
    };
  },
  refuse(declaration, world) {
    const { inputs, region, text } = declaration;
    requirePolicy(inputs["policy"]);
    refuseMissing(declaration, world, {
      vpcId: refersTo.vpc,
      routeTableIds: refersTo.routeTable,
      securityGroupIds: refersTo.group,
      subnetIds: refersTo.subnet,
    });
    const isInterface = text("vpcEndpointType") === "Interface";
    if (!isInterface && (textsOf(inputs, "subnetIds").length > 0 || inputs["privateDnsEnabled"] === true)) {
      throw new AwsError(
        "InvalidParameter",
        "Subnet IDs, security groups and private DNS are only supported for Interface type VPC Endpoints.",
      );
    }
    if (isInterface && textsOf(inputs, "routeTableIds").length > 0) {
      throw new AwsError("InvalidParameter", "Route table IDs are only supported for Gateway type VPC Endpoint.");
    }
    const network = world.find("aws:ec2/vpc:Vpc", text("vpcId"), region)?.outputs ?? {};
    const hasNames = network["enableDnsHostnames"] === true && network["enableDnsSupport"] !== false;
    if (inputs["privateDnsEnabled"] === true && !hasNames) {
      throw new AwsError(
        "InvalidParameter",
        "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true " +
          `for ${text("vpcId")}`,
      );
    }
  },
  takesAlong: [
    [policyType, "vpcEndpointId"],
    [tableLink, "vpcEndpointId"],
    [subnetLink, "vpcEndpointId"],
  ],
};

const policy: DeclaredType = {
  type: policyType,
  inputs: { policy: { computed: true, json: true }, vpcEndpointId: { required: true, replaces: true } },
  compute: ({ text }) => ({ id: text("vpcEndpointId"), policy: passAll }),
  refuse(declaration, world) {
    requirePolicy(declaration.inputs["policy"]);
    refuseMissing(declaration, world, { vpcEndpointId: refersTo.endpoint });
  },
};

/** Refuses what no call could be judged by. */
function requirePolicy(given: unknown): void {
  if (given === undefined || given === null || given === "") return;
  try {
    checkPolicy(typeof given === "string" ? given : JSON.stringify(given), "resource");
  } catch (fault) {
    if (!(fault instanceof AwsError) || fault.code !== "MalformedPolicyDocument") throw fault;
    throw new AwsError("InvalidPolicyDocument", fault.message);
  }
}

/** An endpoint's entry in a route table, or its place in a subnet. */
function link(type: string, place: "routeTableId" | "subnetId"): DeclaredType {
  const reference = place === "routeTableId" ? refersTo.routeTable : refersTo.subnet;
  return {
    type,
    inputs: { [place]: { required: true, replaces: true }, vpcEndpointId: { required: true, replaces: true } },
    compute: ({ ec2Id }) => ({ id: ec2Id("a-vpce") }),
    refuse: (declaration, world) =>
      refuseMissing(declaration, world, { vpcEndpointId: refersTo.endpoint, [place]: reference }),
  };
}

/** VPC endpoints, whose policies judge what passes through them. */
export const endpointTypes: readonly DeclaredType[] = [
  endpoint,
  policy,
  link(tableLink, "routeTableId"),
  link(subnetLink, "subnetId"),
];
