import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { backlogAlarm } from "../plan/alarms.ts";
import { messageRetentionSeconds, visibilitySeconds } from "../plan/event-sources.ts";
import { createAlarm, type AlarmSurroundings } from "./alarm.ts";
import { DeadLetterQueue } from "./dead-letter-queue.ts";

/** What is decided about a consumer's queue. */
export interface WorkQueueArgs extends AlarmSurroundings {
  readonly queueName: string;
  readonly deadLetterQueueName: string;
  readonly keyAlias: string;
  /** How long one try of the consumer may take. */
  readonly consumerTimeoutSeconds: number;
  /** How often a message is tried before it goes aside. */
  readonly receivesMax: number;
  /** Who else may send, where somebody may who has no role of ours. */
  readonly policy?: string;
}

/** A consumer's queue: what fails too often goes aside, and what waits too long is told. */
export class WorkQueue extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: WorkQueueArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:WorkQueue", name, {}, opts);
    const { keyAlias, alarmTopicArn, receivesMax, tags } = args;
    const failures = new DeadLetterQueue(
      `${name}-dlq`,
      { queueName: args.deadLetterQueueName, keyAlias, alarmTopicArn, tags },
      { parent: this },
    );
    const queue = new aws.sqs.Queue(
      name,
      {
        name: args.queueName,
        kmsMasterKeyId: keyAlias,
        messageRetentionSeconds,
        visibilityTimeoutSeconds: visibilitySeconds(args.consumerTimeoutSeconds),
        ...(args.policy === undefined ? {} : { policy: args.policy }),
        redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: failures.arn, maxReceiveCount: receivesMax }),
        tags,
      },
      { parent: this },
    );
    createAlarm(`${name}-behind`, backlogAlarm(args.queueName), args, this);
    this.arn = queue.arn;
    this.registerOutputs({ arn: this.arn });
  }
}
