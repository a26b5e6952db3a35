import { AwsError } from "../../core/errors.ts";
import { all, between, oneOf, oneOfNumbers } from "../rules.ts";
import { contains, overlap, readCidr } from "./cidr.ts";
import type { Declaration, DeclaredType } from "./definition.ts";
import { textOf } from "./definition.ts";
import { refersTo, refuseDependents, refuseMissing } from "./references.ts";
import { checks, exactlyOneOf, ipv4Block, networkBetween, requiredWith } from "./rules.ts";
import type { World } from "./store.ts";
import { zonesOf } from "./zones.ts";

const endpointType = "aws:ec2/vpcEndpoint:VpcEndpoint";
const natType = "aws:ec2/natGateway:NatGateway";
const subnetType = "aws:ec2/subnet:Subnet";
const associationType = "aws:ec2/routeTableAssociation:RouteTableAssociation";
const routeType = "aws:ec2/route:Route";

/** Documentation addresses (RFC 5737, RFC 3849): nothing answers there. */
const publicIp = "203.0.113.1";
const ipv6Range = "2001:db8:1:100::/56";

/** The computed outputs of an EC2 thing: its id, its ARN and its owner. */
export function ownedOutputs(declaration: Declaration, prefix: string, resource: string) {
  const id = declaration.ec2Id(prefix);
  return { id, arn: declaration.arn("ec2", `${resource}/${id}`), ownerId: declaration.accountId };
}

const vpc: DeclaredType = {
  type: "aws:ec2/vpc:Vpc",
  inputs: {
    assignGeneratedIpv6CidrBlock: { default: false },
    cidrBlock: { replaces: true, required: true, ...all(ipv4Block, networkBetween(16, 28)) },
    enableDnsHostnames: { computed: true },
    enableDnsSupport: { default: true },
    enableNetworkAddressUsageMetrics: { computed: true },
    instanceTenancy: { default: "default", ...oneOf("default", "dedicated") },
    tags: {},
  },
  compute: (declaration) => ({
    ...ownedOutputs(declaration, "vpc", "vpc"),
    ...ipv6Of(declaration),
    enableDnsHostnames: false,
    enableNetworkAddressUsageMetrics: false,
    defaultNetworkAclId: declaration.ec2Id("acl"),
    ...mainTable(declaration),
    defaultSecurityGroupId: declaration.ec2Id("sg"),
    dhcpOptionsId: declaration.ec2Id("dopt"),
  }),
  recompute: ipv6Of,
  refuseDeletion: (self, world) =>
    refuseDependents(world, `The vpc '${self.id}'`, self, [
      [subnetType, "vpcId"],
      ["aws:ec2/internetGateway:InternetGateway", "vpcId"],
      ["aws:ec2/routeTable:RouteTable", "vpcId"],
      ["aws:ec2/networkAcl:NetworkAcl", "vpcId"],
      ["aws:ec2/securityGroup:SecurityGroup", "vpcId"],
      [endpointType, "vpcId"],
    ]),
};

function mainTable({ ec2Id }: Declaration) {
  const id = ec2Id("rtb");
  return { defaultRouteTableId: id, mainRouteTableId: id };
}

function ipv6Of({ inputs }: Declaration) {
  return { ipv6CidrBlock: inputs["assignGeneratedIpv6CidrBlock"] === true ? ipv6Range : "" };
}

const subnet: DeclaredType = {
  type: subnetType,
  inputs: {
    assignIpv6AddressOnCreation: { default: false },
    availabilityZone: { replaces: true, computed: true },
    cidrBlock: { replaces: true, computed: true, ...ipv4Block },
    enableDns64: { default: false },
    enableResourceNameDnsARecordOnLaunch: { default: false },
    enableResourceNameDnsAaaaRecordOnLaunch: { default: false },
    ipv6CidrBlock: { computed: true },
    ipv6Native: { default: false, replaces: true },
    mapPublicIpOnLaunch: { default: false },
    privateDnsHostnameTypeOnLaunch: { computed: true, ...oneOf("ip-name", "resource-name") },
    tags: {},
    vpcId: { required: true, replaces: true },
  },
  compute: (declaration) => ({
    ...ownedOutputs(declaration, "subnet", "subnet"),
    availabilityZone: zonesOf(declaration.region)[0],
    privateDnsHostnameTypeOnLaunch: "ip-name",
  }),
  refuse(declaration, world) {
    refuseMissing(declaration, world, { vpcId: refersTo.vpc });
    const { region, text } = declaration;
    const zone = text("availabilityZone");
    if (zone !== "" && !zonesOf(region).includes(zone)) {
      throw new AwsError(
        "InvalidParameterValue",
        `Value (${zone}) for parameter availabilityZone is invalid. ` +
          `Subnets can currently only be created in the following availability zones: ${zonesOf(region).join(", ")}.`,
      );
    }
    refuseBlock(declaration, world);
  },
  takesAlong: [[associationType, "subnetId"]],
  refuseDeletion: (self, world) =>
    refuseDependents(world, `The subnet '${self.id}'`, self, [
      [natType, "subnetId"],
      [endpointType, "subnetIds"],
    ]),
};

