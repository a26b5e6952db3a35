import { describe, expect, it } from "vitest";
import type { Properties } from "../../../../../local/core/resource.ts";
import { declarations, types } from "./world.ts";

const { invokes } = declarations();

function invoke(token: string, args: Properties): Properties {
  const model = invokes.find((candidate) => candidate.token === token);
  if (model === undefined) {
    throw new Error(`No model of ${token}.`);
  }
  // Every declared function answers at once.
  return model.invoke(args, "eu-west-1", "111122223333") as Properties;
}

describe("declared-only resources", () => {
  it("show their inputs, what AWS takes where nothing is given, region and all tags", async () => {
    const { outputs } = await declarations()
      .life(types.vpc)
      .create({ cidrBlock: "10.1.0.0/16", tags: { a: "b" } });
    expect(outputs).toMatchObject({
      cidrBlock: "10.1.0.0/16",
      instanceTenancy: "default",
      enableDnsSupport: true,
      enableDnsHostnames: false,
      ownerId: "111122223333",
      region: "eu-west-1",
      tags: { a: "b" },
      tagsAll: { a: "b" },
    });
    expect(outputs["arn"]).toMatch(/^arn:aws:ec2:eu-west-1:111122223333:vpc\/vpc-0[0-9a-f]{16}$/);
  });

  const alarm = { name: "late", comparisonOperator: "GreaterThanThreshold", evaluationPeriods: 1 };
  const computed: readonly [keyof typeof types, Properties, string, Properties][] = [
    ["alarm", alarm, "late", { arn: "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:late" }],
    ["record", { name: "A.b.", type: "A", zoneId: "Z1", ttl: 60, records: ["192.0.2.1"] }, "Z1_a.b_A", { fqdn: "a.b" }],
  ];
  it.each(computed)("%s %j has the id and outputs that AWS computes", async (name, inputs, id, outputs) => {
    const created = await declarations().life(types[name]).create(inputs);
    expect(created.id).toBe(id);
    expect(created.outputs).toMatchObject(outputs);
  });

  it("keep what AWS chose when an input is taken away that AWS may choose", async () => {
    const life = declarations().life(types.vpc);
    await life.create({ cidrBlock: "10.1.0.0/16", enableDnsHostnames: true });
    const { outputs } = await life.update({ cidrBlock: "10.1.0.0/16", enableDnsSupport: false });
    expect(outputs).toMatchObject({ enableDnsHostnames: true, enableDnsSupport: false });
  });

  it("stand for others to look at, until they are deleted", async () => {
    const { life, standing } = declarations();
    const vpc = life(types.vpc);
    const { id } = await vpc.create({ cidrBlock: "10.1.0.0/16" });
    expect(standing(types.vpc)).toMatchObject([{ id, region: "eu-west-1", outputs: { cidrBlock: "10.1.0.0/16" } }]);
    await vpc.delete();
    expect(standing(types.vpc)).toEqual([]);
  });

  it("of one id in two regions are two", async () => {
    const { life, standing } = declarations();
    await life(types.alarm).create(alarm);
    const away = life(types.alarm, "it", "us-east-1");
    await away.create(alarm);
    await away.delete();
    expect(standing(types.alarm)).toMatchObject([{ id: "late", region: "eu-west-1" }]);
  });

  it("change nothing where AWS refuses the change", async () => {
    const { life, standing } = declarations();
    const late = life(types.alarm);
    await late.create(alarm);
    const change = late.update({ ...alarm, period: 60, evaluationPeriods: 1441 });
    await expect(change).rejects.toMatchObject({ code: "ValidationError" });
    expect(standing(types.alarm)[0]?.inputs["evaluationPeriods"]).toBe(1);
  });

  it("that are gone cannot be changed", async () => {
    const { life } = declarations();
    const late = life(types.alarm);
    await late.create(alarm);
    await late.delete();
    await expect(late.update({ ...alarm, threshold: 1 })).rejects.toMatchObject({ code: "ResourceNotFoundException" });
  });
});

describe("functions of the provider", () => {
  const answers: readonly [string, Properties, Properties][] = [
    ["aws:index/getCallerIdentity:getCallerIdentity", {}, { accountId: "111122223333" }],
    ["aws:index/getRegion:getRegion", {}, { region: "eu-west-1" }],
    ["aws:index/getPartition:getPartition", {}, { partition: "aws", dnsSuffix: "amazonaws.com" }],
    [
      "aws:index/getAvailabilityZones:getAvailabilityZones",
      { state: "available" },
      { names: ["eu-west-1a", "eu-west-1b", "eu-west-1c"] },
    ],
  ];
  it.each(answers)("%s", (token, args, answer) => {
    expect(invoke(token, args)).toMatchObject(answer);
  });

  it("find the same zone for the same name", () => {
    const zone = (name: string) => invoke("aws:route53/getZone:getZone", { name })["zoneId"];
    expect(zone("example.com.")).toBe(zone("example.com"));
    expect(zone("example.com")).not.toBe(zone("example.org"));
  });
});
