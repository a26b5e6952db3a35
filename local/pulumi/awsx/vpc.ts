import { notImplemented } from "../../core/errors.ts";
import type { Properties } from "../../core/resource.ts";
import { zonesOf } from "../../aws/declared/zones.ts";
import { derive, idOf, outputOf, resourceOf } from "./component.ts";
import type { ComponentPlan, ComponentRequest, PlannedChild, Ref } from "./component.ts";
import { endpointChildren, wantsPrivateDns } from "./endpoints.ts";
import { ipv6Block } from "./ipv6.ts";
import { knownInputs } from "./known.ts";
import type { KnownInputs } from "./known.ts";
import { parseSpecs } from "./subnet-specs.ts";
import type { SubnetType } from "./subnet-specs.ts";
import { placeSubnets, strategies, zoneSuffix } from "./subnets.ts";
import type { PlacedSubnet } from "./subnets.ts";

const anywhere = "0.0.0.0/0";
const order: Readonly<Record<SubnetType, number>> = { Public: 0, Private: 1, Isolated: 2, Unused: 3 };

/** Inputs that go to the VPC itself, unchanged. */
const vpcInputs = ["assignGeneratedIpv6CidrBlock", "enableNetworkAddressUsageMetrics", "instanceTenancy"];

/** Inputs that decide the layout. */
const layoutInputs = [
  "availabilityZoneCidrMask",
  "availabilityZoneNames",
  "cidrBlock",
  "enableDnsHostnames",
  "enableDnsSupport",
  "natGateways",
  "numberOfAvailabilityZones",
  "region",
  "subnetNameTagStrategy",
  "subnetSpecs",
  "subnetStrategy",
  "tags",
  "vpcEndpointSpecs",
  "vpcEndpointStrategy",
];

const natStrategies = ["None", "Single", "OnePerAz"] as const;

interface Plan {
  readonly name: string;
  readonly known: KnownInputs;
  readonly zones: readonly string[];
  readonly subnets: readonly PlacedSubnet[];
  readonly nat: (typeof natStrategies)[number];
  /** Addresses of the program's own for the NAT gateways. */
  readonly allocationIds: readonly unknown[];
  readonly region: unknown;
  readonly tags: Properties;
  readonly sharedTags: Properties;
}

/** `awsx:ec2:Vpc`: the VPC, its gateways, per subnet a route table with its association and way out, and endpoints. */
export function planVpc({ name, inputs, region }: ComponentRequest): ComponentPlan {
  const known = knownInputs("awsx:ec2:Vpc", inputs);
  const stranger = known.keys.find((key) => !vpcInputs.includes(key) && !layoutInputs.includes(key));
  if (stranger !== undefined) {
    throw notImplemented(`awsx:ec2:Vpc's ${stranger}`);
  }
  const zones = chooseZones(known, region);
  const cidrBlock = known.text("cidrBlock") ?? "10.0.0.0/16";
  const subnets = placeSubnets({
    vpcName: name,
    cidrBlock,
    zones,
    strategy: oneOf(known, "subnetStrategy", strategies) ?? "Legacy",
    specs: parseSpecs(known.sections("subnetSpecs"), zones.length),
    zoneMask: known.number("availabilityZoneCidrMask"),
    namesAfterZones: namesAfterZones(known, zones),
  }).toSorted((left, right) => left.zoneIndex - right.zoneIndex || order[left.type] - order[right.type]);
  const tags = known.map("tags");
  const plan: Plan = {
    name,
    known,
    zones,
    subnets,
    ...natGateways(known, zones, subnets),
    region: known.raw("region"),
    tags,
    sharedTags: { Name: name, ...tags },
  };
  const children = [
    vpcChild(plan, cidrBlock),
    gatewayChild(plan),
    ...subnets.flatMap((subnet) => subnetChildren(plan, subnet)),
    ...endpointChildren({ vpc: known, zones, subnets, sharedTags: plan.sharedTags }),
  ];
  return { children, outputs: outputsOf(plan, children) };
}

