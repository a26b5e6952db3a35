import { describe, expect, it } from "vitest";
import { createPassages } from "../../../../../local/aws/network/passages.ts";
import { roleCaller } from "../../../../../local/aws/principals.ts";
import type { Caller } from "../../../../../local/core/call.ts";
import type { Properties } from "../../../../../local/core/resource.ts";
import { accountId, root, sessionOf } from "../account.ts";

const functionArn = `arn:aws:lambda:eu-west-1:${accountId}:function:f`;

type Declared = readonly (readonly [type: string, id: string, outputs: Properties])[];

/** A network with a subnet that has no way out and one that has, and two endpoints. */
const network: Declared = [
  ["aws:ec2/vpc:Vpc", "vpc-1", { mainRouteTableId: "rtb-main" }],
  ["aws:ec2/subnet:Subnet", "subnet-isolated", { vpcId: "vpc-1", cidrBlock: "10.0.32.0/20" }],
  ["aws:ec2/subnet:Subnet", "subnet-private", { vpcId: "vpc-1", cidrBlock: "10.0.16.0/20" }],
  ["aws:ec2/subnet:Subnet", "subnet-other", { vpcId: "vpc-2", cidrBlock: "10.1.0.0/20" }],
  [
    "aws:ec2/routeTableAssociation:RouteTableAssociation",
    "a1",
    { subnetId: "subnet-isolated", routeTableId: "rtb-isolated" },
  ],
  [
    "aws:ec2/routeTableAssociation:RouteTableAssociation",
    "a2",
    { subnetId: "subnet-private", routeTableId: "rtb-private" },
  ],
  [
    "aws:ec2/route:Route",
    "r1",
    { routeTableId: "rtb-private", destinationCidrBlock: "0.0.0.0/0", natGatewayId: "nat-1" },
  ],
  ["aws:ec2/natGateway:NatGateway", "nat-1", { publicIp: "203.0.113.1" }],
  [
    "aws:ec2/vpcEndpoint:VpcEndpoint",
    "vpce-dynamodb",
    {
      vpcId: "vpc-1",
      serviceName: "com.amazonaws.eu-west-1.dynamodb",
      vpcEndpointType: "Gateway",
      routeTableIds: ["rtb-isolated"],
      policy: "gateway's",
    },
  ],
  [
    "aws:ec2/vpcEndpoint:VpcEndpoint",
    "vpce-kms",
    {
      vpcId: "vpc-1",
      serviceName: "com.amazonaws.eu-west-1.kms",
      vpcEndpointType: "Interface",
      subnetIds: ["subnet-isolated"],
      privateDnsEnabled: true,
    },
  ],
];

function standingOver(declared: Declared) {
  return (wanted: string) => declared.flatMap(([type, id, outputs]) => (type === wanted ? [{ id, outputs }] : []));
}

function codeIn(...subnetIds: readonly string[]): Caller {
  const facts = { issuedMs: 0, policies: [], tags: {}, transitiveTagKeys: [], functionArn, subnetIds };
  return roleCaller(`arn:aws:iam::${accountId}:role/f`, "f", accountId, facts);
}

function passageOf(declared: Declared, caller: Caller, service: string, action = "GetItem", region = "eu-west-1") {
  return createPassages(standingOver(declared))({ caller, service, action, region });
}

const without = (id: string): Declared => network.filter(([, own]) => own !== id);
const changed = (id: string, more: Properties): Declared =>
  network.map(([type, own, outputs]) => [type, own, own === id ? { ...outputs, ...more } : outputs]);

const kms = { kind: "endpoint", vpcId: "vpc-1", endpointId: "vpce-kms", policy: undefined };
const viaGateway = { kind: "endpoint", endpointId: "vpce-dynamodb", policy: "gateway's", sourceIp: "10.0.32.4" };
const viaNat = { kind: "nat", publicIp: "203.0.113.1" };
const nowhere = "has no way to";

