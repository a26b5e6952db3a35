import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { root } from "../../infra/bundles/paths.ts";
import { functionAlarms } from "../../infra/plan/alarms.ts";
import { verdictMessage } from "../../infra/plan/watchers.ts";
import { evaluateStack, inputsOf, shortType, type Evaluation, type Recorded } from "./evaluate.ts";

const stacks = ["prod-global", "prod-eu", "prod-us", "staging-global", "staging-eu"] as const;
let evaluations: ReadonlyMap<string, Evaluation>;
beforeAll(async () => {
  const all = new Map<string, Evaluation>();
  for (const stack of stacks) all.set(stack, await evaluateStack(stack));
  evaluations = all;
});

function evaluated(stack: (typeof stacks)[number]): Evaluation {
  return evaluations.get(stack) ?? { resources: [], outputs: {} };
}

function ofType(stack: (typeof stacks)[number], type: string): readonly Recorded[] {
  return evaluated(stack).resources.filter((one) => shortType(one.type) === type);
}

/** The region of an alarm, where it says one itself, and its name. */
function alarmNames(stack: (typeof stacks)[number]): readonly string[] {
  return ofType(stack, "MetricAlarm").map(({ inputs }) => String(inputs["name"]));
}

describe("a watcher", () => {
  it.each(["prod-global", "staging-global"] as const)("looks from every region of the authority, in %s", (stack) => {
    const functions = ofType(stack, "Function").filter(({ name }) => name.includes("watcher"));
    expect(functions.map(({ inputs }) => String(inputs["region"])).sort()).toEqual(["eu-central-1", "eu-west-1"]);
    const schedules = ofType(stack, "Schedule").map(
      ({ inputs }) => `${String(inputs["scheduleExpression"])} in ${String(inputs["region"])}`,
    );
    expect(schedules.sort()).toEqual(["rate(1 minute) in eu-central-1", "rate(1 minute) in eu-west-1"]);
  });

  it("stands in no network, keeps its secret under a key of its region, and is told the cells", () => {
    const watcher = inputsOf(evaluated("prod-global"), "Function", "edge-watcher-eu-central-1");
    expect(watcher).not.toHaveProperty("vpcConfig");
    expect(watcher).toMatchObject({
      kmsKeyArn: "arn:aws:kms:eu-central-1:111122223333:key/edge-watcher-eu-central-1-key",
      reservedConcurrentExecutions: 5,
      environment: {
        variables: {
          AUTHORITY_REGIONS: "eu-central-1,eu-west-1",
          KEY_VALUE_STORE_ARN: "arn:aws:cloudfront::111122223333:key-value-store/edge-router",
          ORIGIN_SECRET: "local-only-origin-secret-current",
        },
      },
    });
    expect(JSON.parse(Object(watcher["environment"]).variables.CELLS)).toEqual([
      { name: "eu", origin: "eu.origin.pay.example.com", standIns: ["us"] },
      { name: "us", origin: "us.origin.pay.example.com", standIns: ["eu"] },
    ]);
  });

  it("has roles of its own in every region, for roles have none", () => {
    const roles = ofType("prod-global", "Role").map(({ inputs }) => String(inputs["name"]));
    expect(new Set(roles).size).toBe(roles.length);
  });

  it("calls somebody when it fails, when it is silent, and when a cell is unwell", () => {
    const alarms = alarmNames("prod-global");
    for (const { name } of functionAlarms("prod-global-watcher", "")) expect(alarms).toContain(name);
    expect(inputsOf(evaluated("prod-global"), "MetricAlarm", "edge-watcher-eu-west-1-invocations")).toMatchObject({
      comparisonOperator: "LessThanThreshold",
      threshold: 1,
      metricQueries: [{ expression: "SUM([own, 0 * other0])" }, { id: "own" }, { id: "other0" }],
      treatMissingData: "notBreaching",
    });
    const filters = ofType("prod-global", "LogMetricFilter");
    expect(filters.map(({ inputs }) => inputs["name"])).toEqual([
      "prod-eu-unwell",
      "prod-us-unwell",
      "prod-eu-unwell",
      "prod-us-unwell",
    ]);
    expect(filters[0]?.inputs["pattern"]).toBe('?"cell eu is degraded" ?"cell eu is down" ?"cell eu is unknown"');
    for (const { inputs } of filters) {
      expect(alarms).toContain(Object(inputs["metricTransformation"]).name);
    }
  });
});

