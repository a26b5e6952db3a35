import { describe, expect, it } from "vitest";
import { given } from "../../../../../local/pulumi/awsx/component.ts";
import type { ComponentPlan } from "../../../../../local/pulumi/awsx/component.ts";
import { planVpc } from "../../../../../local/pulumi/awsx/vpc.ts";

const specs = [{ type: "Isolated" }, { type: "Private" }, { type: "Public" }];

function plan(inputs: Record<string, unknown>): ComponentPlan {
  return planVpc({
    name: "net",
    region: "eu-west-1",
    inputs: { subnetStrategy: "Auto", subnetSpecs: specs, ...inputs },
  });
}

function childNames(planned: ComponentPlan, type: string): readonly string[] {
  return planned.children.filter((child) => child.type === type).map((child) => child.name);
}

function subnets(planned: ComponentPlan): readonly string[] {
  return planned.children
    .filter((child) => child.type === "aws:ec2/subnet:Subnet")
    .map((child) => `${child.name} ${String(child.inputs["availabilityZone"])} ${String(child.inputs["cidrBlock"])}`);
}

describe("the layout of awsx:ec2:Vpc", () => {
  it("divides the block evenly among zones, then among subnets in their order", () => {
    expect(subnets(plan({ cidrBlock: "10.1.0.0/16", numberOfAvailabilityZones: 2 }))).toEqual([
      "net-public-1 eu-west-1a 10.1.64.0/19",
      "net-private-1 eu-west-1a 10.1.32.0/19",
      "net-isolated-1 eu-west-1a 10.1.0.0/19",
      "net-public-2 eu-west-1b 10.1.192.0/19",
      "net-private-2 eu-west-1b 10.1.160.0/19",
      "net-isolated-2 eu-west-1b 10.1.128.0/19",
    ]);
  });

  it("aligns a subnet to its own size and leaves room for what is unused", () => {
    const subnetSpecs = [
      { type: "Isolated", cidrMask: 24 },
      { type: "Unused", cidrMask: 24 },
      { type: "Isolated", size: 1024, name: "wide" },
    ];
    const planned = plan({
      cidrBlock: "10.2.0.0/16",
      numberOfAvailabilityZones: 1,
      subnetSpecs,
      natGateways: { strategy: "None" },
    });
    expect(subnets(planned)).toEqual(["net-isolated-1 eu-west-1a 10.2.0.0/24", "net-wide-1 eu-west-1a 10.2.4.0/22"]);
  });

  it("takes explicit blocks, one a zone", () => {
    const planned = plan({
      availabilityZoneNames: ["eu-west-1b", "eu-west-1c"],
      subnetSpecs: [{ type: "Isolated", cidrBlocks: ["10.0.0.0/24", "10.0.9.0/24"] }],
      natGateways: { strategy: "None" },
    });
    expect(subnets(planned)).toEqual([
      "net-isolated-1 eu-west-1b 10.0.0.0/24",
      "net-isolated-2 eu-west-1c 10.0.9.0/24",
    ]);
  });
});

describe("the ways out of awsx:ec2:Vpc", () => {
  const cases: readonly [string, readonly string[], readonly string[]][] = [
    ["OnePerAz", ["net-1", "net-2", "net-3"], ["nat net-1", "nat net-2", "nat net-3"]],
    ["Single", ["net-1"], ["nat net-1", "nat net-1", "nat net-1"]],
    ["None", [], []],
  ];
  it.each(cases)("NAT gateways by the strategy %s", (strategy, gateways, routes) => {
    const planned = plan({ natGateways: { strategy } });
    expect(childNames(planned, "aws:ec2/natGateway:NatGateway")).toEqual(gateways);
    expect(childNames(planned, "aws:ec2/eip:Eip")).toEqual(gateways);
    const targets = planned.children
      .map((child) => child.inputs["natGatewayId"])
      .filter((target) => target !== undefined);
    expect(targets).toEqual(routes.map((childKey) => ({ childKey, property: "id" })));
  });

  it("routes public subnets through the internet gateway, and isolated ones nowhere", () => {
    const routes = childNames(plan({ natGateways: { strategy: "None" } }), "aws:ec2/route:Route");
    expect(routes).toEqual(["net-public-1", "net-public-2", "net-public-3"]);
  });
});