describe("how a call leaves a function's network", () => {
  const isolated = codeIn("subnet-isolated");
  const inPrivate = codeIn("subnet-private");

  it.each<[string, () => unknown, unknown]>([
    ["a gateway, by its route table", () => passageOf(network, isolated, "dynamodb"), viaGateway],
    ["an interface, by its private name", () => passageOf(network, isolated, "kms"), { ...kms, sourceIp: "10.0.32.4" }],
    [
      "the interface of the whole network",
      () => passageOf(network, inPrivate, "kms"),
      { ...kms, sourceIp: "10.0.16.4" },
    ],
    ["no gateway that its table does not lead to", () => passageOf(network, inPrivate, "dynamodb"), viaNat],
    ["the gateway for what has no endpoint", () => passageOf(network, inPrivate, "sqs"), viaNat],
    ["the gateway for another region", () => passageOf(network, inPrivate, "kms", "Decrypt", "us-east-1"), viaNat],
    [
      "a route apart",
      () =>
        passageOf(
          [
            ...without("vpce-dynamodb"),
            [
              "aws:ec2/vpcEndpoint:VpcEndpoint",
              "vpce-2",
              { vpcId: "vpc-1", serviceName: "com.amazonaws.eu-west-1.dynamodb", vpcEndpointType: "Gateway" },
            ],
            [
              "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation",
              "x",
              { vpcEndpointId: "vpce-2", routeTableId: "rtb-isolated" },
            ],
          ],
          isolated,
          "dynamodb",
        ),
      { endpointId: "vpce-2", policy: undefined },
    ],
    [
      "a policy apart",
      () =>
        passageOf(
          [
            ...network,
            ["aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy", "p", { vpcEndpointId: "vpce-kms", policy: "apart" }],
          ],
          isolated,
          "kms",
        ),
      { ...kms, policy: "apart" },
    ],
    [
      "a policy as an object",
      () => passageOf(changed("vpce-kms", { policy: { Version: "2012-10-17" } }), isolated, "kms"),
      { policy: '{"Version":"2012-10-17"}' },
    ],
    [
      "a subnet of the interface apart",
      () =>
        passageOf(
          [
            ...changed("vpce-kms", { subnetIds: [] }),
            [
              "aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation",
              "s",
              { vpcEndpointId: "vpce-kms", subnetId: "subnet-isolated" },
            ],
          ],
          isolated,
          "kms",
        ),
      kms,
    ],
    [
      "the main table of a subnet without one",
      () =>
        passageOf(
          [
            ...without("a2"),
            [
              "aws:ec2/route:Route",
              "r2",
              { routeTableId: "rtb-main", destinationCidrBlock: "0.0.0.0/0", natGatewayId: "nat-1" },
            ],
          ],
          inPrivate,
          "sqs",
        ),
      viaNat,
    ],
  ])("%s", (_way, passage, expected) => {
    expect(passage()).toMatchObject(expected as object);
  });

  it.each<[string, () => unknown]>([
    ["another service than the endpoints'", () => passageOf(network, isolated, "sqs")],
    [
      "the streams of tables, which have an endpoint of their own",
      () => passageOf(network, isolated, "dynamodb", "GetRecords"),
    ],
    ["another region", () => passageOf(network, isolated, "dynamodb", "GetItem", "us-east-1")],
    ["an endpoint of another network", () => passageOf(network, codeIn("subnet-other"), "dynamodb")],
    [
      "an endpoint without a name in the network",
      () => passageOf(changed("vpce-kms", { privateDnsEnabled: false }), isolated, "kms"),
    ],
    ["an interface in no subnet", () => passageOf(changed("vpce-kms", { subnetIds: [] }), isolated, "kms")],
    ["a gateway that is gone", () => passageOf(without("nat-1"), inPrivate, "sqs")],
    ["a route that is gone", () => passageOf(without("r1"), inPrivate, "sqs")],
    ["a subnet that is gone", () => passageOf(without("subnet-isolated"), isolated, "kms")],
  ])("none to %s", (_case, passage) => {
    expect(passage).toThrow(nowhere);
  });

  it("is told apart by name, with what AWS would do", () => {
    expect(() => passageOf(network, isolated, "sqs", "SendMessage")).toThrow(
      expect.objectContaining({
        code: "NetworkUnreachable",
        message:
          `${functionArn} in subnet-isolated has no way to sqs of eu-west-1: neither a VPC endpoint nor a NAT ` +
          "gateway. On AWS this call would time out.",
      }),
    );
  });

  it("is nobody's matter outside of any network", () => {
    expect(passageOf(network, codeIn(), "sqs")).toBeUndefined();
    expect(passageOf(network, sessionOf("relay"), "sqs")).toBeUndefined();
    expect(passageOf(network, root, "sqs")).toBeUndefined();
  });
});
