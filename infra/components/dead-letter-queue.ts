import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { deadLetterAlarm } from "../plan/alarms.ts";
import { deadLetterRetentionSeconds } from "../plan/event-sources.ts";
import { createAlarm, type AlarmSurroundings } from "./alarm.ts";

/** What is decided about a queue of failures. */
export interface DeadLetterQueueArgs extends AlarmSurroundings {
  readonly queueName: string;
  readonly keyAlias: string;
}

/** Where a consumer's failures wait for somebody, who is called at the first one. */
export class DeadLetterQueue extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: DeadLetterQueueArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:DeadLetterQueue", name, {}, opts);
    const queue = new aws.sqs.Queue(
      name,
      {
        name: args.queueName,
        kmsMasterKeyId: args.keyAlias,
        messageRetentionSeconds: deadLetterRetentionSeconds,
        ...(args.region === undefined ? {} : { region: args.region }),
        tags: args.tags,
      },
      { parent: this },
    );
    createAlarm(`${name}-not-empty`, deadLetterAlarm(args.queueName), args, this);
    this.arn = queue.arn;
    this.registerOutputs({ arn: this.arn });
  }
}
