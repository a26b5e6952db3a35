import { describe, expect, it } from "vitest";
import { alarmTopic } from "../../../../../infra/plan/alarm-topic.ts";
import { deadLetterAlarm, functionAlarms, type AlarmPlan } from "../../../../../infra/plan/alarms.ts";
import { logsKeyPolicy } from "../../../../../infra/plan/keys.ts";
import { keyPolicy } from "../../../../../infra/plan/policies.ts";
import { createInProcessHost } from "../../../../../local/aws/lambda/index.ts";
import { createVirtualKernel } from "../../../../../local/drivers/virtual-clock.ts";
import { defaultKnobs } from "../../../../../local/faults/knobs.ts";
import type { Lost, Notification } from "../../../../../local/aws/sns/outbox.ts";
import { createEndpoint, type Endpoint } from "../../../../../local/http/endpoint.ts";
import { createServices } from "../../../../../local/services.ts";
import { accountId, callOf, register } from "../account.ts";

const REGION = "eu-west-1";
const DLQ = "prod-eu-webhooks-dlq";
const HEALTH = "prod-eu-health";

interface Policies {
  readonly key?: string;
  readonly topic?: string;
}

/** A cell's alarm topic as the program makes it, with alarms of a function, a queue and the cell; minutes pass. */
async function world(policies: Policies = {}) {
  const kernel = createVirtualKernel(3);
  const knobs = defaultKnobs();
  const services = createServices({
    kernel,
    accountId,
    knobs,
    hosts: createInProcessHost(() => () => ({})),
    awsEndpoint: () => "",
    zones: [],
    call: (call) => endpoint.call(call),
  });
  const { iam, sts, kms, sqs, sns, cloudWatch, declared } = services;
  const parts = [iam, sts, kms, sqs, sns, cloudWatch].map(({ service }) => service);
  const endpoint: Endpoint = createEndpoint({ kernel, iam, sts, services: parts, extraRoutes: [sns.routes] });
  const models = [kms, sqs, declared].flatMap(({ resources }) => resources);
  const create = (type: string, inputs: Readonly<Record<string, unknown>>) => register(models, type, inputs);
  const plan = alarmTopic(accountId, REGION, "prod-eu-alarms");
  const key = await create("aws:kms/key:Key", { policy: policies.key ?? logsKeyPolicy(accountId, REGION) });
  const kmsMasterKeyId = `arn:aws:kms:${REGION}:${accountId}:key/${key.id}`;
  const policy = policies.topic ?? plan.policy;
  const { id: topic } = await create("aws:sns/topic:Topic", { name: plan.name, policy, kmsMasterKeyId });
  const subscribe = (protocol: string, endpoint: string) =>
    create("aws:sns/topicSubscription:TopicSubscription", { topic, protocol, endpoint });
  await subscribe("email", "oncall@example.com");
  const telling = { alarmActions: [topic], okActions: [topic] };
  const alarms: readonly AlarmPlan[] = [...functionAlarms("prod-eu-relay", "relay of cell eu"), deadLetterAlarm(DLQ)];
  for (const { name, description, metric, minutes, ...rest } of alarms) {
    await create("aws:cloudwatch/metricAlarm:MetricAlarm", {
      ...rest,
      name,
      alarmDescription: description,
      metricName: metric,
      comparisonOperator: "GreaterThanThreshold",
      period: 60,
      evaluationPeriods: minutes,
      treatMissingData: "notBreaching",
      ...telling,
    });
  }
  const alarmRule = `ALARM("${DLQ}-not-empty") OR ALARM("prod-eu-relay-errors")`;
  await create("aws:cloudwatch/compositeAlarm:CompositeAlarm", { alarmName: HEALTH, alarmRule, ...telling });
  await create("aws:sqs/queue:Queue", { name: DLQ });
  const fails = (value: number) => {
    const dimensions = { FunctionName: "prod-eu-relay" };
    cloudWatch.measure(REGION, { namespace: "AWS/Lambda", name: "Errors", dimensions, unit: "Count", value });
  };
  /** Whoever is on call looks for what an alarm said. */
  const told = async (name: string) => {
    const url = `http://127.0.0.1/_local/notifications?contains=${encodeURIComponent(`"AlarmName":"${name}"`)}`;
    // The form of the control surface's answer.
    const { notifications, lost } = (await (await endpoint.fetch(new Request(url))).json()) as {
      readonly notifications: readonly Notification[];
      readonly lost: readonly Lost[];
    };
    return { messages: notifications.map((one) => ({ ...one, message: JSON.parse(one.message) })), lost };
  };
  return { kernel, knobs, services, endpoint, create, subscribe, topic, fails, told };
}

const statesOf = (messages: readonly { readonly message: Record<string, unknown> }[]) =>
  messages.map(({ message }) => `${String(message["OldStateValue"])} -> ${String(message["NewStateValue"])}`);

