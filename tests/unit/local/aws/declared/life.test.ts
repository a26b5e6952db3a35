import { describe, expect, it } from "vitest";
import type { Properties } from "../../../../../local/core/resource.ts";
import { declarations, deliveries, experiment, network, regionSwitch, trailBucket, types } from "./world.ts";
import type { Declarations } from "./world.ts";

/** Inputs of a type, made from what has to be there before it; then others that are an update in place, if any are. */
interface Sample {
  readonly before?: (account: Declarations) => Properties | Promise<Properties>;
  readonly inputs: (before: Properties) => Properties;
  readonly changed?: Properties;
}

const bucket = (account: Declarations): Properties => ({ bucket: trailBucket(account) });
const alarm = { comparisonOperator: "GreaterThanThreshold", evaluationPeriods: 2, threshold: 1 };
const rule = { ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: "10.1.0.0/16" };
const tags = { a: "b" };
const passing = { Effect: "Allow", Principal: "*", Resource: "*" };
const documents = {
  one: { Version: "2012-10-17", Statement: [{ ...passing, Action: "sqs:*" }] },
  other: JSON.stringify({ Version: "2012-10-17", Statement: [{ ...passing, Action: "kms:*" }] }),
};

/** In terraform-provider-aws a change of anything but these would be refused or replace. */
const samples: Readonly<Record<keyof typeof types, Sample>> = {
  vpc: { inputs: () => ({ cidrBlock: "10.1.0.0/16" }), changed: { enableDnsHostnames: true } },
  subnet: {
    before: network,
    inputs: ({ vpcId }) => ({ vpcId, cidrBlock: "10.1.1.0/24" }),
    changed: { mapPublicIpOnLaunch: true },
  },
  routeTable: { before: network, inputs: ({ vpcId }) => ({ vpcId }), changed: { tags } },
  route: {
    before: network,
    inputs: ({ routeTableId, gatewayId }) => ({ routeTableId, gatewayId, destinationCidrBlock: "0.0.0.0/0" }),
  },
  association: { before: network, inputs: ({ routeTableId, subnetId }) => ({ routeTableId, subnetId }) },
  gateway: { inputs: () => ({}), changed: { tags } },
  eip: { inputs: () => ({}), changed: { tags } },
  nat: {
    before: network,
    inputs: ({ subnetId }) => ({ subnetId, connectivityType: "private" }),
    changed: { tags },
  },
  acl: { before: network, inputs: ({ vpcId }) => ({ vpcId }), changed: { tags } },
  flowLog: { before: network, inputs: ({ vpcId }) => ({ vpcId, trafficType: "ALL" }), changed: { tags } },
  group: { before: network, inputs: ({ vpcId }) => ({ vpcId }), changed: { tags } },
  defaultGroup: { before: network, inputs: ({ vpcId }) => ({ vpcId }), changed: { tags } },
  ingress: {
    before: network,
    inputs: ({ securityGroupId }) => ({ ...rule, securityGroupId }),
    changed: { toPort: 444 },
  },
  egress: {
    before: network,
    inputs: ({ securityGroupId }) => ({ ...rule, securityGroupId }),
    changed: { toPort: 444 },
  },
  oldRule: {
    before: network,
    inputs: ({ securityGroupId }) => ({
      securityGroupId,
      type: "ingress",
      protocol: "-1",
      fromPort: 0,
      toPort: 0,
      self: true,
    }),
    changed: { description: "all of us" },
  },
  endpoint: {
    before: network,
    inputs: ({ vpcId }) => ({ vpcId, serviceName: "com.amazonaws.eu-west-1.s3" }),
    changed: { policy: documents.one },
  },
  endpointPolicy: {
    before: network,
    inputs: ({ vpcEndpointId }) => ({ vpcEndpointId, policy: documents.one }),
    changed: { policy: documents.other },
  },
  tableLink: { before: network, inputs: ({ routeTableId, vpcEndpointId }) => ({ routeTableId, vpcEndpointId }) },
  subnetLink: { before: network, inputs: ({ subnetId, vpcEndpointId }) => ({ subnetId, vpcEndpointId }) },
  certificate: { inputs: () => ({ domainName: "pay.example.com", validationMethod: "DNS" }), changed: { tags } },
  validation: {
    before: async ({ make }) => ({ certificateArn: await make(types.certificate, { domainName: "a.example" }) }),
    inputs: ({ certificateArn }) => ({ certificateArn }),
  },
  zone: { inputs: () => ({ name: "example.com" }), changed: { comment: "ours" } },
  record: {
    inputs: () => ({ zoneId: "Z1", name: "a.example.com", type: "A", ttl: 60, records: ["192.0.2.1"] }),
    changed: { ttl: 30 },
  },
  healthCheck: { inputs: () => ({ type: "HTTPS", fqdn: "a.example.com" }), changed: { port: 8443 } },
  trail: {
    before: bucket,
    inputs: ({ bucket }) => ({ s3BucketName: bucket, name: "audit" }),
    changed: { enableLogFileValidation: true },
  },
  alarm: { inputs: () => ({ ...alarm, name: "late" }), changed: { threshold: 2 } },
  composite: { inputs: () => ({ alarmName: "all", alarmRule: "FALSE" }), changed: { alarmRule: "TRUE" } },
  dashboard: {
    inputs: () => ({ dashboardName: "board", dashboardBody: { widgets: [] } }),
    changed: { dashboardBody: '{"widgets":[1]}' },
  },
  filter: {
    inputs: () => ({
      logGroupName: "/a",
      name: "errors",
      pattern: "ERROR",
      metricTransformation: { name: "errors", namespace: "a", value: "1" },
    }),
    changed: { pattern: "" },
  },
  xrayGroup: {
    inputs: () => ({ groupName: "slow", filterExpression: "responsetime > 5" }),
    changed: { filterExpression: "responsetime > 6" },
  },
  samplingRule: {
    inputs: () => ({
      fixedRate: 0.1,
      host: "*",
      httpMethod: "*",
      priority: 9,
      reservoirSize: 1,
      resourceArn: "*",
      ruleName: "some",
      serviceName: "*",
      serviceType: "*",
      urlPath: "*",
      version: 1,
    }),
    changed: { fixedRate: 0.2 },
  },
  experiment: { inputs: () => experiment, changed: { description: "a longer wait" } },
  regionSwitch: { inputs: () => regionSwitch, changed: { recoveryTimeObjectiveMinutes: 5 } },
  topic: { inputs: () => ({ name: "alarms" }), changed: { kmsMasterKeyId: "alias/logs", signatureVersion: 2 } },
  subscription: {
    before: async ({ make }) => ({ topic: await make(types.topic, { name: "alarms" }) }),
    inputs: ({ topic }) => ({ topic, protocol: "email", endpoint: "oncall@example.com" }),
    changed: { rawMessageDelivery: true },
  },
  deliverySource: { inputs: () => deliveries.source, changed: { tags } },
  deliveryDestination: {
    inputs: () => deliveries.destination,
    changed: {
      deliveryDestinationConfiguration: {
        destinationResourceArn: "arn:aws:logs:eu-west-1:111122223333:log-group:/other",
      },
    },
  },
  delivery: {
    before: async ({ make }) => {
      await make(types.deliverySource, deliveries.source);
      await make(types.deliveryDestination, deliveries.destination);
      return {};
    },
    inputs: () => deliveries.delivery,
    changed: { recordFields: ["date", "time", "sc-status"] },
  },
  encryptionConfig: { inputs: () => ({ type: "NONE" }), changed: { type: "KMS", keyId: "alias/a" } },
};

