import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { scheduleGrants } from "../plan/grants.ts";
import type { CellPlan } from "../plan/cell-plan.ts";
import { functionPlan, inboxReceivesMax } from "../plan/functions.ts";
import { CellFunction, type FunctionSurroundings } from "./function.ts";
import { WorkQueue } from "./work-queue.ts";
import { ScheduledStart } from "./scheduled-start.ts";

/** What is decided about the credit inbox. */
export interface CreditInboxArgs extends FunctionSurroundings {
  readonly cell: CellPlan;
}

/** Credits what other cells paid to accounts homed here: from its queue, and by a sweep for what the stream forgot. */
export class CreditInbox extends pulumi.ComponentResource {
  constructor(name: string, args: CreditInboxArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:CreditInbox", name, {}, opts);
    const { stage, cell, names, functions } = args.cell;
    const plan = functionPlan(functions, "credit-inbox");
    const keyAlias = names.keyAlias("queues");
    const queue = new WorkQueue(
      name,
      {
        queueName: names.queue("credit-inbox"),
        deadLetterQueueName: names.deadLetterQueue("credit-inbox"),
        keyAlias,
        consumerTimeoutSeconds: plan.timeoutSeconds,
        receivesMax: inboxReceivesMax,
        alarmTopicArn: args.alarmTopicArn,
        tags: args.tags,
      },
      { parent: this },
    );
    const inbox = new CellFunction(name, { ...args, plan }, { parent: this });
    new aws.lambda.EventSourceMapping(
      name,
      {
        functionName: inbox.functionName,
        eventSourceArn: queue.arn,
        batchSize: 10,
        functionResponseTypes: ["ReportBatchItemFailures"],
      },
      { parent: this },
    );
    const deadLetterQueueName = names.deadLetterQueue("credit-inbox-sweep");
    new ScheduledStart(
      `${name}-sweep`,
      {
        scheduleName: names.schedule("credit-inbox-sweep"),
        account: stage.account,
        grants: scheduleGrants(stage, cell, "credit-inbox", deadLetterQueueName),
        deadLetterQueueName,
        keyAlias,
        functionArn: inbox.arn,
        alarmTopicArn: args.alarmTopicArn,
        input: { sweep: true },
        every: "1 minute",
        tags: args.tags,
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}