describe("an alarm", () => {
  it("tells whoever is subscribed to its topic when it rings, and when it is over", async () => {
    const { kernel, fails, told, topic } = await world();
    for (let minute = 0; minute < 3; minute += 1) {
      fails(4);
      await kernel.advance(60_000);
    }
    await kernel.advance(5 * 60_000);
    const { messages, lost } = await told("prod-eu-relay-errors");
    expect(lost).toEqual([]);
    expect(statesOf(messages)).toEqual(["INSUFFICIENT_DATA -> OK", "OK -> ALARM", "ALARM -> OK"]);
    expect(messages[1]).toMatchObject({
      topic,
      subject: 'ALARM: "prod-eu-relay-errors" in EU (Ireland)',
      to: [{ protocol: "email", endpoint: "oncall@example.com" }],
    });
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions.html
    expect(messages[1]?.message).toEqual({
      AlarmName: "prod-eu-relay-errors",
      AlarmDescription: "relay of cell eu fails.",
      AWSAccountId: accountId,
      NewStateValue: "ALARM",
      NewStateReason: expect.stringContaining("datapoints"),
      StateChangeTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/),
      Region: "EU (Ireland)",
      AlarmArn: `arn:aws:cloudwatch:${REGION}:${accountId}:alarm:prod-eu-relay-errors`,
      OldStateValue: "OK",
      OKActions: [topic],
      AlarmActions: [topic],
      InsufficientDataActions: [],
      Trigger: {
        MetricName: "Errors",
        Namespace: "AWS/Lambda",
        StatisticType: "Statistic",
        Statistic: "SUM",
        Unit: null,
        Dimensions: [{ name: "FunctionName", value: "prod-eu-relay" }],
        Period: 60,
        EvaluationPeriods: 3,
        ComparisonOperator: "GreaterThanThreshold",
        Threshold: 0,
        TreatMissingData: "notBreaching",
        EvaluateLowSampleCountPercentile: "",
      },
    });
  });

  it("over others tells by their rule", async () => {
    const { kernel, fails, told, endpoint } = await world();
    fails(0);
    await kernel.advance(2 * 60_000);
    const queue = `https://sqs.${REGION}.amazonaws.com/${accountId}/${DLQ}`;
    await endpoint.call(callOf("sqs", "SendMessage", { QueueUrl: queue, MessageBody: "given up" }));
    await kernel.advance(3 * 60_000);
    const { messages } = await told(HEALTH);
    expect(statesOf(messages)).toEqual(["INSUFFICIENT_DATA -> OK", "OK -> ALARM"]);
    expect(messages[1]?.message).toMatchObject({
      NewStateReason: `In alarm: ${DLQ}-not-empty.`,
      AlarmRule: expect.stringContaining(DLQ),
    });
  });

  it("tells a queue in SNS's envelope, as far as the queue's policy lets SNS", async () => {
    const { kernel, fails, create, subscribe, endpoint, topic } = await world();
    const arn = (name: string) => `arn:aws:sqs:${REGION}:${accountId}:${name}`;
    const Principal = { Service: "sns.amazonaws.com" };
    const Condition = { ArnEquals: { "aws:SourceArn": topic } };
    const statement = { Effect: "Allow", Principal, Action: "sqs:SendMessage", Resource: "*", Condition };
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    await create("aws:sqs/queue:Queue", { name: "pager", policy });
    await create("aws:sqs/queue:Queue", { name: "closed" });
    await subscribe("sqs", arn("pager"));
    await subscribe("sqs", arn("closed"));
    fails(1);
    await kernel.advance(2 * 60_000);
    const received = async (name: string) => {
      const QueueUrl = `https://sqs.${REGION}.amazonaws.com/${accountId}/${name}`;
      const input = { QueueUrl, MaxNumberOfMessages: 10 };
      const { Messages = [] } = await endpoint.call(callOf("sqs", "ReceiveMessage", input));
      // Messages as SQS hands them out.
      return (Messages as readonly { readonly Body: string }[]).map(({ Body }) => JSON.parse(Body));
    };
    expect(await received("closed")).toEqual([]);
    const [first] = await received("pager");
    expect(first).toMatchObject({ Type: "Notification", TopicArn: topic, Subject: expect.stringMatching(/^OK: /) });
    expect(JSON.parse(first.Message)).toMatchObject({ NewStateValue: "OK" });
  });

  it("of a region that is gone tells nobody until it is back", async () => {
    const { kernel, knobs, fails, told } = await world();
    fails(0);
    await kernel.advance(2 * 60_000);
    knobs.regions.turn(REGION, "lost");
    fails(9);
    await kernel.advance(60_000);
    fails(9);
    await kernel.advance(60_000);
    expect(statesOf((await told("prod-eu-relay-errors")).messages)).toEqual(["INSUFFICIENT_DATA -> OK"]);
  });
});

describe("what stands between an alarm and its topic loses every message, and says nothing to the alarm", () => {
  const other = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: "sns:Publish",
        Resource: "*",
        Condition: { StringEquals: { "aws:SourceAccount": "999999999999" } },
      },
    ],
  });
  it.each([
    ["a key that does not know CloudWatch", { key: keyPolicy(accountId) }, "kms:"],
    ["a topic whose policy lets another account's alarms publish", { topic: other }, "sns:Publish"],
  ])("%s", async (_, policies, why) => {
    const { kernel, fails, told } = await world(policies);
    fails(1);
    await kernel.advance(4 * 60_000);
    const { messages, lost } = await told("prod-eu-relay-errors");
    expect(messages).toEqual([]);
    expect(lost.length).toBeGreaterThan(0);
    expect(lost.every((one) => one.why.includes(why) && one.by.includes(":alarm:"))).toBe(true);
  });
});

describe("the API", () => {
  it.each(["ListTopics", "ListSubscriptions", "CreateTopic", "GetTopicAttributes"])(
    "refuses %s by name, with a topic and without",
    async (action) => {
      const { endpoint, topic } = await world();
      for (const input of [{}, { TopicArn: topic }]) {
        await expect(endpoint.call(callOf("sns", action, input))).rejects.toMatchObject({
          code: "NotImplemented",
          message: `The local cloud does not model sns:${action}; see docs/local-differences.md.`,
        });
      }
    },
  );
});
