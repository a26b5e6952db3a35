import { describe, expect, it } from "vitest";
import type { Properties } from "../../../../../local/core/resource.ts";
import { declarations, deliveries, network, trailBucket, types } from "./world.ts";
import type { Declarations } from "./world.ts";

type Name = keyof typeof types;
type Network = Awaited<ReturnType<typeof network>>;

const alarm = { comparisonOperator: "GreaterThanThreshold", evaluationPeriods: 1 };

describe("creations in a network that AWS refuses", () => {
  const cases: readonly [string, Name, (there: Network) => Properties, string, string][] = [
    [
      "a subnet of no network",
      "subnet",
      () => ({ vpcId: "vpc-1", cidrBlock: "10.1.0.0/24" }),
      "InvalidVpcID.NotFound",
      "The vpc ID 'vpc-1' does not exist",
    ],
    [
      "a subnet outside its network",
      "subnet",
      ({ vpcId }) => ({ vpcId, cidrBlock: "10.2.0.0/24" }),
      "InvalidSubnet.Range",
      "The CIDR '10.2.0.0/24' is invalid.",
    ],
    [
      "a subnet over another",
      "subnet",
      ({ vpcId }) => ({ vpcId, cidrBlock: "10.1.0.128/25" }),
      "InvalidSubnet.Conflict",
      "The CIDR '10.1.0.128/25' conflicts with another subnet",
    ],
    [
      "a subnet in another region's zone",
      "subnet",
      ({ vpcId }) => ({ vpcId, cidrBlock: "10.1.1.0/24", availabilityZone: "us-east-1a" }),
      "InvalidParameterValue",
      "Value (us-east-1a) for parameter availabilityZone is invalid. Subnets can currently only be created in the " +
        "following availability zones: eu-west-1a, eu-west-1b, eu-west-1c.",
    ],
    [
      "a second internet gateway",
      "gateway",
      ({ vpcId }) => ({ vpcId }),
      "Resource.AlreadyAssociated",
      "is already attached to network",
    ],
    [
      "a NAT gateway without an address",
      "nat",
      ({ subnetId }) => ({ subnetId }),
      "MissingParameter",
      "The request must contain the parameter AllocationId",
    ],
    [
      "a security group that is described with an apostrophe",
      "group",
      ({ vpcId }) => ({ vpcId, description: "AWS's services" }),
      "InvalidParameterValue",
      "Invalid security group description.",
    ],
    [
      "a rule of no group",
      "ingress",
      () => ({ securityGroupId: "sg-1", ipProtocol: "-1", cidrIpv4: "10.0.0.0/8" }),
      "InvalidGroup.NotFound",
      "The security group 'sg-1' does not exist",
    ],
    [
      "ports in the wrong order",
      "ingress",
      ({ securityGroupId }) => ({
        securityGroupId,
        ipProtocol: "tcp",
        cidrIpv4: "10.0.0.0/8",
        fromPort: 443,
        toPort: 80,
      }),
      "InvalidParameterValue",
      "Invalid TCP/UDP port range (443:80)",
    ],
    [
      "a protocol that there is not",
      "egress",
      ({ securityGroupId }) => ({ securityGroupId, ipProtocol: "http", cidrIpv4: "10.0.0.0/8" }),
      "InvalidParameterValue",
      "Invalid value 'http' for IP protocol. Unknown protocol.",
    ],
    [
      "an endpoint in no subnet",
      "endpoint",
      ({ vpcId }) => ({ vpcId, serviceName: "s", vpcEndpointType: "Interface", subnetIds: ["subnet-1"] }),
      "InvalidSubnetID.NotFound",
      "The subnet ID 'subnet-1' does not exist",
    ],
    [
      "a gateway endpoint in a subnet",
      "endpoint",
      ({ vpcId, subnetId }) => ({ vpcId, serviceName: "s", subnetIds: [subnetId] }),
      "InvalidParameter",
      "only supported for Interface type VPC Endpoints",
    ],
  ];
  it.each(cases)("%s", async (_title, name, inputs, code, message) => {
    const account = declarations();
    const before = await network(account);
    const count = account.standing(types[name]).length;
    const creation = account.life(types[name]).create(inputs(before));
    await expect(creation).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
    expect(account.standing(types[name])).toHaveLength(count);
  });

  it("private DNS in a network without DNS names", async () => {
    const { life, make } = declarations();
    const vpcId = await make(types.vpc, { cidrBlock: "10.1.0.0/16" });
    const inputs = { vpcId, serviceName: "s", vpcEndpointType: "Interface", privateDnsEnabled: true };
    await expect(life(types.endpoint).create(inputs)).rejects.toMatchObject({ code: "InvalidParameter" });
  });

  it("a second way to one place, and a second table of one subnet", async () => {
    const account = declarations();
    const { routeTableId, gatewayId, subnetId } = await network(account);
    const way = { routeTableId, gatewayId, destinationCidrBlock: "0.0.0.0/0" };
    await account.make(types.route, way);
    await expect(account.make(types.route, way)).rejects.toMatchObject({ code: "RouteAlreadyExists" });
    await account.make(types.association, { routeTableId, subnetId });
    const second = account.make(types.association, { routeTableId, subnetId });
    await expect(second).rejects.toMatchObject({ code: "Resource.AlreadyAssociated" });
  });
});