it("the watcher says of a cell what the filter of its log looks for", () => {
  const source = readFileSync(`${root}functions/watcher/app.ts`, "utf8");
  expect(source).toContain(`\`${verdictMessage("${cell}", "${verdict}")}\``);
});

describe("the health of a cell", () => {
  it.each(["prod-eu", "prod-us", "staging-eu"] as const)("is made of alarms that %s makes", (stack) => {
    const [health] = ofType(stack, "CompositeAlarm");
    const parts = [...String(health?.inputs["alarmRule"]).matchAll(/ALARM\("([^"]+)"\)/g)].map(([, name]) => name);
    expect(parts).toEqual(expect.arrayContaining([expect.stringMatching(/-api-5xx$/)]));
    expect(alarmNames(stack)).toEqual(expect.arrayContaining(parts));
    expect(parts.filter((name) => name?.endsWith("-dlq-not-empty")).length).toBe(19);
  });
});

describe("an experiment", () => {
  it.each(["prod-eu", "prod-us", "staging-eu"] as const)("of %s stops on alarms that are there", (stack) => {
    const templates = ofType(stack, "ExperimentTemplate");
    expect(templates.map(({ inputs }) => Object(inputs["tags"]).Name)).toEqual([
      "replication-pause",
      "connectivity-loss",
    ]);
    for (const { inputs } of templates) {
      const conditions = Array.from(Object(inputs["stopConditions"]), Object);
      expect(conditions.length).toBeGreaterThan(0);
      for (const { source, value } of conditions) {
        expect(source).toBe("aws:cloudwatch:alarm");
        expect(alarmNames(stack)).toContain(String(value).split(":alarm:")[1]);
      }
    }
  });

  it("hits its own cell alone", () => {
    const experiment = (name: string) => inputsOf(evaluated("prod-us"), "ExperimentTemplate", name);
    expect(experiment("us-experiments-replication-pause")["targets"]).toMatchObject([
      { resourceArns: ["arn:aws:dynamodb:us-east-1:111122223333:table/prod-ledger"] },
    ]);
    expect(experiment("us-experiments-connectivity-loss")["targets"]).toMatchObject([
      { resourceType: "aws:ec2:subnet", resourceTags: expect.arrayContaining([{ key: "cell", value: "us" }]) },
    ]);
  });
});

describe("the region switch", () => {
  it("has a plan for each cell with its stand-in, whose steps an operator approves", () => {
    const [plan, ...others] = ofType("prod-global", "Plan");
    expect(others).toEqual([]);
    expect(plan?.inputs).toMatchObject({
      name: "prod-eu-us",
      recoveryApproach: "activeActive",
      regions: ["eu-west-1", "us-east-1"],
    });
    const workflows = Array.from(Object(plan?.inputs["workflows"]), Object);
    expect(workflows.map(({ workflowTargetAction }) => workflowTargetAction)).toEqual(["deactivate", "activate"]);
    for (const { steps } of workflows) {
      expect(steps).toMatchObject([
        {
          executionBlockType: "ManualApproval",
          executionApprovalConfigs: [
            { approvalRole: "arn:aws:iam::111122223333:role/prod-global-region-switch-approver" },
          ],
        },
      ]);
    }
  });

  it("knows the cells' health by alarms that they make", () => {
    const [plan] = ofType("prod-global", "Plan");
    const known = Array.from(Object(plan?.inputs["associatedAlarms"]), (one) => Object(one).resourceIdentifier);
    const made = (["prod-eu", "prod-us"] as const).map((stack) => {
      const [health] = ofType(stack, "CompositeAlarm");
      const { region } = evaluated(stack).outputs;
      return `arn:aws:cloudwatch:${String(region)}:111122223333:alarm:${String(health?.inputs["alarmName"])}`;
    });
    expect(known).toEqual(made);
  });

  it("is not there where no cell has a stand-in", () => {
    expect(ofType("staging-global", "Plan")).toEqual([]);
    expect(ofType("staging-global", "Role").filter(({ name }) => name.includes("region-switch"))).toEqual([]);
  });
});
