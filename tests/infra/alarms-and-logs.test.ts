import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { root } from "../../infra/bundles/paths.ts";
import type { Inputs } from "./computed-outputs.ts";
import { evaluateStack, inputsOf, shortType, type Evaluation, type Recorded } from "./evaluate.ts";

let eu: Evaluation;
let edge: Evaluation;
beforeAll(async () => {
  eu = await evaluateStack("prod-eu");
  edge = await evaluateStack("prod-global");
});

function ofType({ resources }: Evaluation, type: string): readonly Recorded[] {
  return resources.filter((one) => shortType(one.type) === type);
}

/** The statements of a policy that is an input. */
function statements(inputs: Inputs, input = "policy"): readonly Inputs[] {
  return JSON.parse(String(inputs[input])).Statement;
}

const topicIn = (region: string, name: string) => `arn:aws:sns:${region}:111122223333:${name}`;

describe("an alarm", () => {
  it("of a cell tells the cell's topic when it goes off and when it is over", () => {
    const alarms = [...ofType(eu, "MetricAlarm"), ...ofType(eu, "CompositeAlarm")];
    expect(alarms.length).toBeGreaterThan(20);
    for (const { name, inputs } of alarms) {
      const topic = [topicIn("eu-west-1", "prod-eu-alarms")];
      expect([name, inputs["alarmActions"], inputs["okActions"]]).toEqual([name, topic, topic]);
    }
    expect(eu.outputs["alarmTopicArn"]).toBe(topicIn("eu-west-1", "prod-eu-alarms"));
  });

  it("of a watcher tells a topic of its own region: CloudWatch knows no other", () => {
    const alarms = ofType(edge, "MetricAlarm");
    expect(new Set(alarms.map(({ inputs }) => inputs["region"]))).toEqual(new Set(["eu-west-1", "eu-central-1"]));
    for (const { name, inputs } of alarms) {
      const topic = [topicIn(String(inputs["region"]), "prod-global-alarms")];
      expect([name, inputs["alarmActions"], inputs["okActions"]]).toEqual([name, topic, topic]);
    }
    const topics = ["eu-west-1", "eu-central-1"].map((region) => topicIn(region, "prod-global-alarms"));
    expect(edge.outputs["alarmTopicArns"]).toBe(topics.join(","));
  });
});

describe("a topic of alarms", () => {
  it("takes this account's alarms over TLS, under a key that CloudWatch may use", () => {
    for (const [evaluation, topic, key] of [
      [eu, "eu-alarm-topic", "eu-key-logs"],
      [edge, "edge-watcher-eu-central-1-alarms", "edge-watcher-eu-central-1-key"],
    ] as const) {
      const inputs = inputsOf(evaluation, "Topic", topic);
      expect(String(inputs["kmsMasterKeyId"]).endsWith(`:key/${key}`)).toBe(true);
      const ours = { StringEquals: { "aws:SourceAccount": "111122223333" } };
      const principal = { Service: ["cloudwatch.amazonaws.com"] };
      expect(statements(inputs)).toMatchObject([
        { Effect: "Allow", Principal: principal, Action: ["sns:Publish"], Condition: ours },
        { Effect: "Deny", Principal: "*", Condition: { Bool: { "aws:SecureTransport": "false" } } },
      ]);
      expect(statements(inputsOf(evaluation, "Key", key))).toContainEqual({
        Sid: "AlarmsEncrypt",
        Effect: "Allow",
        Principal: principal,
        Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
        Resource: ["*"],
        Condition: ours,
      });
    }
  });
});

describe("who is told", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "alarms-to-"));
    const files = (await readdir(root)).filter((name) => /^Pulumi.*\.yaml$/.test(name));
    await Promise.all(files.map((name) => cp(path.join(root, name), path.join(folder, name))));
    const project = parse(await readFile(path.join(folder, "Pulumi.yaml"), "utf8"));
    project.main = path.join(root, project.main);
    await writeFile(path.join(folder, "Pulumi.yaml"), stringify(project));
    for (const stack of ["prod-eu", "prod-global"]) {
      const file = path.join(folder, `Pulumi.${stack}.yaml`);
      const contents = parse(await readFile(file, "utf8"));
      contents.config["payment-cells:alarmsTo"] = ["oncall@example.com", "https://pager.example.com/in"];
      await writeFile(file, stringify(contents));
    }
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("is nobody where no stack says so", () => {
    expect([...ofType(eu, "TopicSubscription"), ...ofType(edge, "TopicSubscription")]).toEqual([]);
  });

  it("is whom payment-cells:alarmsTo names, of every topic of the stack", async () => {
    const told = (evaluation: Evaluation) =>
      ofType(evaluation, "TopicSubscription")
        .map(({ inputs }) => inputs)
        .map(({ topic, protocol, endpoint }) => [topic, protocol, endpoint].join(" "));
    const of = (topic: string) => [`${topic} email oncall@example.com`, `${topic} https https://pager.example.com/in`];
    expect(told(await evaluateStack("prod-eu", folder)).toSorted()).toEqual(of(topicIn("eu-west-1", "prod-eu-alarms")));
    expect(told(await evaluateStack("prod-global", folder)).toSorted()).toEqual([
      ...of(topicIn("eu-central-1", "prod-global-alarms")),
      ...of(topicIn("eu-west-1", "prod-global-alarms")),
    ]);
  });
});

