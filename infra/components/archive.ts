import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { sealedEveryMinutes, type ArchiveLock, type ArchivePlan } from "../plan/archive.ts";
import type { CellPlan } from "../plan/cell-plan.ts";
import { functionPlan } from "../plan/functions.ts";
import { scheduleGrants } from "../plan/grants.ts";
import { policyDocument, serviceTrust } from "../plan/policies.ts";
import { PrivateBucket } from "./private-bucket.ts";
import { ScheduledStart } from "./scheduled-start.ts";
import { CellFunction, type FunctionSurroundings } from "./function.ts";

/** What is decided about a cell's archive. */
export interface ArchiveArgs extends FunctionSurroundings {
  readonly cell: CellPlan;
  readonly journalArn: pulumi.Input<string>;
  /** Known once the ledger is there: before that there is nothing to seal. */
  readonly ledgerTable: pulumi.Input<string>;
  /** Under which the archive lies. */
  readonly keyArn: pulumi.Input<string>;
  readonly lock: ArchiveLock;
  readonly protect: boolean;
}

/** The journal stream's way into a locked bucket, and who seals what comes there and countersigns what others seal. */
export class Archive extends pulumi.ComponentResource {
  /** Reads the journal stream from when it is made. */
  readonly reader: pulumi.Resource;

  constructor(name: string, args: ArchiveArgs, opts?: pulumi.ComponentResourceOptions) {
    super("payment-cells:infra:Archive", name, {}, opts);
    const { cell, keyArn, lock, protect, tags } = args;
    const made = { protect, tags };
    const bucket = new PrivateBucket(name, { ...made, bucket: cell.archive.bucket, keyArn, lock }, { parent: this });
    this.reader = this.createDelivery(name, args, pulumi.interpolate`arn:aws:s3:::${bucket.bucketName}`);
    const { countersignKey } = cell.archive;
    const key = new aws.kms.Key(
      `${name}-countersign`,
      {
        description: countersignKey.description,
        policy: countersignKey.policy,
        customerMasterKeySpec: "ECC_NIST_P256",
        keyUsage: "SIGN_VERIFY",
        deletionWindowInDays: 30,
        tags,
      },
      // What it has signed is worth nothing without it.
      { parent: this, protect },
    );
    new aws.kms.Alias(`${name}-countersign`, { name: countersignKey.alias, targetKeyId: key.id }, { parent: this });
    this.createSealer(name, args);
    this.registerOutputs();
  }

  private createDelivery(name: string, args: ArchiveArgs, bucketArn: pulumi.Input<string>): pulumi.Resource {
    const { account, keyArn, logKeyArn, journalArn, tags } = args;
    const { archive } = args.cell;
    const log = this.createLog(name, archive, logKeyArn, tags);
    const role = new aws.iam.Role(
      `${name}-delivery`,
      { name: archive.roleName, assumeRolePolicy: serviceTrust("firehose.amazonaws.com", account), tags },
      { parent: this },
    );
    const policy = new aws.iam.RolePolicy(
      `${name}-delivery`,
      { name: "grants", role: role.name, policy: policyDocument(archive.grants) },
      { parent: this },
    );
    return new aws.kinesis.FirehoseDeliveryStream(
      name,
      {
        name: archive.deliveryStream,
        destination: "extended_s3",
        kinesisSourceConfiguration: { kinesisStreamArn: journalArn, roleArn: role.arn },
        extendedS3Configuration: {
          roleArn: role.arn,
          bucketArn,
          kmsKeyArn: keyArn,
          prefix: archive.prefix,
          errorOutputPrefix: archive.errorPrefix,
          bufferingInterval: archive.bufferSeconds,
          bufferingSize: archive.bufferMiB,
          compressionFormat: "GZIP",
          // A change a line.
          processingConfiguration: { enabled: true, processors: [{ type: "AppendDelimiterToRecord" }] },
          cloudwatchLoggingOptions: { enabled: true, logGroupName: archive.logGroup, logStreamName: log.name },
        },
        tags,
      },
      { parent: this, dependsOn: [policy] },
    );
  }

  private createLog(
    name: string,
    { logGroup }: ArchivePlan,
    logKeyArn: pulumi.Input<string>,
    tags: Readonly<Record<string, string>>,
  ): aws.cloudwatch.LogStream {
    const group = new aws.cloudwatch.LogGroup(
      `${name}-delivery`,
      { name: logGroup, retentionInDays: 90, kmsKeyId: logKeyArn, tags },
      { parent: this },
    );
    return new aws.cloudwatch.LogStream(`${name}-delivery`, { name: "s3", logGroupName: group.name }, { parent: this });
  }

  private createSealer(name: string, args: ArchiveArgs): void {
    const { stage, cell, names, functions, archive } = args.cell;
    const plan = functionPlan(functions, "archive");
    const environment = { LEDGER_TABLE: args.ledgerTable };
    const sealer = new CellFunction(`${name}-sealer`, { ...args, plan, environment }, { parent: this });
    const deadLetterQueueName = names.deadLetterQueue("archive");
    new ScheduledStart(
      `${name}-sealing`,
      {
        scheduleName: names.schedule("archive"),
        account: stage.account,
        grants: scheduleGrants(stage, cell, "archive", deadLetterQueueName),
        deadLetterQueueName,
        keyAlias: names.keyAlias("queues"),
        functionArn: sealer.arn,
        alarmTopicArn: args.alarmTopicArn,
        input: {},
        every: `${sealedEveryMinutes} minutes`,
        tags: args.tags,
      },
      { parent: this },
    );
    const { name: figure, pattern, namespace } = archive.deadLetters;
    new aws.cloudwatch.LogMetricFilter(
      `${name}-dead-letters`,
      {
        name: figure,
        logGroupName: plan.logGroup,
        pattern,
        metricTransformation: { name: figure, namespace, value: "1" },
      },
      { parent: this, dependsOn: [sealer] },
    );
  }
}