/** A subnet lies in its network, and shares no address with another. Source: EC2, `CreateSubnet`. */
function refuseBlock({ inputs, region, text, self }: Declaration, world: World): void {
  const own = text("cidrBlock");
  const cidr = readCidr(own);
  if (cidr === undefined) {
    if (inputs["ipv6Native"] === true) return;
    throw new AwsError("MissingParameter", "Either 'cidrBlock' or 'ipv6CidrBlock' should be provided.");
  }
  const network = readCidr(textOf(world.find(vpc.type, text("vpcId"), region)?.inputs ?? {}, "cidrBlock"));
  if (cidr.mask > 28 || cidr.mask < 16 || (network !== undefined && !contains(network, cidr))) {
    throw new AwsError("InvalidSubnet.Range", `The CIDR '${own}' is invalid.`);
  }
  const conflicts = world.all(subnetType).some((other) => {
    const block = readCidr(textOf(other.inputs, "cidrBlock"));
    const isNeighbour = other.id !== self?.id && other.inputs["vpcId"] === text("vpcId");
    return isNeighbour && block !== undefined && overlap(block, cidr);
  });
  if (conflicts) throw new AwsError("InvalidSubnet.Conflict", `The CIDR '${own}' conflicts with another subnet`);
}

const routeTable: DeclaredType = {
  type: "aws:ec2/routeTable:RouteTable",
  inputs: { propagatingVgws: { computed: true, unordered: true }, tags: {}, vpcId: { required: true, replaces: true } },
  compute: (declaration) => ownedOutputs(declaration, "rtb", "route-table"),
  refuse: (declaration, world) => refuseMissing(declaration, world, { vpcId: refersTo.vpc }),
  takesAlong: [[routeType, "routeTableId"]],
  refuseDeletion: (self, world) =>
    refuseDependents(world, `The routeTable '${self.id}'`, self, [[associationType, "routeTableId"]]),
};

const routeTargets = {
  egressOnlyGatewayId: {},
  gatewayId: {},
  natGatewayId: {},
  networkInterfaceId: {},
  transitGatewayId: {},
  vpcEndpointId: {},
  vpcPeeringConnectionId: {},
};
const routeDestinations = {
  destinationCidrBlock: { replaces: true, ...ipv4Block },
  destinationIpv6CidrBlock: { replaces: true },
  destinationPrefixListId: { replaces: true },
} as const;

const route: DeclaredType = {
  type: routeType,
  inputs: { ...routeDestinations, ...routeTargets, routeTableId: { required: true, replaces: true } },
  check: checks(exactlyOneOf(...Object.keys(routeDestinations)), exactlyOneOf(...Object.keys(routeTargets))),
  compute: ({ text, hex }) => ({ id: `r-${text("routeTableId")}${hex(10)}`, origin: "CreateRoute", state: "active" }),
  refuse(declaration, world) {
    const gateway = declaration.text("gatewayId").startsWith("igw-") ? { gatewayId: refersTo.gateway } : {};
    const references = { routeTableId: refersTo.routeTable, natGatewayId: refersTo.natGateway, ...gateway };
    refuseMissing(declaration, world, references);
    for (const destination of Object.keys(routeDestinations)) {
      const place = declaration.text(destination);
      const taken = world
        .all(routeType)
        .some(
          ({ id, inputs }) =>
            id !== declaration.self?.id &&
            inputs["routeTableId"] === declaration.text("routeTableId") &&
            inputs[destination] === place,
        );
      if (place !== "" && taken) {
        throw new AwsError("RouteAlreadyExists", `The route identified by ${place} already exists.`);
      }
    }
  },
};

const association: DeclaredType = {
  type: associationType,
  inputs: { gatewayId: { replaces: true }, routeTableId: { required: true }, subnetId: { replaces: true } },
  check: exactlyOneOf("gatewayId", "subnetId"),
  compute: ({ ec2Id }) => ({ id: ec2Id("rtbassoc") }),
  refuse(declaration, world) {
    refuseMissing(declaration, world, { routeTableId: refersTo.routeTable, subnetId: refersTo.subnet });
    const taken = world
      .all(associationType)
      .some(({ id, inputs }) => id !== declaration.self?.id && inputs["subnetId"] === declaration.text("subnetId"));
    if (declaration.text("subnetId") !== "" && taken) {
      throw new AwsError(
        "Resource.AlreadyAssociated",
        `the specified association for route table ${declaration.text("routeTableId")} conflicts with an existing ` +
          "association",
      );
    }
  },
};

