import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { CellPlan } from "../plan/cell-plan.ts";
import { patientReceivesMax } from "../plan/event-sources.ts";
import { functionPlan } from "../plan/functions.ts";
import { scheduleGrants } from "../plan/grants.ts";
import { webhookQueues } from "../plan/webhooks.ts";
import { ScheduledStart } from "./scheduled-start.ts";
import { CellFunction, type FunctionSurroundings } from "./function.ts";
import { WorkQueue } from "./work-queue.ts";

/** What is decided about a cell's webhooks. */
export interface WebhooksArgs extends FunctionSurroundings {
  readonly cell: CellPlan;
}

/** Sends what happened here to tenants' endpoints: what has to be told, a lane for the quick and one for the slow. */
export class Webhooks extends pulumi.ComponentResource {
  constructor(name: string, args: WebhooksArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:Webhooks", name, {}, opts);
    const { stage, cell, names, functions } = args.cell;
    const plan = functionPlan(functions, "webhooks");
    const sender = new CellFunction(name, { ...args, plan }, { parent: this });
    for (const { name: queueName, batchSize, windowSeconds, maximumConcurrency } of webhookQueues) {
      const part = `${name}${queueName.slice("webhooks".length)}`;
      const queue = new WorkQueue(
        part,
        {
          queueName: names.queue(queueName),
          deadLetterQueueName: names.deadLetterQueue(queueName),
          keyAlias: names.keyAlias("queues"),
          consumerTimeoutSeconds: plan.timeoutSeconds,
          // A receiver's failure is no failure of a message: what comes back so often has met one of ours.
          receivesMax: patientReceivesMax,
          alarmTopicArn: args.alarmTopicArn,
          tags: args.tags,
        },
        { parent: this },
      );
      new aws.lambda.EventSourceMapping(
        part,
        {
          functionName: sender.functionName,
          eventSourceArn: queue.arn,
          batchSize,
          ...(windowSeconds === undefined ? {} : { maximumBatchingWindowInSeconds: windowSeconds }),
          ...(maximumConcurrency === undefined ? {} : { scalingConfig: { maximumConcurrency } }),
          functionResponseTypes: ["ReportBatchItemFailures"],
        },
        { parent: this },
      );
    }
    const deadLetterQueueName = names.deadLetterQueue("webhooks-sweep");
    new ScheduledStart(
      `${name}-sweep`,
      {
        scheduleName: names.schedule("webhooks-sweep"),
        account: stage.account,
        grants: scheduleGrants(stage, cell, "webhooks", deadLetterQueueName),
        deadLetterQueueName,
        keyAlias: names.keyAlias("queues"),
        functionArn: sender.arn,
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