describe("a log group", () => {
  it("lies under a key that CloudWatch Logs of its region may use, and forgets", () => {
    for (const [evaluation, own] of [
      [eu, "eu-west-1"],
      [edge, "eu-west-1"],
    ] as const) {
      for (const { name, inputs } of ofType(evaluation, "LogGroup")) {
        const key = String(inputs["kmsKeyId"]).split("/").at(-1) ?? "";
        const said = inputs["region"];
        const region = typeof said === "string" ? said : own;
        const logs = { Principal: { Service: [`logs.${region}.amazonaws.com`] } };
        expect(statements(inputsOf(evaluation, "Key", key)), name).toContainEqual(expect.objectContaining(logs));
        expect(Number(inputs["retentionInDays"])).toBeGreaterThanOrEqual(90);
      }
    }
  });
});

describe("the log of a firewall", () => {
  it.each([
    ["prod-eu", "eu-payments-api-firewall", "aws-waf-logs-prod-eu-origin"],
    ["prod-global", "edge-guard-log", "aws-waf-logs-prod-edge"],
  ])("of %s has what was refused, without what lets anybody in", (stack, name, logGroup) => {
    const evaluation = stack === "prod-eu" ? eu : edge;
    expect(inputsOf(evaluation, "LogGroup", name)["name"]).toBe(logGroup);
    expect(inputsOf(evaluation, "WebAclLoggingConfiguration", name)).toMatchObject({
      loggingFilter: {
        defaultBehavior: "DROP",
        filters: [{ behavior: "KEEP", conditions: [{ actionCondition: { action: "BLOCK" } }] }],
      },
      redactedFields: ["x-origin-secret", "authorization", "cookie"].map((header) => ({
        singleHeader: { name: header },
      })),
    });
  });
});

describe("the edge's log", () => {
  it("has a line for every request, without cookies and query strings", () => {
    expect(inputsOf(edge, "LogDeliverySource", "edge-requests")).toMatchObject({
      resourceArn: "arn:aws:cloudfront::111122223333:distribution/E1",
      logType: "ACCESS_LOGS",
    });
    expect(inputsOf(edge, "LogDeliveryDestination", "edge-requests")["deliveryDestinationConfiguration"]).toEqual({
      destinationResourceArn: "arn:aws:logs:us-east-1:111122223333:log-group:/aws/cloudfront/prod-edge",
    });
    const fields = inputsOf(edge, "LogDelivery", "edge-requests")["recordFields"];
    expect(fields).toContain("sc-status");
    expect(JSON.stringify(fields)).not.toMatch(/cookie|query|referer/i);
  });
});

describe("flows and trail", () => {
  it("are written by the service alone, into a group of their own", () => {
    expect(inputsOf(eu, "FlowLog", "eu-network-flows")).toMatchObject({
      vpcId: "eu-network-vpc",
      trafficType: "ALL",
      logDestination: "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/vpc/prod-eu-flows",
      iamRoleArn: "arn:aws:iam::111122223333:role/prod-eu-flow-logs",
    });
    expect(statements(inputsOf(eu, "Role", "eu-network-flows"), "assumeRolePolicy")).toMatchObject([
      {
        Principal: { Service: "vpc-flow-logs.amazonaws.com" },
        Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
      },
    ]);
    for (const [evaluation, name, region, group] of [
      [eu, "eu-audit", "eu-west-1", "/aws/cloudtrail/prod-eu-trail"],
      [edge, "edge-audit", "us-east-1", "/aws/cloudtrail/prod-global-trail"],
    ] as const) {
      const arn = `arn:aws:logs:${region}:111122223333:log-group:${group}`;
      expect(inputsOf(evaluation, "Trail", name)["cloudWatchLogsGroupArn"]).toBe(`${arn}:*`);
      const grants = statements(inputsOf(evaluation, "RolePolicy", `${name}-log`));
      expect(grants.map(({ Resource }) => Resource)).toEqual([[`${arn}:log-stream:*`]]);
    }
  });
});

it("those who approve the steps of a region switch show a second factor", () => {
  const [approver] = ofType(edge, "Role").filter(({ name }) => name.endsWith("-approver"));
  expect(statements(approver?.inputs ?? {}, "assumeRolePolicy")).toMatchObject([
    { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } },
  ]);
});