/** These stay in AWS when Pulumi lets go of them: AWS made one of them, and a region always has the other. */
const staying = new Set<string>(["encryptionConfig"]);
const cases = Object.entries(samples).map(([name, sample]) => ({ name, ...sample }));

/** The type of a sample: its name is one of `types`. */
function typeOf(name: string): string {
  return types[name as keyof typeof types];
}

describe("the life of every declared type", () => {
  it("is told here", () => {
    expect(
      declarations()
        .resources.map(({ type }) => type)
        .toSorted(),
    ).toEqual(Object.values(types).toSorted());
    expect(declarations().resources.filter(({ standing }) => standing !== "declared-only")).toEqual([]);
  });

  it.each(cases)("$name: a refresh finds what was created, and what was changed", async (sample) => {
    const account = declarations();
    const given = sample.inputs((await sample.before?.(account)) ?? {});
    const life = account.life(typeOf(sample.name));
    const created = await life.create(given);
    expect(life.refresh()).toMatchObject({ inputs: created.inputs, outputs: created.outputs });
    expect(life.plan(given)).toEqual([]);
    if (sample.changed === undefined) return;
    const changed = { ...given, ...sample.changed };
    expect(life.plan(changed).length).toBeGreaterThan(0);
    const updated = await life.update(changed);
    expect(updated.id).toBe(created.id);
    expect(life.refresh()).toMatchObject({ inputs: updated.inputs, outputs: updated.outputs });
    expect(life.plan(changed)).toEqual([]);
  });

  it.each(cases)("$name: an import finds it by its id, and after its deletion nothing does", async (sample) => {
    const account = declarations();
    const given = sample.inputs((await sample.before?.(account)) ?? {});
    const life = account.life(typeOf(sample.name));
    const { id, outputs, inputs } = await life.create(given);
    const importId = sample.name === "filter" ? `/a:${id}` : id;
    expect(life.import(importId)?.outputs).toEqual(outputs);
    await life.delete();
    const gone = !staying.has(sample.name);
    expect(life.import(importId) === undefined).toBe(gone);
    const state = { id, urn: `urn:pulumi:test::cells::${typeOf(sample.name)}::it`, inputs, outputs };
    const model = account.resources.find(({ type }) => type === typeOf(sample.name));
    const again = () =>
      model?.delete({ ...state, type: model.type, name: "it", region: "eu-west-1", accountId: "111122223333" });
    expect(again, "a second deletion is harmless").not.toThrow();
  });
});
