import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { CellPlan } from "../plan/cell-plan.ts";
import { patientReceivesMax } from "../plan/event-sources.ts";
import { functionPlan } from "../plan/functions.ts";
import { scheduleGrants } from "../plan/grants.ts";
import { policyDocument, serviceTrust } from "../plan/policies.ts";
import { ScheduledStart } from "./scheduled-start.ts";
import { CellFunction, type FunctionSurroundings } from "./function.ts";
import { WorkQueue } from "./work-queue.ts";

/** What is decided about a cell's payouts. */
export interface PayoutsArgs extends FunctionSurroundings {
  readonly cell: CellPlan;
  /** Under which messages and executions lie. */
  readonly queuesKeyArn: pulumi.Input<string>;
}

/** Payouts over a bank's rail: their queue, the state machine, who talks to the bank and who books what it says. */
export class Payouts extends pulumi.ComponentResource {
  /** Who hears what the bank says of its own accord. */
  readonly connector: CellFunction;

  constructor(name: string, args: PayoutsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:Payouts", name, {}, opts);
    const { names, functions, payouts } = args.cell;
    const connectorPlan = functionPlan(functions, "bank-connector");
    const queue = new WorkQueue(
      name,
      {
        queueName: names.queue("payouts"),
        deadLetterQueueName: names.deadLetterQueue("payouts"),
        keyAlias: names.keyAlias("queues"),
        consumerTimeoutSeconds: connectorPlan.timeoutSeconds,
        // The sweep finds whatever went aside: what stays here has a fault of its own.
        receivesMax: patientReceivesMax,
        alarmTopicArn: args.alarmTopicArn,
        tags: args.tags,
      },
      { parent: this },
    );
    // Its value is put by hand, and again at every rotation with the bank: no state holds it.
    new aws.secretsmanager.Secret(
      name,
      { name: payouts.secretName, kmsKeyId: args.secretsKeyArn, tags: args.tags },
      { parent: this },
    );
    this.connector = new CellFunction(`${name}-connector`, { ...args, plan: connectorPlan }, { parent: this });
    new aws.lambda.EventSourceMapping(
      name,
      {
        functionName: this.connector.functionName,
        eventSourceArn: queue.arn,
        batchSize: 10,
        functionResponseTypes: ["ReportBatchItemFailures"],
      },
      { parent: this },
    );
    this.createBooks(name, args);
    this.createMachine(name, args);
    this.registerOutputs();
  }

  /** Who books payouts' ends, and looks every hour for those that the stream forgot: it forgets after a day. */
  private createBooks(name: string, args: PayoutsArgs): void {
    const { stage, cell, names, functions } = args.cell;
    const books = new CellFunction(
      `${name}-ledger`,
      { ...args, plan: functionPlan(functions, "payout-ledger") },
      { parent: this },
    );
    const deadLetterQueueName = names.deadLetterQueue("payout-sweep");
    new ScheduledStart(
      `${name}-sweep`,
      {
        scheduleName: names.schedule("payout-sweep"),
        account: stage.account,
        grants: scheduleGrants(stage, cell, "payout-ledger", deadLetterQueueName),
        deadLetterQueueName,
        keyAlias: names.keyAlias("queues"),
        functionArn: books.arn,
        alarmTopicArn: args.alarmTopicArn,
        input: { sweep: true },
        every: "1 hour",
        tags: args.tags,
      },
      { parent: this },
    );
  }

  private createMachine(name: string, { cell, account, logKeyArn, queuesKeyArn, tags }: PayoutsArgs): void {
    const { machineName, logGroup, roleName, grants, definition } = cell.payouts;
    const log = new aws.cloudwatch.LogGroup(
      `${name}-machine`,
      { name: logGroup, retentionInDays: 90, kmsKeyId: logKeyArn, tags },
      { parent: this },
    );
    const role = new aws.iam.Role(
      `${name}-machine`,
      { name: roleName, assumeRolePolicy: serviceTrust("states.amazonaws.com", account), tags },
      { parent: this },
    );
    const policy = new aws.iam.RolePolicy(
      `${name}-machine`,
      { name: "grants", role: role.name, policy: policyDocument(grants) },
      { parent: this },
    );
    new aws.sfn.StateMachine(
      name,
      {
        name: machineName,
        // A bank may take days.
        type: "STANDARD",
        roleArn: role.arn,
        definition,
        encryptionConfiguration: {
          type: "CUSTOMER_MANAGED_KMS_KEY",
          kmsKeyId: queuesKeyArn,
          kmsDataKeyReusePeriodSeconds: 300,
        },
        loggingConfiguration: {
          level: "ERROR",
          includeExecutionData: false,
          logDestination: pulumi.interpolate`${log.arn}:*`,
        },
        tracingConfiguration: { enabled: true },
        tags,
      },
      // Step Functions looks at the role when the machine is made.
      { parent: this, dependsOn: [policy] },
    );
  }
}