describe("creations elsewhere that AWS refuses", () => {
  const record = { zoneId: "Z1", name: "a.example", type: "A", ttl: 60, records: ["192.0.2.1"] };
  const cases: readonly [string, (account: Declarations) => Promise<unknown>, string, string][] = [
    [
      "a trail into no bucket",
      ({ make }) => make(types.trail, { name: "audit", s3BucketName: "logs" }),
      "S3BucketDoesNotExistException",
      "S3 bucket logs does not exist!",
    ],
    [
      "a trail into a bucket that does not let it write",
      ({ buckets, make }) => {
        buckets.set("logs", "");
        return make(types.trail, { name: "audit", s3BucketName: "logs" });
      },
      "InsufficientS3BucketPolicyException",
      "Incorrect S3 bucket policy is detected for bucket: logs",
    ],
    [
      "a second trail of one name",
      async (account) => {
        const inputs = { name: "audit", s3BucketName: trailBucket(account) };
        await account.make(types.trail, inputs);
        return account.make(types.trail, inputs);
      },
      "TrailAlreadyExistsException",
      "Trail audit already exists for customer.",
    ],
    [
      "a subscription to no topic",
      ({ make }) =>
        make(types.subscription, {
          topic: "arn:aws:sns:eu-west-1:111122223333:alarms",
          protocol: "email",
          endpoint: "oncall@example.com",
        }),
      "NotFoundException",
      "Topic does not exist",
    ],
    [
      "a delivery from no source",
      ({ make }) => make(types.delivery, deliveries.delivery),
      "ResourceNotFoundException",
      "There is no delivery source edge.",
    ],
    [
      "a delivery to no destination",
      async ({ make }) => {
        await make(types.deliverySource, deliveries.source);
        return make(types.delivery, deliveries.delivery);
      },
      "ResourceNotFoundException",
      "There is no delivery destination arn:aws:logs:eu-west-1:111122223333:delivery-destination:edge.",
    ],
    [
      "the same delivery twice",
      async ({ make }) => {
        await make(types.deliverySource, deliveries.source);
        await make(types.deliveryDestination, deliveries.destination);
        await make(types.delivery, deliveries.delivery);
        return make(types.delivery, deliveries.delivery);
      },
      "ConflictException",
      "is delivered to arn:aws:logs:eu-west-1:111122223333:delivery-destination:edge already",
    ],
    [
      "a second record of one name and type",
      async ({ make }) => {
        await make(types.record, record);
        return make(types.record, { ...record, name: "A.example." });
      },
      "InvalidChangeBatch",
      "Tried to create resource record set [name='a.example.', type='A'] but it already exists",
    ],
    [
      "a certificate proved by another's record",
      async ({ make }) => {
        const certificateArn = await make(types.certificate, { domainName: "a.example" });
        return make(types.validation, { certificateArn, validationRecordFqdns: ["_local.b.example"] });
      },
      "ValidationException",
      "missing a.example DNS validation record: _local.a.example",
    ],
    [
      "an alarm over more than a day",
      ({ make }) => make(types.alarm, { ...alarm, name: "late", period: 300, evaluationPeriods: 289 }),
      "ValidationError",
      "Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400).",
    ],
    [
      "an alarm over alarms that there are not",
      ({ make }) => make(types.composite, { alarmName: "all", alarmRule: 'ALARM("late")' }),
      "ValidationError",
      "alarms [late] in the alarm rule do not exist",
    ],
  ];
  it.each(cases)("%s", async (_title, create, code, message) => {
    const creation = create(declarations());
    await expect(creation).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });
});

