import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument, serviceTrust, type Grant } from "../plan/policies.ts";
import type { AlarmSurroundings } from "./alarm.ts";
import { DeadLetterQueue } from "./dead-letter-queue.ts";

/** What is decided about a schedule. */
export interface ScheduledStartArgs extends AlarmSurroundings {
  readonly scheduleName: string;
  /** Roles have no region: where the schedule's name is the same in several, the role needs one of its own. */
  readonly roleName?: string;
  readonly account: string;
  readonly grants: readonly Grant[];
  readonly deadLetterQueueName: string;
  readonly keyAlias: string;
  readonly functionArn: pulumi.Input<string>;
  readonly input: Readonly<Record<string, unknown>>;
  /** How often: "1 minute", "5 minutes", "1 day". */
  readonly every: string;
}

/** Starts a function every so often by a role of its own. What fails is kept. */
export class ScheduledStart extends pulumi.ComponentResource {
  constructor(name: string, args: ScheduledStartArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:ScheduledStart", name, {}, opts);
    const region = args.region === undefined ? {} : { region: args.region };
    const failures = new DeadLetterQueue(
      `${name}-dlq`,
      {
        queueName: args.deadLetterQueueName,
        keyAlias: args.keyAlias,
        alarmTopicArn: args.alarmTopicArn,
        ...region,
        tags: args.tags,
      },
      { parent: this },
    );
    new aws.lambda.FunctionEventInvokeConfig(
      name,
      {
        functionName: args.functionArn,
        destinationConfig: { onFailure: { destination: failures.arn } },
        ...region,
      },
      { parent: this },
    );
    const role = new aws.iam.Role(
      name,
      {
        name: args.roleName ?? `${args.scheduleName}-schedule`,
        assumeRolePolicy: serviceTrust("scheduler.amazonaws.com", args.account),
        tags: args.tags,
      },
      { parent: this },
    );
    const policy = new aws.iam.RolePolicy(
      name,
      { name: "grants", role: role.name, policy: policyDocument(args.grants) },
      { parent: this },
    );
    new aws.scheduler.Schedule(
      name,
      {
        name: args.scheduleName,
        scheduleExpression: `rate(${args.every})`,
        flexibleTimeWindow: { mode: "OFF" },
        ...region,
        target: {
          arn: args.functionArn,
          roleArn: role.arn,
          input: JSON.stringify(args.input),
          deadLetterConfig: { arn: failures.arn },
          retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 60 },
        },
      },
      { parent: this, dependsOn: [policy] },
    );
    this.registerOutputs();
  }
}
