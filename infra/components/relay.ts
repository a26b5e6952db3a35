import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { CellPlan } from "../plan/cell-plan.ts";
import { streamReaders } from "../plan/event-sources.ts";
import { functionPlan } from "../plan/functions.ts";
import { DeadLetterQueue } from "./dead-letter-queue.ts";
import { CellFunction, type FunctionSurroundings } from "./function.ts";

/** What is decided about the relay. */
export interface RelayArgs extends FunctionSurroundings {
  readonly cell: CellPlan;
  readonly ledgerStreamArn: pulumi.Input<string>;
}

/** The ledger stream's one reader: hands on to the inbox what another cell paid to an account of this one. */
export class Relay extends pulumi.ComponentResource {
  constructor(name: string, args: RelayArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:Relay", name, {}, opts);
    const { names, functions } = args.cell;
    const relay = new CellFunction(name, { ...args, plan: functionPlan(functions, "relay") }, { parent: this });
    const failures = new DeadLetterQueue(
      `${name}-dlq`,
      {
        queueName: names.deadLetterQueue("relay"),
        keyAlias: names.keyAlias("queues"),
        alarmTopicArn: args.alarmTopicArn,
        tags: args.tags,
      },
      { parent: this },
    );
    new aws.lambda.EventSourceMapping(
      name,
      {
        functionName: relay.functionName,
        eventSourceArn: args.ledgerStreamArn,
        // Whatever was written before the mapping stood is relayed too.
        startingPosition: "TRIM_HORIZON",
        ...streamReaders.relay,
        destinationConfig: { onFailure: { destinationArn: failures.arn } },
        functionResponseTypes: ["ReportBatchItemFailures"],
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}