const internetGateway: DeclaredType = {
  type: "aws:ec2/internetGateway:InternetGateway",
  inputs: { tags: {}, vpcId: { computed: true } },
  compute: (declaration) => ownedOutputs(declaration, "igw", "internet-gateway"),
  refuse(declaration, world) {
    refuseMissing(declaration, world, { vpcId: refersTo.vpc });
    const vpcId = declaration.text("vpcId");
    const other = world
      .all(internetGateway.type)
      .find(({ id, inputs }) => id !== declaration.self?.id && inputs["vpcId"] === vpcId);
    if (vpcId !== "" && other !== undefined) {
      const sentence = `resource ${other.id} is already attached to network ${vpcId}`;
      throw new AwsError("Resource.AlreadyAssociated", sentence);
    }
  },
};

const eip: DeclaredType = {
  type: "aws:ec2/eip:Eip",
  inputs: {
    address: { replaces: true },
    domain: { replaces: true, computed: true, ...oneOf("vpc", "standard") },
    networkBorderGroup: { replaces: true, computed: true },
    publicIpv4Pool: { replaces: true, computed: true },
    tags: {},
  },
  compute({ ec2Id, arn, region }) {
    const id = ec2Id("eipalloc");
    const chosen = { domain: "vpc", networkBorderGroup: region, publicIpv4Pool: "amazon" };
    return { id, allocationId: id, publicIp, arn: arn("ec2", `elastic-ip/${id}`), ...chosen };
  },
};

const natGateway: DeclaredType = {
  type: natType,
  inputs: {
    allocationId: { replaces: true },
    connectivityType: { default: "public", replaces: true, ...oneOf("private", "public") },
    privateIp: { replaces: true, computed: true },
    subnetId: { required: true, replaces: true },
    tags: {},
  },
  compute({ ec2Id, inputs }) {
    const isPrivate = inputs["connectivityType"] === "private";
    return { id: ec2Id("nat"), networkInterfaceId: ec2Id("eni"), publicIp: isPrivate ? "" : publicIp };
  },
  refuse(declaration, world) {
    refuseMissing(declaration, world, { subnetId: refersTo.subnet, allocationId: refersTo.address });
    if (declaration.inputs["connectivityType"] !== "private" && declaration.text("allocationId") === "") {
      throw new AwsError("MissingParameter", "The request must contain the parameter AllocationId");
    }
  },
};

const networkAcl: DeclaredType = {
  type: "aws:ec2/networkAcl:NetworkAcl",
  inputs: {
    egress: { computed: true, unordered: true },
    ingress: { computed: true, unordered: true },
    subnetIds: { computed: true, unordered: true },
    tags: {},
    vpcId: { required: true, replaces: true },
  },
  compute: (declaration) => ownedOutputs(declaration, "acl", "network-acl"),
  refuse: (declaration, world) =>
    refuseMissing(declaration, world, { vpcId: refersTo.vpc, subnetIds: refersTo.subnet }),
};

const flowLog: DeclaredType = {
  type: "aws:ec2/flowLog:FlowLog",
  inputs: {
    destinationOptions: { replaces: true },
    eniId: { replaces: true },
    iamRoleArn: { replaces: true },
    logDestination: { replaces: true, computed: true },
    logDestinationType: {
      default: "cloud-watch-logs",
      replaces: true,
      ...oneOf("cloud-watch-logs", "s3", "kinesis-data-firehose"),
    },
    logFormat: { replaces: true, computed: true },
    maxAggregationInterval: { default: 600, replaces: true, ...oneOfNumbers(60, 600) },
    subnetId: { replaces: true },
    tags: {},
    trafficType: { replaces: true, ...oneOf("ACCEPT", "REJECT", "ALL") },
    vpcId: { replaces: true },
  },
  check: checks(
    exactlyOneOf("eniId", "subnetId", "vpcId"),
    requiredWith("eniId", "trafficType"),
    requiredWith("subnetId", "trafficType"),
    requiredWith("vpcId", "trafficType"),
  ),
  compute({ ec2Id, arn }) {
    const id = ec2Id("fl");
    return { id, arn: arn("ec2", `vpc-flow-log/${id}`), logDestination: "" };
  },
  refuse: (declaration, world) => refuseMissing(declaration, world, { vpcId: refersTo.vpc, subnetId: refersTo.subnet }),
};

/** Ports of a rule: -1 stands for all of them. */
export const port = between(-1, 65_535);

/** Networks: nothing is routed in the local cloud. Facts of inputs: terraform-provider-aws, `internal/service/ec2`. */
export const networkTypes: readonly DeclaredType[] = [
  vpc,
  subnet,
  routeTable,
  route,
  association,
  internetGateway,
  eip,
  natGateway,
  networkAcl,
  flowLog,
];
