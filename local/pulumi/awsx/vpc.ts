import { notImplemented } from "../../core/errors.ts";
import type { Properties } from "../../core/resource.ts";
import { zonesOf } from "../../aws/declared/zones.ts";
import { isProperties } from "../wire.ts";
import { idOf, outputOf, resourceOf } from "./component.ts";
import type { ComponentPlan, ComponentRequest, PlannedChild, Ref } from "./component.ts";
import { placeSubnets } from "./subnets.ts";
import type { PlacedSubnet, SubnetType } from "./subnets.ts";

const anywhere = "0.0.0.0/0";
const order: Readonly<Record<SubnetType, number>> = { Public: 0, Private: 1, Isolated: 2, Unused: 3 };

/** Inputs that go to the VPC itself, unchanged. */
const vpcInputs = ["enableDnsHostnames", "enableDnsSupport", "enableNetworkAddressUsageMetrics", "instanceTenancy"];

/** Inputs that decide the layout. */
const layoutInputs = [
  "availabilityZoneCidrMask",
  "availabilityZoneNames",
  "cidrBlock",
  "natGateways",
  "numberOfAvailabilityZones",
  "region",
  "subnetSpecs",
  "subnetStrategy",
  "tags",
  "vpcEndpointSpecs",
  "vpcEndpointStrategy",
];

interface Plan {
  readonly name: string;
  readonly zones: readonly string[];
  readonly subnets: readonly PlacedSubnet[];
  readonly nat: "None" | "Single" | "OnePerAz";
  readonly tags: Properties;
}

/** `awsx:ec2:Vpc`: the VPC, its gateways, and per subnet a route table with its association and way out. */
export function planVpc({ name, inputs, region }: ComponentRequest): ComponentPlan {
  const stranger = Object.keys(inputs).find((key) => !vpcInputs.includes(key) && !layoutInputs.includes(key));
  if (stranger !== undefined) {
    throw notImplemented(`awsx:ec2:Vpc's ${stranger}`);
  }
  const zones = chooseZones(inputs, region);
  const cidrBlock = typeof inputs["cidrBlock"] === "string" ? inputs["cidrBlock"] : "10.0.0.0/16";
  const subnets = placeSubnets({
    vpcName: name,
    cidrBlock,
    zones: zones.length,
    strategy: inputs["subnetStrategy"],
    specs: inputs["subnetSpecs"],
    zoneMask: inputs["availabilityZoneCidrMask"],
  }).toSorted((left, right) => left.zoneIndex - right.zoneIndex || order[left.type] - order[right.type]);
  const tags = isProperties(inputs["tags"]) ? inputs["tags"] : {};
  const plan: Plan = { name, zones, subnets, nat: natStrategy(inputs["natGateways"], subnets), tags };
  const children = [
    vpcChild(plan, inputs, cidrBlock),
    gatewayChild(plan),
    ...subnets.flatMap((subnet) => subnetChildren(plan, subnet)),
    ...endpointChildren(plan, inputs["vpcEndpointSpecs"], inputs["vpcEndpointStrategy"] === "Auto"),
  ];
  return { children, outputs: outputsOf(plan, children) };
}

function chooseZones(inputs: Properties, region: string): readonly string[] {
  const names = inputs["availabilityZoneNames"];
  const count = inputs["numberOfAvailabilityZones"];
  if (Array.isArray(names) && count !== undefined) {
    throw new Error("Only one of availabilityZoneNames and numberOfAvailabilityZones can be given.");
  }
  return Array.isArray(names) ? names.map(String) : zonesOf(region).slice(0, typeof count === "number" ? count : 3);
}

function natStrategy(natGateways: unknown, subnets: readonly PlacedSubnet[]): Plan["nat"] {
  const given = isProperties(natGateways) ? natGateways : {};
  if (given["elasticIpAllocationIds"] !== undefined) {
    throw notImplemented("awsx:ec2:Vpc's natGateways.elasticIpAllocationIds");
  }
  const wanted = typeof given["strategy"] === "string" ? given["strategy"] : "OnePerAz";
  const strategy = (["None", "Single", "OnePerAz"] as const).find((s) => s.toLowerCase() === wanted.toLowerCase());
  if (strategy === undefined) {
    throw new Error(`Unknown NAT gateway strategy "${wanted}".`);
  }
  const has = (type: SubnetType): boolean => subnets.some((subnet) => subnet.type === type);
  if (strategy !== "None" && !(has("Public") && has("Private"))) {
    throw new Error(`The NAT gateway strategy ${strategy} needs both public and private subnets.`);
  }
  return strategy;
}

function vpcChild({ name, tags }: Plan, inputs: Properties, cidrBlock: string): PlannedChild {
  const own = Object.fromEntries(vpcInputs.map((key) => [key, inputs[key]]));
  return { key: "vpc", type: "aws:ec2/vpc:Vpc", name, inputs: { ...own, cidrBlock, tags: { Name: name, ...tags } } };
}

function gatewayChild({ name, tags }: Plan): PlannedChild {
  return {
    key: "igw",
    type: "aws:ec2/internetGateway:InternetGateway",
    name,
    parent: "vpc",
    inputs: { vpcId: idOf("vpc"), tags: { Name: name, ...tags } },
  };
}