describe("the endpoints of awsx:ec2:Vpc", () => {
  const gateway = { serviceName: "com.amazonaws.eu-west-1.dynamodb", vpcEndpointType: "Gateway" };
  const tables = (inputs: Record<string, unknown>): unknown =>
    plan({ vpcEndpointSpecs: [gateway], numberOfAvailabilityZones: 1, ...inputs }).children.at(-1)?.inputs[
      "routeTableIds"
    ];

  it("enter every route table with the strategy Auto", () => {
    const keys = ["table net-public-1", "table net-private-1", "table net-isolated-1"];
    const ids = keys.map((childKey) => ({ childKey, property: "id" }));
    expect(tables({ vpcEndpointStrategy: "Auto" })).toEqual(ids);
  });

  it("enter none otherwise", () => {
    expect(tables({})).toBeUndefined();
  });
});

describe("what awsx:ec2:Vpc is given and need not know", () => {
  it("goes to its children as it is", () => {
    const promise = { known: "later" };
    const { children } = plan({ enableDnsSupport: given(promise), tags: { owner: given(promise) } });
    const inputsOf = (key: string) => children.find((child) => child.key === key)?.inputs;
    expect(inputsOf("vpc")).toMatchObject({ enableDnsSupport: given(promise), tags: { owner: given(promise) } });
    expect(inputsOf("subnet net-public-1")).toMatchObject({ tags: { owner: given(promise), SubnetType: "Public" } });
  });
});

describe("what awsx:ec2:Vpc refuses", () => {
  const cases: readonly [string, Record<string, unknown>, string][] = [
    [
      "a strategy that there is not",
      { subnetStrategy: "Even" },
      "awsx:ec2:Vpc.subnetStrategy: expected one of Legacy, Auto, AutoMerge, Exact, got Even.",
    ],
    ["an empty list of specs", { subnetSpecs: [] }, "subnetSpecs: expected at least one."],
    [
      "subnets of one type and name",
      { subnetSpecs: [{ type: "Isolated" }, { type: "Isolated" }] },
      "subnetSpecs: several subnets of the type Isolated need names, each another.",
    ],
    [
      "a gap with the strategy Exact",
      { subnetStrategy: "Exact", numberOfAvailabilityZones: 1, subnetSpecs: [{ type: "Isolated", cidrMask: 17 }] },
      "The subnet strategy Exact fills the whole of 10.0.0.0/16, and the subnets do not.",
    ],
    ["more zones than there are", { numberOfAvailabilityZones: 4 }, "eu-west-1 has 3 zones."],
    [
      "addresses for some NAT gateways only",
      { natGateways: { elasticIpAllocationIds: ["eipalloc-1"] } },
      "The NAT gateway strategy OnePerAz takes 3 elasticIpAllocationIds.",
    ],
    [
      "private DNS in a VPC without DNS names",
      {
        enableDnsHostnames: false,
        vpcEndpointStrategy: "Auto",
        vpcEndpointSpecs: [{ serviceName: "kms", vpcEndpointType: "Interface" }],
      },
      "awsx:ec2:Vpc.enableDnsHostnames has to be true for endpoints with private DNS.",
    ],
    [
      "a block that is not known yet",
      { cidrBlock: given("a promise") },
      "awsx:ec2:Vpc.cidrBlock has to be known before anything is created: it decides what there is.",
    ],
    [
      "specs that are not known yet",
      { subnetSpecs: [{ type: "Isolated", cidrMask: given(24) }] },
      "awsx:ec2:Vpc.subnetSpecs[0].cidrMask has to be known before anything is created: it decides what there is.",
    ],
    ["an input that it does not know", { ipv4IpamPoolId: "x" }, "awsx:ec2:Vpc's ipv4IpamPoolId"],
    [
      "NAT gateways without public subnets",
      { subnetSpecs: [{ type: "Private" }] },
      "The NAT gateway strategy OnePerAz needs public subnets, and private or isolated ones.",
    ],
    [
      "subnets that do not fit",
      { cidrBlock: "10.0.0.0/24", subnetSpecs: [...specs, { type: "Isolated", name: "wide", cidrMask: 25 }] },
      "The subnets do not fit into the /26 of a zone.",
    ],
    [
      "blocks that overlap",
      {
        numberOfAvailabilityZones: 1,
        natGateways: { strategy: "None" },
        subnetSpecs: [
          { type: "Isolated", cidrBlocks: ["10.0.0.0/23"] },
          { type: "Public", cidrBlocks: ["10.0.1.0/24"] },
        ],
      },
      "The subnets net-isolated-1 and net-public-1 overlap.",
    ],
    [
      "blocks for some subnets only",
      {
        numberOfAvailabilityZones: 1,
        subnetSpecs: [{ type: "Isolated", cidrBlocks: ["10.0.0.0/24"] }, { type: "Public" }],
      },
      "If one subnet spec has cidrBlocks, all need them.",
    ],
  ];
  it.each(cases)("%s", (_name, inputs, message) => {
    expect(() => plan(inputs)).toThrow(message);
  });
});
