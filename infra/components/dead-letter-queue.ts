import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { deadLetterAlarm } from "../plan/alarms.ts";
import { createAlarm } from "./alarm.ts";

/** What is decided about a queue of failures. */
export interface DeadLetterQueueArgs {
  readonly queueName: string;
  readonly keyAlias: string;
  /** Only where it is not the stack's own. */
  readonly region?: string;
  readonly tags: Readonly<Record<string, string>>;
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
        messageRetentionSeconds: 14 * 24 * 3600,
        ...(args.region === undefined ? {} : { region: args.region }),
        tags: args.tags,
      },
      { parent: this },
    );
    createAlarm(`${name}-not-empty`, deadLetterAlarm(args.queueName), args.tags, this, args.region);
    this.arn = queue.arn;
    this.registerOutputs({ arn: this.arn });
  }
}