function oneOf<Text extends string>(known: KnownInputs, key: string, allowed: readonly Text[]): Text | undefined {
  const given = known.text(key);
  const found = allowed.find((one) => one.toLowerCase() === given?.toLowerCase());
  if (given !== undefined && found === undefined) {
    throw new Error(`${known.what}.${key}: expected one of ${allowed.join(", ")}, got ${given}.`);
  }
  return found;
}

function chooseZones(known: KnownInputs, region: string): readonly string[] {
  const names = known.list("availabilityZoneNames");
  const count = known.number("numberOfAvailabilityZones");
  if (names !== undefined && count !== undefined) {
    throw new Error("Only one of availabilityZoneNames and numberOfAvailabilityZones can be given.");
  }
  if (names !== undefined) return names.map(String);
  const all = zonesOf(known.text("region") ?? region);
  if ((count ?? 3) > all.length) {
    throw new Error(`numberOfAvailabilityZones: ${known.text("region") ?? region} has ${all.length} zones.`);
  }
  return all.slice(0, count ?? 3);
}

function namesAfterZones(known: KnownInputs, zones: readonly string[]): boolean {
  const strategy = oneOf(known, "subnetNameTagStrategy", ["Legacy", "AvailabilityZone"]) ?? "Legacy";
  if (strategy === "Legacy") return false;
  if (new Set(zones.map(zoneSuffix)).size < zones.length) {
    throw new Error("subnetNameTagStrategy: the names of two zones end alike.");
  }
  return true;
}

function natGateways(
  known: KnownInputs,
  zones: readonly string[],
  subnets: readonly PlacedSubnet[],
): Pick<Plan, "nat" | "allocationIds"> {
  const given = known.section("natGateways");
  const nat = oneOf(given, "strategy", natStrategies) ?? "OnePerAz";
  const allocationIds = given.list("elasticIpAllocationIds") ?? [];
  const most = { None: 0, Single: 1, OnePerAz: zones.length }[nat];
  if (allocationIds.length > most || (nat === "OnePerAz" && ![0, most].includes(allocationIds.length))) {
    throw new Error(`The NAT gateway strategy ${nat} takes ${most} elasticIpAllocationIds.`);
  }
  const has = (...types: readonly SubnetType[]): boolean => subnets.some((subnet) => types.includes(subnet.type));
  if (nat !== "None" && !(has("Public") && has("Private", "Isolated"))) {
    throw new Error(`The NAT gateway strategy ${nat} needs public subnets, and private or isolated ones.`);
  }
  return { nat, allocationIds };
}

function vpcChild({ name, known, region, sharedTags }: Plan, cidrBlock: string): PlannedChild {
  const dns = (key: string): unknown => {
    const value = known.raw(key);
    if (!wantsPrivateDns(known)) return value;
    if (value === false) throw new Error(`awsx:ec2:Vpc.${key} has to be true for endpoints with private DNS.`);
    return value ?? true;
  };
  return {
    key: "vpc",
    type: "aws:ec2/vpc:Vpc",
    name,
    inputs: {
      ...Object.fromEntries(vpcInputs.map((key) => [key, known.raw(key)])),
      region,
      cidrBlock,
      enableDnsHostnames: dns("enableDnsHostnames"),
      enableDnsSupport: dns("enableDnsSupport"),
      tags: sharedTags,
    },
  };
}

function gatewayChild({ name, region, sharedTags }: Plan): PlannedChild {
  return {
    key: "igw",
    type: "aws:ec2/internetGateway:InternetGateway",
    name,
    parent: "vpc",
    dependsOn: ["vpc"],
    inputs: { region, vpcId: idOf("vpc"), tags: sharedTags },
  };
}

