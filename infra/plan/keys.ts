import { arns } from "./arns.ts";
import { cellNames, regionalKeys, type RegionalKey } from "./names.ts";
import { keyPolicy, type ResourceGrant } from "./policies.ts";
import type { CellEntry, Stage } from "./registry.ts";

/** A key that exists in one region only. */
export interface KeyPlan {
  readonly key: RegionalKey;
  readonly alias: string;
  readonly description: string;
  readonly policy: string;
}

const descriptions: Readonly<Record<RegionalKey, string>> = {
  control: "lease and directory",
  vault: "personal data",
  views: "statements and listings",
  journal: "the ledger's changes on their way",
  queues: "messages between functions",
  secrets: "what functions are told in confidence",
  reports: "reports to supervisors",
  logs: "logs and alarms",
  audit: "the audit trail",
  archive: "every change of the ledger, kept for good",
  uploads: "payment files and what became of them",
};

/** The regional keys of a cell, one per class of data. */
export function cellKeys(stage: Stage, cell: CellEntry): readonly KeyPlan[] {
  const names = cellNames(stage, cell.name);
  return regionalKeys.map((key) => ({
    key,
    alias: names.keyAlias(key),
    description: `Cell ${cell.name} of ${stage.name}: ${descriptions[key]}`,
    policy: regionalKeyPolicy(stage, cell, key),
  }));
}

/** The policy of the key under which CloudTrail writes a trail, and CloudWatch Logs of its region keeps it. */
export function auditKeyPolicy(account: string, region: string, trail: string): string {
  return keyPolicy(account, [
    logsEncrypt(account, region),
    {
      sid: "TrailEncrypts",
      principal: { Service: ["cloudtrail.amazonaws.com"] },
      actions: ["kms:GenerateDataKey*", "kms:DescribeKey"],
      resources: ["*"],
      conditions: { StringEquals: { "aws:SourceArn": arns(account, region).trail(trail) } },
    },
  ]);
}

/** The policy of a key under which a region's log groups and the topic of its alarms are kept. */
export function logsKeyPolicy(account: string, region: string): string {
  return keyPolicy(account, [logsEncrypt(account, region), alarmsEncrypt(account)]);
}

function logsEncrypt(account: string, region: string): ResourceGrant {
  return {
    sid: "LogsEncrypt",
    principal: { Service: [`logs.${region}.amazonaws.com`] },
    actions: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
    resources: ["*"],
    conditions: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": arns(account, region).logGroup("*") } },
  };
}

/** An alarm that may not use its topic's key tells nobody. */
function alarmsEncrypt(account: string): ResourceGrant {
  return {
    sid: "AlarmsEncrypt",
    principal: { Service: ["cloudwatch.amazonaws.com"] },
    actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
    resources: ["*"],
    conditions: { StringEquals: { "aws:SourceAccount": account } },
  };
}

/** S3 tells a queue of uploads, in its own name. */
function queuesKeyPolicy(stage: Stage, cell: CellEntry): string {
  const { account } = stage;
  const bucket = arns(account, cell.region).bucket(cellNames(stage, cell.name).uploadsBucket);
  return keyPolicy(account, [
    {
      sid: "UploadsTell",
      principal: { Service: ["s3.amazonaws.com"] },
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      resources: ["*"],
      conditions: { StringEquals: { "aws:SourceAccount": account }, ArnEquals: { "aws:SourceArn": bucket } },
    },
  ]);
}

function regionalKeyPolicy(stage: Stage, cell: CellEntry, key: RegionalKey): string {
  const { account } = stage;
  switch (key) {
    case "logs":
      return logsKeyPolicy(account, cell.region);
    case "audit":
      return auditKeyPolicy(account, cell.region, cellNames(stage, cell.name).trail);
    case "queues":
      return queuesKeyPolicy(stage, cell);
    case "control":
    case "vault":
    case "views":
    case "journal":
    case "secrets":
    case "reports":
    case "archive":
    case "uploads":
      return keyPolicy(account);
  }
}
