import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { HealthPlan } from "../plan/alarms.ts";
import { telling } from "./alarm.ts";

/** What is decided about a cell's health. */
export interface HealthArgs {
  readonly plan: HealthPlan;
  readonly alarmTopicArn: pulumi.Input<string>;
  readonly tags: Readonly<Record<string, string>>;
}

/** One alarm over all that tell whether the cell is well; the alarms it names have to be there before it. */
export class Health extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: HealthArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:Health", name, {}, opts);
    const { plan, alarmTopicArn, tags } = args;
    const alarm = new aws.cloudwatch.CompositeAlarm(
      name,
      {
        alarmName: plan.name,
        alarmDescription: plan.description,
        alarmRule: plan.anyOf.map((one) => `ALARM("${one}")`).join(" OR "),
        ...telling(alarmTopicArn),
        tags,
      },
      { parent: this },
    );
    this.arn = alarm.arn;
    this.registerOutputs({ arn: this.arn });
  }
}
