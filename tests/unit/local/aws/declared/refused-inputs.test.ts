import { describe, expect, it } from "vitest";
import type { Properties } from "../../../../../local/core/resource.ts";
import { declarations, deliveries, types } from "./world.ts";

type Name = keyof typeof types;

const alarm = { name: "late", comparisonOperator: "GreaterThanThreshold", evaluationPeriods: 1 };
const rule = { ipProtocol: "tcp", securityGroupId: "sg-1" };

describe("inputs that the provider refuses", () => {
  const cases: readonly [Name, Properties, readonly string[]][] = [
    [
      "vpc",
      { cidrBlock: "10.1.0.0" },
      ['cidrBlock: "10.1.0.0" is not a valid CIDR block: invalid CIDR address: 10.1.0.0'],
    ],
    [
      "vpc",
      { cidrBlock: "10.1.0.1/16" },
      ['cidrBlock: "10.1.0.1/16" is not a valid IPv4 CIDR block; did you mean "10.1.0.0/16"?'],
    ],
    [
      "vpc",
      { cidrBlock: "10.0.0.0/8" },
      ['cidrBlock: expected "10.0.0.0/8" to contain a network Value with between 16 and 28 significant bits, got: 8'],
    ],
    [
      "vpc",
      { cidrBlock: "10.1.0.0/16", ipv4IpamPoolId: "pool" },
      [
        "ipv4IpamPoolId: NotImplemented: The local cloud does not model aws:ec2/vpc:Vpc.ipv4IpamPoolId; " +
          "see docs/local-differences.md.",
      ],
    ],
    [
      "subnet",
      { cidrBlock: "10.1.0.0/24" },
      ['vpcId: Missing required argument. The argument "vpcId" is required, but no definition was found.'],
    ],
    [
      "route",
      { routeTableId: "rtb-1", destinationCidrBlock: "0.0.0.0/0" },
      [
        "egressOnlyGatewayId: one of `egressOnlyGatewayId,gatewayId,natGatewayId,networkInterfaceId," +
          "transitGatewayId,vpcEndpointId,vpcPeeringConnectionId` must be specified",
      ],
    ],
    [
      "association",
      { routeTableId: "rtb-1", subnetId: "subnet-1", gatewayId: "igw-1" },
      ["gatewayId: only one of `gatewayId,subnetId` can be specified, but `gatewayId,subnetId` were specified."],
    ],
    ["flowLog", { vpcId: "vpc-1" }, ["vpcId: all of `vpcId,trafficType` must be specified"]],
    ["group", { name: "sg-mine" }, ["name: invalid value (cannot begin with sg-), got sg-mine"]],
    [
      "group",
      { ingress: [{ protocol: "tcp", fromPort: 1, toPort: 70_000 }] },
      ["ingress: [0]: toPort: expected it to be in the range (-1 - 65535), got 70000"],
    ],
    ["group", { egress: [{ protocol: "tcp", fromPort: 1 }] }, ["egress: [0]: its field toPort is required"]],
    [
      "ingress",
      { ...rule, cidrIpv4: "10.0.0.0/8", fromPort: -2, toPort: 1 },
      ["fromPort: expected it to be in the range (-1 - 65535), got -2"],
    ],
    [
      "ingress",
      rule,
      ["cidrIpv4: one of `cidrIpv4,cidrIpv6,prefixListId,referencedSecurityGroupId` must be specified"],
    ],
    [
      "endpointPolicy",
      { vpcEndpointId: "vpce-1", policy: "{" },
      [expect.stringContaining("policy: contains an invalid JSON policy: ")],
    ],
    [
      "certificate",
      { domainName: "localhost" },
      ["domainName: invalid value (a host name of two labels), got localhost"],
    ],
    [
      "record",
      { name: "a", type: "B", zoneId: "Z1", ttl: 60, records: ["x"] },
      [
        'type: expected it to be one of ["SOA" "A" "TXT" "NS" "CNAME" "MX" "NAPTR" "PTR" "SRV" "SPF" "AAAA" "CAA" ' +
          '"DS" "TLSA" "SSHFP" "SVCB" "HTTPS"], got B',
      ],
    ],
    [
      "record",
      { name: "a", type: "A", zoneId: "Z1", records: ["192.0.2.1"] },
      ["records: all of `records,ttl` must be specified"],
    ],
    ["record", { name: "a", type: "A", zoneId: "Z1" }, ["aliases: one of `aliases,records` must be specified"]],
    [
      "trail",
      { s3BucketName: "logs", cloudWatchLogsGroupArn: "arn:aws:logs:eu-west-1:111122223333:log-group:a:*" },
      ["cloudWatchLogsGroupArn: all of `cloudWatchLogsGroupArn,cloudWatchLogsRoleArn` must be specified"],
    ],
    [
      "alarm",
      { ...alarm, statistic: "Mean" },
      ['statistic: expected it to be one of ["SampleCount" "Average" "Sum" "Minimum" "Maximum"], got Mean'],
    ],
    ["alarm", { ...alarm, period: 45 }, ["period: expected it to be one of [10 20 30] or divisible by 60, got 45"]],
    [
      "alarm",
      { ...alarm, metricName: "Errors" },
      ["statistic: One of `statistic` or `extendedStatistic` must be set for a cloudwatch metric alarm"],
    ],
    ["alarm", { ...alarm, evaluationPeriods: 0 }, ["evaluationPeriods: expected it to be at least (1), got 0"]],
    [
      "filter",
      { logGroupName: "/a", metricTransformation: { name: "a", namespace: "b", value: "1" } },
      ['pattern: Missing required argument. The argument "pattern" is required, but no definition was found.'],
    ],
    ["encryptionConfig", { type: "KMS" }, ["type: all of `type,keyId` must be specified"]],
  ];
  it.each(cases)("%s %j", (name, inputs, sentences) => {
    expect(declarations().life(types[name]).refusals(inputs)).toEqual(sentences);
  });

  it("leaves alone what is not known before the update", () => {
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const given = { routeTableId: unknown, gatewayId: unknown, destinationCidrBlock: "0.0.0.0/0" };
    expect(declarations().life(types.route).refusals(given)).toEqual([]);
  });
});

