import * as pulumi from "@pulumi/pulumi";
import { scheduleGrants } from "../plan/grants.ts";
import type { CellPlan } from "../plan/cell-plan.ts";
import { functionPlan } from "../plan/functions.ts";
import { ScheduledStart } from "./scheduled-start.ts";
import { CellFunction, type FunctionSurroundings } from "./function.ts";

/** What is decided about the controller. */
export interface ControllerArgs extends FunctionSurroundings {
  readonly cell: CellPlan;
}

/** Opens and closes the cell's fence rows, and takes its home back; started every minute, for longer than a minute. */
export class Controller extends pulumi.ComponentResource {
  constructor(name: string, args: ControllerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:Controller", name, {}, opts);
    const { stage, cell, names, functions } = args.cell;
    const controller = new CellFunction(
      name,
      { ...args, plan: functionPlan(functions, "controller") },
      { parent: this },
    );
    const deadLetterQueueName = names.deadLetterQueue("controller");
    new ScheduledStart(
      `${name}-every-minute`,
      {
        scheduleName: names.schedule("controller"),
        account: stage.account,
        grants: scheduleGrants(stage, cell, "controller", deadLetterQueueName),
        deadLetterQueueName,
        keyAlias: names.keyAlias("queues"),
        functionArn: controller.arn,
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