describe("deletions that AWS refuses", () => {
  it("a network with anything in it, then a subnet and a table that are used", async () => {
    const account = declarations();
    const vpc = account.life(types.vpc, "net");
    const { id: vpcId } = await vpc.create({ cidrBlock: "10.1.0.0/16" });
    const subnet = account.life(types.subnet, "net");
    const { id: subnetId } = await subnet.create({ vpcId, cidrBlock: "10.1.0.0/24" });
    const table = account.life(types.routeTable, "net");
    const { id: routeTableId } = await table.create({ vpcId });
    const association = account.life(types.association, "net");
    await association.create({ routeTableId, subnetId });
    const nat = account.life(types.nat, "net");
    await nat.create({ subnetId, connectivityType: "private" });
    const refused = { code: "DependencyViolation" };
    await expect(vpc.delete()).rejects.toMatchObject(refused);
    await expect(subnet.delete()).rejects.toMatchObject(refused);
    await expect(table.delete()).rejects.toMatchObject(refused);
    expect(vpc.refresh()).toBeDefined();
    for (const life of [nat, association, table, subnet, vpc]) await life.delete();
    expect([types.vpc, types.subnet, types.routeTable].flatMap(account.standing)).toEqual([]);
  });

  it("a security group in which an endpoint stands, or that another's rule names", async () => {
    const account = declarations();
    const { vpcId, securityGroupId } = await network(account);
    const group = account.life(types.group, "inner");
    const { id } = await group.create({ vpcId });
    const rule = account.life(types.ingress, "inner");
    await rule.create({ securityGroupId, ipProtocol: "-1", referencedSecurityGroupId: id });
    await expect(group.delete()).rejects.toMatchObject({ message: `resource ${id} has a dependent object` });
    await rule.delete();
    const endpoint = account.life(types.endpoint, "inner");
    await endpoint.create({ vpcId, serviceName: "s", vpcEndpointType: "Interface", securityGroupIds: [id] });
    await expect(group.delete()).rejects.toMatchObject({ code: "DependencyViolation" });
    await endpoint.delete();
    await group.delete();
  });

  it("a zone with records, unless it was told to go with them", async () => {
    const { life, make, standing } = declarations();
    const zone = life(types.zone);
    const { id: zoneId } = await zone.create({ name: "a.example" });
    await make(types.record, { zoneId, name: "a.example", type: "A", ttl: 60, records: ["192.0.2.1"] });
    await expect(zone.delete()).rejects.toMatchObject({ code: "HostedZoneNotEmpty" });
    await zone.update({ name: "a.example", forceDestroy: true });
    await zone.delete();
    expect(standing(types.record)).toEqual([]);
  });

  it("an alarm that another looks at", async () => {
    const { life } = declarations();
    const [late, all] = [life(types.alarm), life(types.composite)];
    await late.create({ ...alarm, name: "late" });
    await all.create({ alarmName: "all", alarmRule: "ALARM(late) OR FALSE" });
    const message = "Cannot delete late as there are composite alarm(s) depending on it.";
    await expect(late.delete()).rejects.toMatchObject({ code: "ValidationError", message });
    await all.delete();
    await late.delete();
  });
});

describe("what goes or changes with another", () => {
  it("a second alarm of one name takes the place of the first", async () => {
    const { life, make, standing } = declarations();
    const first = life(types.alarm, "first");
    await first.create({ ...alarm, name: "late", threshold: 1 });
    await make(types.alarm, { ...alarm, name: "late", threshold: 2 });
    expect(standing(types.alarm)).toHaveLength(1);
    expect(first.refresh()?.inputs["threshold"]).toBe(2);
  });

  it("filters of one name stand side by side in two log groups", async () => {
    const { make, standing } = declarations();
    const filter = { name: "errors", pattern: "", metricTransformation: { name: "a", namespace: "b", value: "1" } };
    await make(types.filter, { ...filter, logGroupName: "/a" });
    await make(types.filter, { ...filter, logGroupName: "/b" });
    expect(standing(types.filter)).toHaveLength(2);
  });

  it("a record that may overwrite takes the place of another, and goes for both", async () => {
    const { life } = declarations();
    const proof = { zoneId: "Z1", name: "_a.example", type: "CNAME", ttl: 60, records: ["x"], allowOverwrite: true };
    const [first, second] = [life(types.record, "first"), life(types.record, "second")];
    await first.create(proof);
    await second.create(proof);
    await second.delete();
    expect(first.refresh()).toBeUndefined();
  });

  it("a certificate is issued once it is proved", async () => {
    const { make, standing } = declarations();
    const certificateArn = await make(types.certificate, {
      domainName: "a.example",
      subjectAlternativeNames: ["b.example", "a.example"],
    });
    const proofs = [{ domainName: "a.example" }, { domainName: "b.example" }];
    expect(standing(types.certificate)[0]?.outputs).toMatchObject({
      status: "PENDING_VALIDATION",
      domainValidationOptions: proofs,
    });
    const validationRecordFqdns = ["_local.a.example", "_local.b.example."];
    await make(types.validation, { certificateArn, validationRecordFqdns });
    expect(standing(types.certificate)[0]?.outputs).toMatchObject({ status: "ISSUED" });
  });

  it("the group that AWS made with a network is taken over, not made", async () => {
    const { life, make, standing } = declarations();
    const vpcId = await make(types.vpc, { cidrBlock: "10.1.0.0/16" });
    const { id } = await life(types.defaultGroup).create({ vpcId });
    expect(id).toBe(standing(types.vpc)[0]?.outputs["defaultSecurityGroupId"]);
  });
});
