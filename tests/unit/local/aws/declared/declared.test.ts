import { describe, expect, it } from "vitest";
import { createDeclared } from "../../../../../local/aws/declared/index.ts";
import type { Kernel } from "../../../../../local/core/kernel.ts";
import type { Created, Properties } from "../../../../../local/core/resource.ts";

const kernel: Kernel = { now: () => 0, random: () => 0.5, after: () => () => undefined };
const { resources, invokes } = createDeclared({ kernel });

function create(type: string, inputs: Properties): Created {
  const model = resources.find((resource) => resource.type === type);
  if (model === undefined) {
    throw new Error(`No model of ${type}.`);
  }
  // Every declared type is computed at once.
  return model.create({
    type,
    name: "it",
    urn: "urn:it",
    inputs,
    region: "eu-west-1",
    accountId: "111122223333",
  }) as Created;
}

function invoke(token: string, args: Properties): Properties {
  const model = invokes.find((candidate) => candidate.token === token);
  if (model === undefined) {
    throw new Error(`No model of ${token}.`);
  }
  // Every declared function answers at once.
  return model.invoke(args, "eu-west-1", "111122223333") as Properties;
}

describe("declared-only resources", () => {
  it("are all marked as such", () => {
    expect(resources.filter((resource) => resource.standing !== "declared-only")).toEqual([]);
  });

  it("echo their inputs, with region and all tags", () => {
    expect(create("aws:ec2/subnet:Subnet", { vpcId: "vpc-1", tags: { a: "b" } }).outputs).toMatchObject({
      vpcId: "vpc-1",
      region: "eu-west-1",
      tags: { a: "b" },
      tagsAll: { a: "b" },
    });
  });

  const computed: readonly [string, Properties, string, Properties][] = [
    [
      "aws:ec2/vpc:Vpc",
      {},
      "vpc-08080808080808080",
      { arn: "arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-08080808080808080", ownerId: "111122223333" },
    ],
    ["aws:s3/bucket:Bucket", {}, "it-8080808", { bucket: "it-8080808", arn: "arn:aws:s3:::it-8080808" }],
    [
      "aws:s3/bucket:Bucket",
      { bucket: "logs" },
      "logs",
      { bucketRegionalDomainName: "logs.s3.eu-west-1.amazonaws.com" },
    ],
    ["aws:s3/bucketPolicy:BucketPolicy", { bucket: "logs", policy: "{}" }, "logs", {}],
    [
      "aws:cloudwatch/metricAlarm:MetricAlarm",
      { name: "late", comparisonOperator: "GreaterThanThreshold", evaluationPeriods: 1 },
      "late",
      { arn: "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:late" },
    ],
    ["aws:route53/record:Record", { name: "a.b", type: "A", zoneId: "Z1" }, "Z1_a.b_A", { fqdn: "a.b" }],
  ];
  it.each(computed)("%s has the id and outputs that AWS computes", (type, inputs, id, outputs) => {
    const created = create(type, inputs);
    expect(created.id).toBe(id);
    expect(created.outputs).toMatchObject(outputs);
  });

  it("gives a certificate one validation per name", () => {
    const { outputs } = create("aws:acm/certificate:Certificate", {
      domainName: "a.example",
      subjectAlternativeNames: ["b.example", "a.example"],
    });
    expect(outputs["domainValidationOptions"]).toMatchObject([
      { domainName: "a.example" },
      { domainName: "b.example" },
    ]);
  });

  const refused: readonly [string, Properties, string][] = [
    ["aws:ec2/subnet:Subnet", {}, "aws:ec2/subnet:Subnet needs vpcId."],
    [
      "aws:s3/bucketPolicy:BucketPolicy",
      { bucket: "b", policy: "{" },
      "aws:s3/bucketPolicy:BucketPolicy: policy is not a JSON document.",
    ],
    [
      "aws:cloudwatch/dashboard:Dashboard",
      { dashboardName: "d", dashboardBody: "no" },
      "aws:cloudwatch/dashboard:Dashboard: dashboardBody is not a JSON document.",
    ],
  ];
  it.each(refused)("%s refuses %j", (type, inputs, message) => {
    expect(() => create(type, inputs)).toThrow(message);
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

  it("finds the same zone for the same name", () => {
    const zone = (name: string) => invoke("aws:route53/getZone:getZone", { name })["zoneId"];
    expect(zone("example.com.")).toBe(zone("example.com"));
    expect(zone("example.com")).not.toBe(zone("example.org"));
  });
});
