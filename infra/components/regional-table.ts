import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { TablePlan } from "../plan/tables.ts";

/** What is decided about a table that stays in its cell. */
export interface RegionalTableArgs {
  readonly table: TablePlan;
  readonly keyArn: pulumi.Input<string>;
  readonly protect: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/** A DynamoDB table of one region: never replicated. */
export class RegionalTable extends pulumi.ComponentResource {
  constructor(name: string, args: RegionalTableArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:RegionalTable", name, {}, opts);
    const worklist = args.table.worklist === true;
    const keys = args.table.rangeKey ? ["pk", "sk"] : ["pk"];
    new aws.dynamodb.Table(
      name,
      {
        name: args.table.physicalName,
        billingMode: "PAY_PER_REQUEST",
        hashKey: "pk",
        ...(args.table.rangeKey ? { rangeKey: "sk" } : {}),
        attributes: [...keys, ...(worklist ? ["due", "dueAt"] : [])].map((key) => ({ name: key, type: "S" })),
        ...(worklist
          ? {
              globalSecondaryIndexes: [{ name: "due", hashKey: "due", rangeKey: "dueAt", projectionType: "KEYS_ONLY" }],
            }
          : {}),
        ...(worklist || args.table.expires === true ? { ttl: { attributeName: "expires", enabled: true } } : {}),
        serverSideEncryption: { enabled: true, kmsKeyArn: args.keyArn },
        pointInTimeRecovery: { enabled: true },
        deletionProtectionEnabled: args.protect,
        tags: args.tags,
      },
      { parent: this, protect: args.protect },
    );
    this.registerOutputs();
  }
}
