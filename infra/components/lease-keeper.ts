import * as pulumi from "@pulumi/pulumi";
import { scheduleGrants } from "../plan/grants.ts";
import type { CellPlan } from "../plan/cell-plan.ts";
import type { ToldToKeeper } from "../plan/environments.ts";
import { functionPlan } from "../plan/functions.ts";
import { CellFunction, type FunctionSurroundings } from "./function.ts";
import { ScheduledStart } from "./scheduled-start.ts";

/** What is decided about the lease keeper. */
export interface LeaseKeeperArgs extends FunctionSurroundings {
  readonly cell: CellPlan;
  /** What only the deployment knows. */
  readonly told: Readonly<Record<keyof ToldToKeeper, pulumi.Input<string>>>;
}

/** Keeps the cell's lease and directory; started every minute, for longer than a minute. */
export class LeaseKeeper extends pulumi.ComponentResource {
  constructor(name: string, args: LeaseKeeperArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:LeaseKeeper", name, {}, opts);
    const { stage, cell, names, functions } = args.cell;
    const keeper = new CellFunction(
      name,
      { ...args, plan: functionPlan(functions, "lease-keeper"), environment: args.told },
      { parent: this },
    );
    const deadLetterQueueName = names.deadLetterQueue("lease-keeper");
    new ScheduledStart(
      `${name}-every-minute`,
      {
        scheduleName: names.schedule("lease-keeper"),
        account: stage.account,
        grants: scheduleGrants(stage, cell, "lease-keeper", deadLetterQueueName),
        deadLetterQueueName,
        keyAlias: names.keyAlias("queues"),
        functionArn: keeper.arn,
        alarmTopicArn: args.alarmTopicArn,
        input: {},
        every: "1 minute",
        tags: args.tags,
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}