describe("what a change of an input does", () => {
  const cases: readonly [Name, Properties, Properties, readonly string[]][] = [
    ["vpc", { cidrBlock: "10.1.0.0/16" }, { cidrBlock: "10.2.0.0/16" }, ["cidrBlock (replace)"]],
    ["vpc", { cidrBlock: "10.1.0.0/16" }, { cidrBlock: "10.1.0.0/16", tags: { a: "b" } }, ["tags"]],
    ["eip", { domain: "vpc" }, {}, []],
    ["alarm", { ...alarm, threshold: 1 }, { ...alarm, threshold: 2 }, ["threshold"]],
    ["alarm", alarm, { ...alarm, name: "later" }, ["name (replace)"]],
    ["alarm", alarm, { ...alarm, treatMissingData: "missing" }, []],
    [
      "certificate",
      { domainName: "a.example", subjectAlternativeNames: ["b.example", "c.example"] },
      { domainName: "a.example", subjectAlternativeNames: ["c.example", "b.example"] },
      [],
    ],
    ["zone", { name: "a.example" }, { name: "b.example" }, ["name (replace)"]],
    [
      "dashboard",
      { dashboardName: "a", dashboardBody: { b: 1 } },
      { dashboardName: "a", dashboardBody: '{ "b": 1 }' },
      [],
    ],
  ];
  it.each(cases)("%s %j to %j", async (name, old, now, changes) => {
    const life = declarations().life(types[name]);
    await life.create(old);
    expect(life.plan(now)).toEqual(changes);
  });

  it("makes room first where the old and the new one would have one name", async () => {
    const { life } = declarations();
    const source = life(types.deliverySource);
    await source.create(deliveries.source);
    const resourceArn = "arn:aws:cloudfront::111122223333:distribution/E2";
    expect(source.diff({ ...deliveries.source, resourceArn }).deleteBeforeReplace).toBe(true);
  });
});
