import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { CellPlan } from "../plan/cell-plan.ts";
import { functionPlan } from "../plan/functions.ts";
import { fileQueues, fileReceivesMax, filesAtOnce } from "../plan/uploads.ts";
import { CellFunction, type FunctionSurroundings } from "./function.ts";
import { PrivateBucket } from "./private-bucket.ts";
import { WorkQueue } from "./work-queue.ts";

/** What is decided about a cell's uploads of payment files. */
export interface UploadsArgs extends FunctionSurroundings {
  readonly cell: CellPlan;
  /** Under which the files lie. */
  readonly keyArn: pulumi.Input<string>;
  readonly protect: boolean;
}

/** Takes payment files that are too large for a body: a bucket, a queue of files, a queue of their parts, a runner. */
export class Uploads extends pulumi.ComponentResource {
  constructor(name: string, args: UploadsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:Uploads", name, {}, opts);
    const { cell, keyArn, protect, tags } = args;
    const plan = functionPlan(cell.functions, "batch-runner");
    const runner = new CellFunction(`${name}-runner`, { ...args, plan }, { parent: this });
    const files = this.queueFor(`${name}-files`, fileQueues.files, runner, args, cell.uploads.queuePolicy);
    this.queueFor(`${name}-parts`, fileQueues.parts, runner, args);
    const bucket = new PrivateBucket(name, { bucket: cell.uploads.bucket, keyArn, protect, tags }, { parent: this });
    new aws.s3.BucketNotification(
      name,
      { bucket: bucket.bucketName, queues: [{ queueArn: files.arn, events: ["s3:ObjectCreated:*"] }] },
      // S3 tries whether the queue hears it.
      { parent: this, dependsOn: [files] },
    );
    this.registerOutputs();
  }

  /** A queue that feeds the runner, a message at a time. */
  private queueFor(
    name: string,
    queueName: string,
    runner: CellFunction,
    { cell, alarmTopicArn, tags }: UploadsArgs,
    policy?: string,
  ): WorkQueue {
    const { names, functions } = cell;
    const queue = new WorkQueue(
      name,
      {
        queueName: names.queue(queueName),
        deadLetterQueueName: names.deadLetterQueue(queueName),
        keyAlias: names.keyAlias("queues"),
        consumerTimeoutSeconds: functionPlan(functions, "batch-runner").timeoutSeconds,
        receivesMax: fileReceivesMax,
        ...(policy === undefined ? {} : { policy }),
        alarmTopicArn,
        tags,
      },
      { parent: this },
    );
    new aws.lambda.EventSourceMapping(
      name,
      {
        functionName: runner.functionName,
        eventSourceArn: queue.arn,
        batchSize: 1,
        scalingConfig: { maximumConcurrency: filesAtOnce },
        functionResponseTypes: ["ReportBatchItemFailures"],
      },
      { parent: this },
    );
    return queue;
  }
}
