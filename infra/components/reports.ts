import * as pulumi from "@pulumi/pulumi";
import type { CellPlan } from "../plan/cell-plan.ts";
import { functionPlan } from "../plan/functions.ts";
import { scheduleGrants } from "../plan/grants.ts";
import { ScheduledStart } from "./scheduled-start.ts";
import { CellFunction, type FunctionSurroundings } from "./function.ts";
import { PrivateBucket } from "./private-bucket.ts";

/** What is decided about a cell's reports. */
export interface ReportsArgs extends FunctionSurroundings {
  readonly cell: CellPlan;
  /** Under which reports lie. */
  readonly keyArn: pulumi.Input<string>;
  readonly protect: boolean;
}

/** Makes the reports of a cell's homes every day, and keeps every edition of them. */
export class Reports extends pulumi.ComponentResource {
  constructor(name: string, args: ReportsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:Reports", name, {}, opts);
    const { cell, keyArn, protect, tags } = args;
    const { stage, names, functions } = cell;
    new PrivateBucket(name, { bucket: cell.reportsBucket, keyArn, protect, tags }, { parent: this });
    const maker = new CellFunction(name, { ...args, plan: functionPlan(functions, "reports") }, { parent: this });
    const deadLetterQueueName = names.deadLetterQueue("reports");
    new ScheduledStart(
      `${name}-daily`,
      {
        scheduleName: names.schedule("reports"),
        account: stage.account,
        grants: scheduleGrants(stage, cell.cell, "reports", deadLetterQueueName),
        deadLetterQueueName,
        keyAlias: names.keyAlias("queues"),
        functionArn: maker.arn,
        alarmTopicArn: args.alarmTopicArn,
        // A start that is given up and done again later is still about its own day.
        input: { due: "<aws.scheduler.scheduled-time>" },
        every: "1 day",
        tags,
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}
