import { AwsError } from "../../core/errors.ts";
import type { Declaration } from "./definition.ts";
import { textsOf } from "./definition.ts";
import type { World } from "./store.ts";

/** What an input refers to by its id. */
export interface Reference {
  readonly type: string;
  /** The ids that AWS itself made with other things: a network's default security group. */
  readonly alsoMade?: readonly [type: string, output: string];
  /** AWS's answer where there is none. */
  missing(id: string): AwsError;
}

const vpcType = "aws:ec2/vpc:Vpc";

function reference(type: string, code: string, sentence: (id: string) => string, output?: string): Reference {
  return {
    type,
    ...(output !== undefined && { alsoMade: [vpcType, output] as const }),
    missing: (id) => new AwsError(code, sentence(id)),
  };
}

/** The things that EC2's inputs refer to. Source: EC2's list of error codes. */
export const refersTo = {
  vpc: reference(vpcType, "InvalidVpcID.NotFound", (id) => `The vpc ID '${id}' does not exist`),
  subnet: reference(
    "aws:ec2/subnet:Subnet",
    "InvalidSubnetID.NotFound",
    (id) => `The subnet ID '${id}' does not exist`,
  ),
  routeTable: reference(
    "aws:ec2/routeTable:RouteTable",
    "InvalidRouteTableID.NotFound",
    (id) => `The routeTable ID '${id}' does not exist`,
    "mainRouteTableId",
  ),
  gateway: reference(
    "aws:ec2/internetGateway:InternetGateway",
    "InvalidInternetGatewayID.NotFound",
    (id) => `The internetGateway ID '${id}' does not exist`,
  ),
  natGateway: reference(
    "aws:ec2/natGateway:NatGateway",
    "InvalidNatGatewayID.NotFound",
    (id) => `The natGateway ID '${id}' does not exist`,
  ),
  address: reference(
    "aws:ec2/eip:Eip",
    "InvalidAllocationID.NotFound",
    (id) => `The allocation ID '${id}' does not exist`,
  ),
  group: reference(
    "aws:ec2/securityGroup:SecurityGroup",
    "InvalidGroup.NotFound",
    (id) => `The security group '${id}' does not exist`,
    "defaultSecurityGroupId",
  ),
  endpoint: reference(
    "aws:ec2/vpcEndpoint:VpcEndpoint",
    "InvalidVpcEndpointId.NotFound",
    (id) => `The Vpc Endpoint Id '${id}' does not exist`,
  ),
} as const;

/** Refuses a declaration whose inputs name things of its region that do not exist. */
export function refuseMissing(
  { inputs, region }: Pick<Declaration, "inputs" | "region">,
  world: World,
  references: Readonly<Record<string, Reference>>,
): void {
  for (const [input, { type, alsoMade, missing }] of Object.entries(references)) {
    const [madeWith, output = ""] = alsoMade ?? [];
    for (const id of textsOf(inputs, input)) {
      const made = madeWith !== undefined && world.all(madeWith).some(({ outputs }) => outputs[output] === id);
      if (!made && world.find(type, id, region) === undefined) throw missing(id);
    }
  }
}

/** Refuses to delete what others still need, as EC2 words it. */
export function refuseDependents(
  world: World,
  what: string,
  { id, region }: { readonly id: string; readonly region: string },
  users: readonly (readonly [type: string, ...inputs: string[]])[],
): void {
  const used = users.some(([type, ...inputs]) =>
    world
      .all(type)
      .some((thing) => thing.region === region && inputs.some((input) => textsOf(thing.outputs, input).includes(id))),
  );
  if (used) throw new AwsError("DependencyViolation", `${what} has dependencies and cannot be deleted.`);
}
