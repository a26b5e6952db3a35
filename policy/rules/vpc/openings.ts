import { faultsOfEach } from "../../core/faults.ts";
import type { Reader } from "../../core/reader.ts";
import type { Resource } from "../../core/rule.ts";

/** Traffic that a security group lets through. */
export interface Opening {
  /** Where it is written: "" for a resource of its own, else "ingress[0]". */
  readonly path: string;
  /** "tcp", "udp", "icmp", … or "all". */
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
  /** The address ranges; other groups and prefix lists are no addresses. */
  readonly addresses: readonly string[];
}

/** The types that open security groups for traffic from outside. The default group is judged as such. */
export const INGRESS_TYPES: readonly string[] = [
  "aws:ec2/securityGroup:SecurityGroup",
  "aws:ec2/securityGroupRule:SecurityGroupRule",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
];

/** The same for traffic to outside. */
export const EGRESS_TYPES: readonly string[] = [
  "aws:ec2/securityGroup:SecurityGroup",
  "aws:ec2/securityGroupRule:SecurityGroupRule",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
];

/** A sentence for each opening of this resource in one direction, in whichever of the three forms. */
export function faultsOfOpenings(
  { type, read }: Resource,
  direction: "ingress" | "egress",
  judge: (opening: Opening) => string | undefined,
): readonly string[] {
  switch (type) {
    case "aws:ec2/securityGroup:SecurityGroup":
      return faultsOfEach(read.blocks(direction), (one) => judge(openingOf(one)));
    case "aws:ec2/securityGroupRule:SecurityGroupRule":
      return read.text("type") === direction ? faultsOfEach([read], (one) => judge(openingOf(one))) : [];
    default:
      return faultsOfEach([read], (one) => judge(openingOfItsOwn(one)));
  }
}

function openingOf(read: Reader): Opening {
  return {
    path: read.path,
    ...traffic(read, read.text("protocol")),
    addresses: [...read.texts("cidrBlocks"), ...read.texts("ipv6CidrBlocks")],
  };
}

function openingOfItsOwn(read: Reader): Opening {
  const addresses = [read.text("cidrIpv4"), read.text("cidrIpv6")].filter((one) => one !== undefined);
  return { path: read.path, ...traffic(read, read.text("ipProtocol")), addresses };
}

const PROTOCOLS: Readonly<Record<string, string>> = {
  "-1": "all",
  "1": "icmp",
  "6": "tcp",
  "17": "udp",
  "58": "icmpv6",
};

function traffic(read: Reader, written = "-1"): Pick<Opening, "protocol" | "from" | "to"> {
  const protocol = PROTOCOLS[written] ?? written.toLowerCase();
  if (protocol === "all") return { protocol, from: 0, to: 65_535 };
  const from = read.number("fromPort") ?? 0;
  return { protocol, from, to: read.number("toPort") ?? from };
}

/** Whether this range is the whole internet, or half of it. */
export function isAnywhere(range: string): boolean {
  return /\/[01]$/.test(range);
}

/** The first of these ranges that is the whole internet. */
export function anywhereOf({ addresses }: Opening): string | undefined {
  return addresses.find(isAnywhere);
}

/** Whether all ports are open. */
export function isAllPorts({ protocol, from, to }: Opening): boolean {
  return protocol === "all" || (carriesPorts(protocol) && from <= 1 && to >= 65_535);
}

/** Whether one of these ports is open, and not simply all of them. */
export function portOf(opening: Opening, ports: readonly number[]): number | undefined {
  if (isAllPorts(opening) || !carriesPorts(opening.protocol)) return undefined;
  return ports.find((port) => opening.from <= port && port <= opening.to);
}

/** Whether a protocol has ports. */
export function carriesPorts(protocol: string): boolean {
  return protocol === "tcp" || protocol === "udp" || protocol === "all";
}

/** Where the opening is, as the subject of a sentence. */
export function subjectOf({ path }: Opening): string {
  return path === "" ? "The rule" : path;
}

/** A sentence for each opening to the whole internet that has one of these ports in it. */
export function opensToAnywhere(resource: Resource, what: string, ports: readonly number[]): readonly string[] {
  return faultsOfOpenings(resource, "ingress", (opening) => {
    const port = portOf(opening, ports);
    const range = port === undefined ? undefined : anywhereOf(opening);
    return range === undefined ? undefined : `${subjectOf(opening)} opens ${what} (port ${port}) to ${range}.`;
  });
}
