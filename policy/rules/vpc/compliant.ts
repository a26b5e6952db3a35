import type { Fixtures, Properties, ViolatingCase } from "../../core/fixtures.ts";
import { UNKNOWN } from "../../core/fixtures.ts";
import type { Rule } from "../../core/rule.ts";

/** What lets HTTPS in. */
const https: Properties = {
  description: "HTTPS from anywhere",
  protocol: "tcp",
  fromPort: 443,
  toPort: 443,
  cidrBlocks: ["0.0.0.0/0"],
};

/** A group that every rule is content with. */
export const group: Properties = {
  description: "The shop's entrance",
  vpcId: "vpc-0a1b2c3d4e5f60718",
  ingress: [https],
  egress: [{ description: "To the shop", protocol: "tcp", fromPort: 8080, toPort: 8080, cidrBlocks: ["10.0.0.0/16"] }],
};

interface Form {
  readonly what: string;
  readonly type: string;
  readonly path: string;
  /** A form that has IPv4 ranges takes one; both kinds are tried. */
  readonly of: (traffic: Traffic, range: unknown) => Properties;
  readonly rangeAt: string;
}

/** What is let through. */
export interface Traffic {
  readonly protocol: string;
  readonly fromPort?: number;
  readonly toPort?: number;
}

const inList = (traffic: Traffic, range: unknown): Properties => ({
  description: "tried",
  fromPort: 0,
  toPort: 0,
  ...traffic,
  ...(isIpv6(range) ? { ipv6CidrBlocks: [range] } : { cidrBlocks: [range] }),
});

function isIpv6(range: unknown): boolean {
  return typeof range === "string" && range.includes(":");
}

function formsOf(direction: "ingress" | "egress"): readonly Form[] {
  const own = direction === "ingress" ? "Ingress" : "Egress";
  return [
    {
      what: "in the group",
      type: "aws:ec2/securityGroup:SecurityGroup",
      path: `${direction}[0]`,
      of: (traffic, range) => ({ ...group, [direction]: [inList(traffic, range)] }),
      rangeAt: `${direction}[0].cidrBlocks[0]`,
    },
    {
      what: "in a rule of the old kind",
      type: "aws:ec2/securityGroupRule:SecurityGroupRule",
      path: "The rule",
      of: (traffic, range) => ({
        securityGroupId: "sg-0a1b2c3d4e5f60718",
        type: direction,
        ...inList(traffic, range),
      }),
      rangeAt: "cidrBlocks[0]",
    },
    {
      what: "in a rule of its own",
      type: `aws:vpc/securityGroup${own}Rule:SecurityGroup${own}Rule`,
      path: "The rule",
      of: ({ protocol, ...ports }, range) => ({
        securityGroupId: "sg-0a1b2c3d4e5f60718",
        description: "tried",
        ipProtocol: protocol,
        ...ports,
        ...(isIpv6(range) ? { cidrIpv6: range } : { cidrIpv4: range }),
      }),
      rangeAt: "cidrIpv4",
    },
  ];
}

/** What a rule about openings is tried on, in each of the three forms. */
export interface OpeningCases {
  readonly direction: "ingress" | "egress";
  readonly allowed: Readonly<Record<string, readonly [Traffic, string]>>;
  /** The traffic, the range, and how the sentence ends that names them. */
  readonly refused: Readonly<Record<string, readonly [Traffic, string, string]>>;
  /** Traffic that is refused from anywhere, here from a range that is not known. */
  readonly unknown: Traffic;
}

/** The cases of a rule about what security groups let through. */
export function openingFixtures(rule: Rule, { direction, allowed, refused, unknown }: OpeningCases): Fixtures {
  const forms = formsOf(direction);
  const violating: Record<string, ViolatingCase> = {};
  for (const { what, type, path, of } of forms) {
    for (const [name, [traffic, range, ending]] of Object.entries(refused)) {
      violating[`${name}, ${what}`] = { type, properties: of(traffic, range), faults: [`${path} ${ending}`] };
    }
  }
  return {
    rule,
    compliant: Object.fromEntries(
      forms.flatMap(({ what, type, of }) =>
        Object.entries({
          HTTPS: [HTTPS, direction === "ingress" ? "0.0.0.0/0" : "10.0.0.0/16"] as const,
          ...allowed,
        }).map(([name, [traffic, range]]) => [`${name}, ${what}`, { type, properties: of(traffic, range) }] as const),
      ),
    ),
    violating,
    unknown: Object.fromEntries(
      forms.map(({ what, type, of, rangeAt }) => [
        `from where, ${what}`,
        { type, properties: of(unknown, UNKNOWN), path: rangeAt },
      ]),
    ),
  };
}

const HTTPS: Traffic = { protocol: "tcp", fromPort: 443, toPort: 443 };
