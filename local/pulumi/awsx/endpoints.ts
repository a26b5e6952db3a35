import type { Properties } from "../../core/resource.ts";
import { idOf, isGiven, outputOf } from "./component.ts";
import type { PlannedChild, Ref } from "./component.ts";
import type { KnownInputs } from "./known.ts";
import { notImplemented } from "../../core/errors.ts";
import type { PlacedSubnet, Layout } from "./subnets.ts";

/** Inputs of an endpoint that go to it unchanged. */
const passedOn = [
  "autoAccept",
  "dnsOptions",
  "ipAddressType",
  "policy",
  "privateDnsEnabled",
  "region",
  "resourceConfigurationArn",
  "routeTableIds",
  "securityGroupIds",
  "serviceName",
  "serviceNetworkArn",
  "serviceRegion",
  "subnetConfigurations",
  "subnetIds",
  "vpcEndpointType",
];

/** What the endpoints of a VPC are planned from. */
export interface EndpointRequest {
  readonly vpc: KnownInputs;
  readonly zones: Layout["zones"];
  readonly subnets: readonly PlacedSubnet[];
  readonly sharedTags: Properties;
}

/** The endpoints, and for each interface endpoint that names no security group one of its own. */
export function endpointChildren(request: EndpointRequest): readonly PlannedChild[] {
  return endpointsOf(request.vpc).flatMap(({ spec, isAuto, type }) => {
    const name = spec.text("serviceName") ?? "";
    const stranger = spec.keys.find((key) => ![...passedOn, "tags"].includes(key));
    if (stranger !== undefined) throw notImplemented(`${spec.what}.${stranger}`);
    const given = Object.fromEntries(passedOn.map((key) => [key, spec.raw(key)]));
    const region = spec.raw("region") ?? request.vpc.raw("region");
    const tags = { ...request.sharedTags, ...spec.map("tags") };
    const ownGroup = isAuto && type === "interface" && given["securityGroupIds"] === undefined;
    const endpoint: PlannedChild = {
      key: `endpoint ${name}`,
      type: "aws:ec2/vpcEndpoint:VpcEndpoint",
      name,
      parent: "vpc",
      dependsOn: ["vpc"],
      inputs: {
        ...given,
        ...(isAuto && chosen(request, type, given)),
        ...(ownGroup && { securityGroupIds: [idOf(`group ${name}`)] }),
        region,
        tags,
        vpcId: idOf("vpc"),
      },
    };
    return [...(ownGroup ? groupChildren(name, given["ipAddressType"], { region, tags }) : []), endpoint];
  });
}

/** Whether an interface endpoint of the strategy Auto answers under AWS's own names: then the VPC needs its DNS. */
export function wantsPrivateDns(vpc: KnownInputs): boolean {
  return endpointsOf(vpc).some(
    ({ spec, isAuto, type }) => isAuto && type === "interface" && (spec.raw("privateDnsEnabled") ?? true) === true,
  );
}

function endpointsOf(vpc: KnownInputs) {
  const isAuto = vpc.text("vpcEndpointStrategy") === "Auto";
  return (vpc.sections("vpcEndpointSpecs") ?? []).map((spec) => {
    const raw = spec.raw("vpcEndpointType");
    const type = isGiven(raw) && !isAuto ? undefined : (spec.text("vpcEndpointType") ?? "Gateway").toLowerCase();
    return { spec, isAuto, type };
  });
}

/** What the strategy Auto adds: a gateway enters every route table, an interface stands in one subnet a zone. */
function chosen({ zones, subnets }: EndpointRequest, type: string | undefined, given: Properties): Properties {
  if (type === "gateway" && given["routeTableIds"] === undefined) {
    return { routeTableIds: subnets.map(({ name }) => idOf(`table ${name}`)) };
  }
  if (type !== "interface") return {};
  const isPlaced = given["subnetIds"] !== undefined || given["subnetConfigurations"] !== undefined;
  return {
    privateDnsEnabled: given["privateDnsEnabled"] ?? true,
    ...(!isPlaced && { subnetIds: zones.flatMap((_, zoneIndex) => subnetFor(subnets, zoneIndex)) }),
  };
}

function subnetFor(subnets: readonly PlacedSubnet[], zoneIndex: number): readonly Ref[] {
  for (const type of ["Private", "Isolated", "Public"]) {
    const found = subnets.find((subnet) => subnet.zoneIndex === zoneIndex && subnet.type === type);
    if (found !== undefined) return [idOf(`subnet ${found.name}`)];
  }
  return [];
}

function groupChildren(service: string, ipAddressType: unknown, { region, tags }: Properties): readonly PlannedChild[] {
  const group = `group ${service}`;
  const isIpv6 = typeof ipAddressType === "string" && ["ipv6", "dualstack"].includes(ipAddressType.toLowerCase());
  return [
    {
      key: group,
      type: "aws:ec2/securityGroup:SecurityGroup",
      name: `${service}-sg`,
      parent: "vpc",
      dependsOn: ["vpc"],
      // The `aws` package itself describes a group that nobody describes.
      inputs: { region, vpcId: idOf("vpc"), description: "Managed by Pulumi", tags },
    },
    {
      key: `rule ${service}`,
      type: "aws:ec2/securityGroupRule:SecurityGroupRule",
      name: `${service}-ingress`,
      parent: "vpc",
      dependsOn: [group],
      inputs: {
        region,
        type: "ingress",
        securityGroupId: idOf(group),
        protocol: "tcp",
        fromPort: 443,
        toPort: 443,
        cidrBlocks: [outputOf("vpc", "cidrBlock")],
        ...(isIpv6 && { ipv6CidrBlocks: [outputOf("vpc", "ipv6CidrBlock")] }),
      },
    },
  ];
}
