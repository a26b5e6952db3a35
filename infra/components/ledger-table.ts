import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** What is decided about a cell's replica of the ledger. */
export interface LedgerTableArgs {
  readonly tableName: string;
  readonly keyArn: pulumi.Input<string>;
  /** The founder's table; left out by the founder, which makes it. */
  readonly globalTableArn?: pulumi.Input<string>;
  readonly protect: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/** The ledger as this cell has it: the founder makes the global table, a joiner adds its replica. */
export class LedgerTable extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;
  readonly streamArn: pulumi.Output<string>;
  /** Known once the cell has the table. */
  readonly tableName: pulumi.Output<string>;

  constructor(name: string, args: LedgerTableArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:LedgerTable", name, {}, opts);
    const options = { parent: this, protect: args.protect };
    if (args.globalTableArn === undefined) {
      // Joiners add the replicas: to the founder they are none of its business.
      const table = new aws.dynamodb.Table(name, founderTable(args), { ...options, ignoreChanges: ["replicas"] });
      this.arn = table.arn;
      this.streamArn = table.streamArn;
      this.tableName = table.name;
    } else {
      const replica = new aws.dynamodb.TableReplica(
        name,
        {
          globalTableArn: args.globalTableArn,
          kmsKeyArn: args.keyArn,
          pointInTimeRecovery: true,
          deletionProtectionEnabled: args.protect,
          tags: args.tags,
        },
        options,
      );
      this.arn = replica.arn;
      this.tableName = replica.arn.apply(() => args.tableName);
      // A replica does not say its stream; the table that it has become does.
      this.streamArn = aws.dynamodb.getTableOutput(
        { name: args.tableName },
        { parent: this, dependsOn: [replica] },
      ).streamArn;
    }
    this.registerOutputs({ arn: this.arn, streamArn: this.streamArn });
  }
}

function founderTable(args: LedgerTableArgs): aws.dynamodb.TableArgs {
  return {
    name: args.tableName,
    billingMode: "PAY_PER_REQUEST",
    hashKey: "pk",
    rangeKey: "sk",
    attributes: ["pk", "sk", "due", "dueAt"].map((attribute) => ({ name: attribute, type: "S" })),
    // What somebody still has to do; sparse, for it lists only items that say so.
    globalSecondaryIndexes: [{ name: "due", hashKey: "due", rangeKey: "dueAt", projectionType: "KEYS_ONLY" }],
    streamEnabled: true,
    streamViewType: "NEW_AND_OLD_IMAGES",
    serverSideEncryption: { enabled: true, kmsKeyArn: args.keyArn },
    pointInTimeRecovery: { enabled: true },
    deletionProtectionEnabled: args.protect,
    tags: args.tags,
  };
}
