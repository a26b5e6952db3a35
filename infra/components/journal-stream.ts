import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { JournalPlan } from "../plan/journal.ts";

/** What is decided about a cell's journal stream. */
export interface JournalStreamArgs {
  readonly plan: JournalPlan;
  /** The ledger's table, whose replica of this region feeds the stream. */
  readonly ledgerTable: pulumi.Input<string>;
  readonly tags: Readonly<Record<string, string>>;
}

/** Every change of the cell's replica of the ledger, whoever wrote it, kept for a week for those that follow it. */
export class JournalStream extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;

  constructor(
    private readonly name: string,
    private readonly args: JournalStreamArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("payment-cells:infra:JournalStream", name, {}, opts);
    const { streamName, keyAlias, shards, retentionHours } = args.plan;
    const stream = new aws.kinesis.Stream(
      name,
      {
        name: streamName,
        streamModeDetails: { streamMode: "PROVISIONED" },
        shardCount: shards,
        retentionPeriod: retentionHours,
        encryptionType: "KMS",
        kmsKeyId: keyAlias,
        shardLevelMetrics: ["IteratorAgeMilliseconds", "WriteProvisionedThroughputExceeded"],
        tags: args.tags,
      },
      { parent: this },
    );
    this.arn = stream.arn;
    this.registerOutputs({ arn: this.arn });
  }

  /** Lets the ledger feed the stream, once those are there that read it from their own beginning only. */
  feed(readers: readonly pulumi.Resource[]): pulumi.Resource {
    return new aws.dynamodb.KinesisStreamingDestination(
      this.name,
      {
        tableName: this.args.ledgerTable,
        streamArn: this.arn,
        // The versions of an item come in any order: their times tell them apart.
        approximateCreationDateTimePrecision: "MICROSECOND",
      },
      { parent: this, dependsOn: [...readers] },
    );
  }
}
