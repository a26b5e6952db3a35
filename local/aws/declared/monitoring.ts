import { AwsError } from "../../core/errors.ts";
import type { Properties } from "../../core/resource.ts";
import { all, between, lengthBetween, matching, oneOf } from "../rules.ts";
import type { DeclaredType } from "./definition.ts";
import { textOf } from "./definition.ts";
import { atLeast, atMostOneOf, checks, numberBetween, objectOf, requiredWith } from "./rules.ts";
import type { Thing, World } from "./store.ts";

const actions = { unordered: true } as const;
const namespace = all(lengthBetween(1, 255), matching(/^[^:]/, "must not contain colon characters"));

const units = (
  "Seconds Microseconds Milliseconds Bytes Kilobytes Megabytes Gigabytes Terabytes Bits Kilobits " +
  "Megabits Gigabits Terabits Percent Count Bytes/Second Kilobytes/Second Megabytes/Second " +
  "Gigabytes/Second Terabytes/Second Bits/Second Kilobits/Second Megabits/Second Gigabits/Second " +
  "Terabits/Second Count/Second None"
).split(" ");

const comparisons = (
  "GreaterThanOrEqualToThreshold GreaterThanThreshold LessThanThreshold LessThanOrEqualToThreshold " +
  "LessThanLowerOrGreaterThanUpperThreshold LessThanLowerThreshold GreaterThanUpperThreshold"
).split(" ");

const trimmed = String.raw`(\d+(\.\d+)?%?)?`;
const extendedStatistics = new RegExp(
  String.raw`^((p|tm|wm|tc|ts)(\d{1,2}(\.\d{1,2})?|100)|IQM|(TM|WM|PR|TC|TS)\(${trimmed}:${trimmed}\))$`,
);

const period = {
  refusal: (value: unknown) =>
    [10, 20, 30].includes(Number(value)) || Number(value) % 60 === 0
      ? undefined
      : `expected it to be one of [10 20 30] or divisible by 60, got ${String(value)}`,
};

const metricAlarm: DeclaredType = {
  type: "aws:cloudwatch/metricAlarm:MetricAlarm",
  inputs: {
    actionsEnabled: { default: true },
    alarmActions: actions,
    alarmDescription: lengthBetween(0, 1024),
    comparisonOperator: { required: true, ...oneOf(...comparisons) },
    datapointsToAlarm: atLeast(1),
    dimensions: {},
    evaluateLowSampleCountPercentiles: { computed: true, ...oneOf("evaluate", "ignore") },
    evaluationPeriods: { required: true, ...atLeast(1) },
    extendedStatistic: matching(extendedStatistics, "a percentile such as p99 or a trimmed mean such as tm95"),
    insufficientDataActions: actions,
    metricName: lengthBetween(1, 255),
    metricQueries: { unordered: true },
    name: { autoName: { lengthMax: 255 }, replaces: true, ...lengthBetween(1, 255) },
    namespace,
    okActions: actions,
    period,
    statistic: oneOf("SampleCount", "Average", "Sum", "Minimum", "Maximum"),
    tags: {},
    threshold: {},
    thresholdMetricId: lengthBetween(1, 255),
    treatMissingData: { default: "missing", ...oneOf("breaching", "notBreaching", "ignore", "missing") },
    unit: oneOf(...units),
  },
  check: checks(
    atMostOneOf("metricName", "metricQueries"),
    atMostOneOf("statistic", "extendedStatistic"),
    atMostOneOf("threshold", "thresholdMetricId"),
    (inputs, unknowns) => {
      const named = inputs["metricName"] !== undefined || unknowns.has("metricName");
      const figures = ["statistic", "extendedStatistic"];
      if (!named || figures.some((name) => inputs[name] !== undefined || unknowns.has(name))) return [];
      const reason = "One of `statistic` or `extendedStatistic` must be set for a cloudwatch metric alarm";
      return [{ property: "statistic", reason }];
    },
  ),
  compute: ({ text, arn }) => ({ id: text("name"), arn: arn("cloudwatch", `alarm:${text("name")}`) }),
  refuse({ inputs }) {
    const [seconds, periods] = [Number(inputs["period"] ?? 0), Number(inputs["evaluationPeriods"])];
    const limit = seconds >= 3600 ? 604_800 : 86_400;
    if (seconds * periods > limit) {
      const span = limit === 86_400 ? "a day" : "seven days";
      throw new AwsError(
        "ValidationError",
        `Metrics cannot be checked across more than ${span} (EvaluationPeriods * Period must be <= ${limit}).`,
      );
    }
    if (Number(inputs["datapointsToAlarm"] ?? 0) > periods) {
      throw new AwsError("ValidationError", "DatapointsToAlarm must not be greater than EvaluationPeriods.");
    }
  },
  refuseDeletion: (self, world) => refuseWatched(self, world),
};

