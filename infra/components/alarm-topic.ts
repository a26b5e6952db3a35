import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { subscriptions, type AlarmTopicPlan } from "../plan/alarm-topic.ts";

/** What is decided about where alarms go. */
export interface AlarmTopicArgs {
  readonly plan: AlarmTopicPlan;
  /** Whom alarms call: e-mail addresses and https URLs. */
  readonly alarmsTo: readonly string[];
  readonly keyArn: pulumi.Input<string>;
  /** Only where it is not the stack's own. */
  readonly region?: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Where a region's alarms go, and whom it tells of them. */
export class AlarmTopic extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: AlarmTopicArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:AlarmTopic", name, {}, opts);
    const region = args.region === undefined ? {} : { region: args.region };
    const topic = new aws.sns.Topic(
      name,
      {
        name: args.plan.name,
        policy: args.plan.policy,
        kmsMasterKeyId: args.keyArn,
        signatureVersion: 2,
        ...region,
        tags: args.tags,
      },
      { parent: this },
    );
    for (const { protocol, endpoint } of subscriptions(args.alarmsTo)) {
      new aws.sns.TopicSubscription(
        `${name}-${endpoint}`,
        { topic: topic.arn, protocol, endpoint, ...region },
        { parent: this },
      );
    }
    this.arn = topic.arn;
    this.registerOutputs({ arn: this.arn });
  }
}
