import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { CellPlan } from "../plan/cell-plan.ts";
import { streamReaders } from "../plan/event-sources.ts";
import { functionPlan } from "../plan/functions.ts";
import { DeadLetterQueue } from "./dead-letter-queue.ts";
import { CellFunction, type FunctionSurroundings } from "./function.ts";

/** What is decided about the projector. */
export interface ProjectorArgs extends FunctionSurroundings {
  readonly cell: CellPlan;
  readonly journalArn: pulumi.Input<string>;
}

/** Follows the journal stream and keeps the views that statements and listings are read from. */
export class Projector extends pulumi.ComponentResource {
  constructor(name: string, args: ProjectorArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:Projector", name, {}, opts);
    const { names, functions } = args.cell;
    const projector = new CellFunction(name, { ...args, plan: functionPlan(functions, "projector") }, { parent: this });
    const failures = new DeadLetterQueue(
      `${name}-dlq`,
      {
        queueName: names.deadLetterQueue("projector"),
        keyAlias: names.keyAlias("queues"),
        alarmTopicArn: args.alarmTopicArn,
        tags: args.tags,
      },
      { parent: this },
    );
    new aws.lambda.EventSourceMapping(
      name,
      {
        functionName: projector.functionName,
        eventSourceArn: args.journalArn,
        startingPosition: "TRIM_HORIZON",
        // Lambda looks at a shard once a second anyway: waiting for more on top of that is lag.
        maximumBatchingWindowInSeconds: 0,
        // A shard's batches one after the other: what the projector notes of a shard is then true of all before it.
        parallelizationFactor: 1,
        ...streamReaders.projector,
        destinationConfig: { onFailure: { destinationArn: failures.arn } },
        functionResponseTypes: ["ReportBatchItemFailures"],
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}