/** With the strategy Auto a gateway endpoint enters the route table of every subnet. */
function endpointChildren(plan: Plan, specs: unknown, auto: boolean): readonly PlannedChild[] {
  return (Array.isArray(specs) ? specs.filter(isProperties) : []).map((spec) => {
    const name = String(spec["serviceName"]);
    const isGateway = (spec["vpcEndpointType"] ?? "Gateway") === "Gateway";
    if (auto && !isGateway && spec["subnetIds"] === undefined) {
      throw notImplemented("awsx:ec2:Vpc's vpcEndpointStrategy Auto for interface endpoints");
    }
    const routeTableIds = plan.subnets.map((subnet) => idOf(`table ${subnet.name}`));
    const inferred = auto && isGateway ? { routeTableIds } : {};
    return {
      key: `endpoint ${name}`,
      type: "aws:ec2/vpcEndpoint:VpcEndpoint",
      name,
      parent: "vpc",
      inputs: { ...inferred, ...spec, vpcId: idOf("vpc") },
    };
  });
}

function subnetChildren(plan: Plan, subnet: PlacedSubnet): readonly PlannedChild[] {
  const { name, type } = subnet;
  const [subnetKey, tableKey] = [`subnet ${name}`, `table ${name}`];
  const tags = { Name: name, ...plan.tags, ...subnet.tags, SubnetType: type };
  const placed: PlannedChild = {
    key: subnetKey,
    type: "aws:ec2/subnet:Subnet",
    name,
    parent: "vpc",
    inputs: {
      vpcId: idOf("vpc"),
      availabilityZone: plan.zones[subnet.zoneIndex],
      cidrBlock: subnet.cidrBlock,
      mapPublicIpOnLaunch: type === "Public",
      tags,
    },
  };
  const table: PlannedChild = {
    key: tableKey,
    type: "aws:ec2/routeTable:RouteTable",
    name,
    parent: subnetKey,
    inputs: { vpcId: idOf("vpc"), tags },
  };
  const association: PlannedChild = {
    key: `association ${name}`,
    type: "aws:ec2/routeTableAssociation:RouteTableAssociation",
    name,
    parent: tableKey,
    inputs: { routeTableId: idOf(tableKey), subnetId: idOf(subnetKey) },
  };
  return [placed, table, association, ...natChildren(plan, subnet), ...routeChildren(plan, subnet, tableKey)];
}

/** A NAT gateway stands in a zone's first public subnet. */
function natChildren(plan: Plan, subnet: PlacedSubnet): readonly PlannedChild[] {
  const first = plan.subnets.find((other) => other.type === "Public" && other.zoneIndex === subnet.zoneIndex);
  const zoneHasOne = plan.nat === "OnePerAz" || (plan.nat === "Single" && subnet.zoneIndex === 0);
  if (first !== subnet || !zoneHasOne) {
    return [];
  }
  const name = `${plan.name}-${subnet.zoneIndex + 1}`;
  const tags = { ...plan.tags, Name: name };
  const parent = `subnet ${subnet.name}`;
  return [
    { key: `eip ${name}`, type: "aws:ec2/eip:Eip", name, parent, inputs: { domain: "vpc", tags } },
    {
      key: `nat ${name}`,
      type: "aws:ec2/natGateway:NatGateway",
      name,
      parent,
      inputs: { subnetId: idOf(parent), allocationId: outputOf(`eip ${name}`, "allocationId"), tags },
    },
  ];
}

function routeChildren(plan: Plan, subnet: PlacedSubnet, table: string): readonly PlannedChild[] {
  const way = wayOut(plan, subnet);
  if (way === undefined) {
    return [];
  }
  const inputs = { routeTableId: idOf(table), destinationCidrBlock: anywhere, ...way };
  return [{ key: `route ${subnet.name}`, type: "aws:ec2/route:Route", name: subnet.name, parent: table, inputs }];
}

function wayOut(plan: Plan, { type, zoneIndex }: PlacedSubnet): Readonly<Record<string, Ref>> | undefined {
  if (type === "Public") {
    return { gatewayId: idOf("igw") };
  }
  if (type !== "Private" || plan.nat === "None") {
    return undefined;
  }
  return { natGatewayId: idOf(`nat ${plan.name}-${plan.nat === "Single" ? 1 : zoneIndex + 1}`) };
}

function outputsOf(plan: Plan, children: readonly PlannedChild[]): Properties {
  const all = (type: string): readonly Ref[] =>
    children.filter((child) => child.type === type).map((child) => resourceOf(child.key));
  const keys = (type: SubnetType): readonly string[] =>
    plan.subnets.filter((subnet) => subnet.type === type).map((subnet) => `subnet ${subnet.name}`);
  return {
    vpcId: idOf("vpc"),
    vpc: resourceOf("vpc"),
    internetGateway: resourceOf("igw"),
    subnets: all("aws:ec2/subnet:Subnet"),
    publicSubnetIds: keys("Public").map(idOf),
    privateSubnetIds: keys("Private").map(idOf),
    isolatedSubnetIds: keys("Isolated").map(idOf),
    publicSubnets: keys("Public").map(resourceOf),
    privateSubnets: keys("Private").map(resourceOf),
    isolatedSubnets: keys("Isolated").map(resourceOf),
    routeTables: all("aws:ec2/routeTable:RouteTable"),
    routeTableAssociations: all("aws:ec2/routeTableAssociation:RouteTableAssociation"),
    routes: all("aws:ec2/route:Route"),
    natGateways: all("aws:ec2/natGateway:NatGateway"),
    eips: all("aws:ec2/eip:Eip"),
    vpcEndpoints: all("aws:ec2/vpcEndpoint:VpcEndpoint"),
  };
}