const compositeAlarm: DeclaredType = {
  type: "aws:cloudwatch/compositeAlarm:CompositeAlarm",
  inputs: {
    actionsEnabled: { default: true, replaces: true },
    actionsSuppressor: objectOf({
      alarm: { required: true },
      extensionPeriod: { required: true },
      waitPeriod: { required: true },
    }),
    alarmActions: actions,
    alarmDescription: lengthBetween(0, 1024),
    alarmName: { required: true, replaces: true, ...lengthBetween(1, 255) },
    alarmRule: { required: true, ...lengthBetween(1, 10_240) },
    insufficientDataActions: actions,
    okActions: actions,
    tags: {},
  },
  compute: ({ text, arn }) => ({ id: text("alarmName"), arn: arn("cloudwatch", `alarm:${text("alarmName")}`) }),
  refuse({ region, text }, world) {
    const alarms = [...world.all(metricAlarm.type), ...world.all(compositeAlarm.type)];
    for (const name of alarmsIn(text("alarmRule"))) {
      if (alarms.some((alarm) => alarm.region === region && isCalled(alarm, name))) continue;
      throw new AwsError(
        "ValidationError",
        `Could not save the composite alarm as alarms [${name}] in the alarm rule do not exist`,
      );
    }
  },
  refuseDeletion: (self, world) => refuseWatched(self, world),
};

/** The alarms, by name or ARN, whose state a rule asks for. */
function alarmsIn(rule: string): readonly string[] {
  return [...rule.matchAll(/\b(?:ALARM|OK|INSUFFICIENT_DATA)\(\s*"?([^")]+?)"?\s*\)/g)].map(([, name]) => name ?? "");
}

function isCalled({ id, outputs }: Thing, name: string): boolean {
  return id === name || outputs["arn"] === name;
}

function refuseWatched(self: Thing, world: World): void {
  const watched = world
    .all(compositeAlarm.type)
    .filter((composite) => composite.region === self.region && composite.id !== self.id)
    .some(({ inputs }) => alarmsIn(textOf(inputs, "alarmRule")).some((name) => isCalled(self, name)));
  if (watched) {
    const sentence = `Cannot delete ${self.id} as there are composite alarm(s) depending on it.`;
    throw new AwsError("ValidationError", sentence);
  }
}

const dashboard: DeclaredType = {
  type: "aws:cloudwatch/dashboard:Dashboard",
  inputs: {
    dashboardBody: { required: true, json: true },
    dashboardName: {
      required: true,
      replaces: true,
      ...all(lengthBetween(1, 255), matching(/^[\w-]+$/, "only letters, digits, underscores and hyphens")),
    },
  },
  compute({ text, arn }) {
    const name = text("dashboardName");
    return { id: name, dashboardArn: arn("cloudwatch", `dashboard/${name}`, "global") };
  },
};

