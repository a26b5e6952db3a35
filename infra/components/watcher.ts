import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { bundleFolder } from "../bundles/paths.ts";
import { lambdaRuntime } from "../plan/functions.ts";
import { policyDocument, serviceTrust } from "../plan/policies.ts";
import { storeActions, type WatcherPlan } from "../plan/watchers.ts";
import { createAlarm, type AlarmSurroundings } from "./alarm.ts";
import { AlarmTopic } from "./alarm-topic.ts";
import { ScheduledStart } from "./scheduled-start.ts";
import { SingleKey } from "./single-key.ts";

/** What is decided about the watcher of one region. */
export interface WatcherArgs {
  readonly plan: WatcherPlan;
  readonly account: string;
  /** The secret by which the cells' origins know who may ask. */
  readonly originSecret: string;
  readonly keyValueStoreArn: pulumi.Input<string>;
  /** Whom alarms call: e-mail addresses and https URLs. */
  readonly alarmsTo: readonly string[];
  readonly protect: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/** Looks at every cell from one region of the authority table, in no network of ours, and evacuates what is gone. */
export class Watcher extends pulumi.ComponentResource {
  readonly alarmTopicArn: pulumi.Output<string>;

  constructor(name: string, args: WatcherArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:Watcher", name, {}, opts);
    const { plan, account, protect, tags } = args;
    const { region } = plan;
    const key = new SingleKey(
      `${name}-key`,
      {
        alias: plan.key.alias,
        description: `The watcher in ${region}: variables, logs, alarms, failed starts`,
        policy: plan.key.policy,
        region,
        protect,
        tags,
      },
      { parent: this },
    );
    const topic = new AlarmTopic(
      `${name}-alarms`,
      { plan: plan.alarmTopic, alarmsTo: args.alarmsTo, keyArn: key.arn, region, tags },
      { parent: this },
    );
    this.alarmTopicArn = topic.arn;
    const telling = { alarmTopicArn: topic.arn, region, tags };
    const functionArn = this.createFunction(name, args, key, telling);
    new ScheduledStart(
      `${name}-every-minute`,
      {
        scheduleName: plan.physicalName,
        roleName: plan.scheduleRoleName,
        account,
        grants: plan.scheduleGrants,
        deadLetterQueueName: plan.deadLetterQueue,
        keyAlias: plan.key.alias,
        functionArn,
        input: {},
        every: "1 minute",
        ...telling,
      },
      // The queue names the key by its alias, which has to be there.
      { parent: this, dependsOn: [key] },
    );
    for (const alarm of plan.alarms) {
      createAlarm(`${name}-${alarm.metric.toLowerCase()}`, alarm, telling, this);
    }
    this.registerOutputs({ alarmTopicArn: this.alarmTopicArn });
  }

  private createFunction(
    name: string,
    args: WatcherArgs,
    key: SingleKey,
    telling: AlarmSurroundings,
  ): pulumi.Output<string> {
    const { plan, tags } = args;
    const region = { region: plan.region };
    const logGroup = new aws.cloudwatch.LogGroup(
      name,
      { name: plan.logGroup, retentionInDays: 90, kmsKeyId: key.arn, ...region, tags },
      { parent: this },
    );
    const role = new aws.iam.Role(
      name,
      { name: plan.roleName, assumeRolePolicy: serviceTrust("lambda.amazonaws.com", args.account), tags },
      { parent: this },
    );
    const grants = pulumi
      .output(args.keyValueStoreArn)
      .apply((store) =>
        policyDocument([...plan.grants, { sid: "FollowAuthority", actions: storeActions, resources: [store] }]),
      );
    const policy = new aws.iam.RolePolicy(name, { name: "grants", role: role.name, policy: grants }, { parent: this });
    const lambda = new aws.lambda.Function(
      name,
      {
        name: plan.physicalName,
        role: role.arn,
        runtime: lambdaRuntime,
        architectures: ["arm64"],
        handler: "index.handler",
        code: new pulumi.asset.FileArchive(bundleFolder("watcher")),
        timeout: plan.timeoutSeconds,
        memorySize: plan.memoryMiB,
        reservedConcurrentExecutions: plan.reserved,
        environment: {
          variables: {
            ...plan.environment,
            KEY_VALUE_STORE_ARN: args.keyValueStoreArn,
            ORIGIN_SECRET: pulumi.secret(args.originSecret),
          },
        },
        kmsKeyArn: key.arn,
        tracingConfig: { mode: "Active" },
        ...region,
        tags,
      },
      { parent: this, dependsOn: [policy, logGroup] },
    );
    this.countVerdicts(name, args.plan, logGroup, telling);
    return lambda.arn;
  }

  private countVerdicts(
    name: string,
    plan: WatcherPlan,
    logGroup: aws.cloudwatch.LogGroup,
    telling: AlarmSurroundings,
  ): void {
    for (const { cell, filterName, pattern, namespace, metric, alarm } of plan.verdicts) {
      new aws.cloudwatch.LogMetricFilter(
        `${name}-unwell-${cell}`,
        {
          name: filterName,
          logGroupName: logGroup.name,
          pattern,
          metricTransformation: { name: metric, namespace, value: "1" },
          region: plan.region,
        },
        { parent: this },
      );
      createAlarm(`${name}-unwell-${cell}`, alarm, telling, this);
    }
  }
}
