import type { Call, SessionFacts } from "../../core/call.ts";
import { AwsError } from "../../core/errors.ts";
import type { Properties } from "../../core/resource.ts";
import type { Passage } from "./passage.ts";

/** A declared resource that stands. */
interface Standing {
  readonly id: string;
  /** Its inputs included. */
  readonly outputs: Properties;
}

/** Every resource of a type that was created and not deleted: "aws:ec2/route:Route". */
export type StandingOf = (type: string) => readonly Standing[];

/**
 * How a call leaves the network of the function whose code makes it; `undefined` for a call that comes from none.
 * Throws `NetworkUnreachable` where there is no way: on AWS such a call hangs until it times out.
 */
export type Passages = (call: Pick<Call, "service" | "action" | "region" | "caller">) => Passage | undefined;

const streamActions: ReadonlySet<string> = new Set(["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"]);

/** Finds the ways through the networks that are declared: VPC endpoints first, then a NAT gateway. */
export function createPassages(standing: StandingOf): Passages {
  return (call) => {
    const session = call.caller.kind === "role" ? call.caller.session : undefined;
    const [subnetId] = session?.subnetIds ?? [];
    if (session === undefined || subnetId === undefined) return undefined;
    const subnet = standing("aws:ec2/subnet:Subnet").find(({ id }) => id === subnetId);
    const vpcId = textOf(subnet, "vpcId");
    const tableId = routeTableOf(standing, subnetId, vpcId);
    const endpoint = endpointOf(standing, vpcId, tableId, endpointName(call));
    if (endpoint !== undefined) {
      const sourceIp = addressIn(textOf(subnet, "cidrBlock"));
      return { kind: "endpoint", vpcId, endpointId: endpoint.id, policy: policyOf(standing, endpoint), sourceIp };
    }
    const gateway = natGatewayOf(standing, tableId);
    if (gateway === undefined) throw unreachable(session, subnetId, call);
    return { kind: "nat", publicIp: textOf(gateway, "publicIp") || undefined };
  };
}

/** Services whose endpoints go by another name than they sign by. */
const ENDPOINT_NAMES = new Map([
  ["firehose", "kinesis-firehose"],
  ["kinesis", "kinesis-streams"],
]);

/** The name of the endpoint service that a call goes to; a table's streams have one of their own. */
function endpointName({ service, action, region }: Pick<Call, "service" | "action" | "region">): string {
  const own = service === "dynamodb" && streamActions.has(action) ? "dynamodb-streams" : ENDPOINT_NAMES.get(service);
  return `com.amazonaws.${region}.${own ?? service}`;
}

/** A subnet without a table of its own has the network's main one. */
function routeTableOf(standing: StandingOf, subnetId: string, vpcId: string): string {
  const association = standing("aws:ec2/routeTableAssociation:RouteTableAssociation").find(
    ({ outputs }) => outputs["subnetId"] === subnetId,
  );
  if (association !== undefined) return textOf(association, "routeTableId");
  return textOf(
    standing("aws:ec2/vpc:Vpc").find(({ id }) => id === vpcId),
    "mainRouteTableId",
  );
}

/** An interface endpoint serves its whole network by its private name, a gateway only the tables that lead to it. */
function endpointOf(standing: StandingOf, vpcId: string, tableId: string, serviceName: string): Standing | undefined {
  const ofService = standing("aws:ec2/vpcEndpoint:VpcEndpoint").filter(
    ({ outputs }) => outputs["vpcId"] === vpcId && outputs["serviceName"] === serviceName,
  );
  return (
    ofService.find((endpoint) => isInterface(endpoint) && answersByName(standing, endpoint)) ??
    ofService.find((endpoint) => !isInterface(endpoint) && tablesOf(standing, endpoint).includes(tableId))
  );
}

function isInterface({ outputs }: Standing): boolean {
  return outputs["vpcEndpointType"] === "Interface";
}

function answersByName(standing: StandingOf, { id, outputs }: Standing): boolean {
  const placed =
    textsOf(outputs["subnetIds"]).length > 0 ||
    standing("aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation").some(
      (association) => association.outputs["vpcEndpointId"] === id,
    );
  return placed && outputs["privateDnsEnabled"] === true;
}

function tablesOf(standing: StandingOf, { id, outputs }: Standing): readonly string[] {
  const associated = standing("aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation").filter(
    (association) => association.outputs["vpcEndpointId"] === id,
  );
  return [
    ...textsOf(outputs["routeTableIds"]),
    ...associated.map((association) => textOf(association, "routeTableId")),
  ];
}

function policyOf(standing: StandingOf, endpoint: Standing): string | undefined {
  const apart = standing("aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy").find(
    ({ outputs }) => outputs["vpcEndpointId"] === endpoint.id,
  );
  const policy = apart?.outputs["policy"] ?? endpoint.outputs["policy"];
  if (typeof policy === "string") return policy === "" ? undefined : policy;
  return policy === undefined || policy === null ? undefined : JSON.stringify(policy);
}

function natGatewayOf(standing: StandingOf, tableId: string): Standing | undefined {
  const gatewayIds = standing("aws:ec2/route:Route").flatMap((route) =>
    route.outputs["routeTableId"] === tableId && route.outputs["destinationCidrBlock"] === "0.0.0.0/0"
      ? [textOf(route, "natGatewayId")]
      : [],
  );
  return standing("aws:ec2/natGateway:NatGateway").find(({ id }) => gatewayIds.includes(id));
}

/** The first address of a subnet that AWS does not keep for itself. */
function addressIn(cidrBlock: string): string | undefined {
  const [, head, last] = /^(\d+\.\d+\.\d+)\.(\d+)\//.exec(cidrBlock) ?? [];
  return head === undefined ? undefined : `${head}.${Number(last) + 4}`;
}

function unreachable(session: SessionFacts, subnetId: string, { service, region }: Pick<Call, "service" | "region">) {
  return new AwsError(
    "NetworkUnreachable",
    `${session.functionArn ?? "The caller"} in ${subnetId} has no way to ${service} of ${region}: ` +
      "neither a VPC endpoint nor a NAT gateway. On AWS this call would time out.",
  );
}

function textOf(standing: Standing | undefined, key: string): string {
  const value = standing?.outputs[key];
  return typeof value === "string" ? value : "";
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