const logMetricFilter: DeclaredType = {
  type: "aws:cloudwatch/logMetricFilter:LogMetricFilter",
  inputs: {
    applyOnTransformedLogs: { default: false },
    logGroupName: { required: true, replaces: true, ...lengthBetween(1, 512) },
    metricTransformation: {
      required: true,
      ...objectOf({
        defaultValue: {},
        dimensions: {},
        name: { required: true, ...matching(/^[^:*$]*$/, "must not contain colons, asterisks or dollars") },
        namespace: { required: true, ...matching(/^[^:*$]*$/, "must not contain colons, asterisks or dollars") },
        unit: oneOf(...units),
        value: { required: true, ...lengthBetween(0, 100) },
      }),
    },
    name: {
      autoName: { lengthMax: 512 },
      replaces: true,
      ...all(lengthBetween(1, 512), matching(/^[^:*]*$/, "must not contain colons or asterisks")),
    },
    pattern: lengthBetween(0, 1024),
  },
  // An empty pattern is one, and matches every event.
  check: (inputs, unknowns) =>
    inputs["pattern"] !== undefined || unknowns.has("pattern") ? [] : [{ property: "pattern", reason: noPattern }],
  compute: ({ text }) => ({ id: text("name") }),
  key: filterKey,
};

const noPattern = 'Missing required argument. The argument "pattern" is required, but no definition was found.';

/** Two log groups may have filters of one name. An import names both: "group:name". */
function filterKey(id: string, inputs: Properties): string {
  return id.includes(":") ? id : `${textOf(inputs, "logGroupName")}:${id}`;
}

const xrayGroup: DeclaredType = {
  type: "aws:xray/group:Group",
  inputs: {
    filterExpression: { required: true },
    groupName: { required: true, replaces: true, ...lengthBetween(1, 32) },
    insightsConfiguration: { computed: true },
    tags: {},
  },
  compute({ text, arn, hex }) {
    const id = arn("xray", `group/${text("groupName")}/${hex(26).toUpperCase()}`);
    return { id, arn: id };
  },
  refuse({ self, region, text }, world) {
    const taken = world
      .all(xrayGroup.type)
      .some((one) => one.region === region && one.inputs["groupName"] === text("groupName"));
    if (self === undefined && taken) {
      throw new AwsError("InvalidRequestException", `A group with the name ${text("groupName")} already exists.`);
    }
  },
};

const samplingRule: DeclaredType = {
  type: "aws:xray/samplingRule:SamplingRule",
  inputs: {
    attributes: {},
    fixedRate: { required: true, ...numberBetween(0, 1) },
    host: { required: true, ...lengthBetween(0, 64) },
    httpMethod: { required: true, ...lengthBetween(0, 10) },
    priority: { required: true, ...between(1, 9999) },
    reservoirSize: { required: true, ...atLeast(0) },
    resourceArn: { required: true, ...lengthBetween(0, 500) },
    ruleName: { required: true, replaces: true, ...lengthBetween(1, 32) },
    serviceName: { required: true, ...lengthBetween(0, 64) },
    serviceType: { required: true, ...lengthBetween(0, 64) },
    tags: {},
    urlPath: { required: true, ...lengthBetween(0, 128) },
    version: { required: true, replaces: true, ...between(1, 1) },
  },
  compute: ({ text, arn }) => ({ id: text("ruleName"), arn: arn("xray", `sampling-rule/${text("ruleName")}`) }),
  refuse({ self, region, text }, world) {
    if (self === undefined && world.find(samplingRule.type, text("ruleName"), region) !== undefined) {
      throw new AwsError("InvalidRequestException", `A rule with the name ${text("ruleName")} already exists.`);
    }
  },
};

/** A region always has one: letting go of it leaves it as it is. */
const encryptionConfig: DeclaredType = {
  type: "aws:xray/encryptionConfig:EncryptionConfig",
  inputs: { keyId: {}, type: { required: true, ...oneOf("NONE", "KMS") } },
  check: (inputs, unknowns) => (inputs["type"] === "KMS" ? requiredWith("type", "keyId")(inputs, unknowns) : []),
  compute: ({ region }) => ({ id: region }),
  stays: true,
};

/**
 * Alarms, dashboards and what is declared of traces. An alarm is judged where somebody asks for it, by
 * `local/aws/cloudwatch/alarms.ts`, and that is all that comes of any of them. Two alarms of one name are one, as are
 * two filters of a log group. Facts of inputs: terraform-provider-aws, `internal/service/cloudwatch`, `logs`, `xray`.
 */
export const monitoringTypes: readonly DeclaredType[] = [
  metricAlarm,
  compositeAlarm,
  dashboard,
  logMetricFilter,
  xrayGroup,
  samplingRule,
  encryptionConfig,
];