function subnetChildren(plan: Plan, subnet: PlacedSubnet): readonly PlannedChild[] {
  const { name, type } = subnet;
  const { region } = plan;
  const [subnetKey, tableKey] = [`subnet ${name}`, `table ${name}`];
  const naming = { Name: subnet.nameTag, SubnetType: type };
  const placed: PlannedChild = {
    key: subnetKey,
    type: "aws:ec2/subnet:Subnet",
    name,
    parent: "vpc",
    dependsOn: ["vpc"],
    inputs: {
      region,
      vpcId: idOf("vpc"),
      availabilityZone: plan.zones[subnet.zoneIndex],
      cidrBlock: subnet.cidrBlock,
      mapPublicIpOnLaunch: type === "Public",
      ...ipv6(plan, subnet),
      tags: { ...plan.sharedTags, ...subnet.tags, ...naming },
    },
  };
  const table: PlannedChild = {
    key: tableKey,
    type: "aws:ec2/routeTable:RouteTable",
    name,
    parent: subnetKey,
    dependsOn: [subnetKey],
    inputs: { region, vpcId: idOf("vpc"), tags: { ...plan.sharedTags, ...naming } },
  };
  const association: PlannedChild = {
    key: `association ${name}`,
    type: "aws:ec2/routeTableAssociation:RouteTableAssociation",
    name,
    parent: tableKey,
    dependsOn: [tableKey],
    inputs: { region, routeTableId: idOf(tableKey), subnetId: idOf(subnetKey) },
  };
  return [placed, table, association, ...natChildren(plan, subnet), ...routeChildren(plan, subnet, tableKey)];
}

/** Subnets take their /64 in the order in which they are made: one of each zone, then the next of each. */
function ipv6({ known, zones, subnets }: Plan, subnet: PlacedSubnet): Properties {
  const assign = subnet.assignIpv6 ?? known.raw("assignGeneratedIpv6CidrBlock") ?? false;
  if (assign === false) return { assignIpv6AddressOnCreation: false };
  const inZone = subnets.filter(({ zoneIndex }) => zoneIndex === subnet.zoneIndex);
  const index = subnet.zoneIndex + inZone.indexOf(subnet) * zones.length;
  const block = outputOf("vpc", "ipv6CidrBlock");
  if (assign === true) {
    return { assignIpv6AddressOnCreation: true, ipv6CidrBlock: derive(block, (vpc) => ipv6Block(vpc, index)) };
  }
  const make = (isAssigned: unknown, vpc: unknown): unknown =>
    isAssigned === true ? ipv6Block(vpc, index) : undefined;
  return { assignIpv6AddressOnCreation: assign, ipv6CidrBlock: { madeOf: [assign, block], make } };
}

/** A NAT gateway stands in a zone's first public subnet. */
function natChildren(plan: Plan, subnet: PlacedSubnet): readonly PlannedChild[] {
  const { region, allocationIds } = plan;
  const first = plan.subnets.find((other) => other.type === "Public" && other.zoneIndex === subnet.zoneIndex);
  const zoneHasOne = plan.nat === "OnePerAz" || (plan.nat === "Single" && subnet.zoneIndex === 0);
  if (first !== subnet || !zoneHasOne) {
    return [];
  }
  const name = `${plan.name}-${subnet.zoneIndex + 1}`;
  const tags = { ...plan.tags, Name: name };
  const parent = `subnet ${subnet.name}`;
  const own = allocationIds.length === 0;
  const address: PlannedChild = {
    key: `eip ${name}`,
    type: "aws:ec2/eip:Eip",
    name,
    parent,
    dependsOn: [parent],
    inputs: { region, tags },
  };
  const gateway: PlannedChild = {
    key: `nat ${name}`,
    type: "aws:ec2/natGateway:NatGateway",
    name,
    parent,
    dependsOn: [parent],
    inputs: {
      region,
      subnetId: idOf(parent),
      allocationId: own ? outputOf(`eip ${name}`, "allocationId") : allocationIds[subnet.zoneIndex],
      tags,
    },
  };
  return own ? [address, gateway] : [gateway];
}

function routeChildren(plan: Plan, subnet: PlacedSubnet, table: string): readonly PlannedChild[] {
  const way = wayOut(plan, subnet);
  if (way === undefined) {
    return [];
  }
  return [
    {
      key: `route ${subnet.name}`,
      type: "aws:ec2/route:Route",
      name: subnet.name,
      parent: table,
      dependsOn: [table],
      inputs: { region: plan.region, routeTableId: idOf(table), destinationCidrBlock: anywhere, ...way },
    },
  ];
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
