import { arns, type Arns } from "./arns.ts";
import { cellNames, stageNames, type FunctionName } from "./names.ts";
import type { Grant } from "./policies.ts";
import type { CellEntry, Stage } from "./registry.ts";

/** What each function of a cell may do, per action and ARN. */
export function functionGrants(stage: Stage, cell: CellEntry): Readonly<Record<FunctionName, readonly Grant[]>> {
  const names = cellNames(stage, cell.name);
  const shared = stageNames(stage.name);
  const arn = arns(stage.account, cell.region);
  const ledger = arn.table(shared.ledgerTable);
  const control = arn.table(names.controlTable);
  const inbox = arn.queue(names.queue("credit-inbox"));
  const runtime = (name: FunctionName) => runtimeGrants(arn, names.function(name), names.logGroup(name));
  const keyUse = (sid: string, alias: string, service: string, actions: readonly string[]) =>
    keyGrant(arn, { sid, alias, via: `${service}.${cell.region}.amazonaws.com`, actions });
  const readControl = { sid: "ReadControl", actions: ["dynamodb:GetItem"], resources: [control] };
  const ledgerKey = keyUse("LedgerKey", shared.ledgerKeyAlias, "dynamodb", tableKeyActions);
  const controlKey = keyUse("ControlKey", names.keyAlias("control"), "dynamodb", tableKeyActions);
  const queueKey = keyUse("QueueKey", names.keyAlias("queues"), "sqs", ["kms:Decrypt", "kms:GenerateDataKey"]);
  return {
    "payments-api": [
      { sid: "ReadLedger", actions: ["dynamodb:GetItem", "dynamodb:Query"], resources: [ledger] },
      ...ledgerWrites(cell.name, ledger),
      readControl,
      {
        sid: "HashRequests",
        actions: ["kms:GenerateMac"],
        resources: [arn.anyKey],
        conditions: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": shared.requestHashKeyAlias } },
      },
      ledgerKey,
      controlKey,
      ...runtime("payments-api"),
    ],
    "lease-keeper": [
      { sid: "CoordinateCells", actions: authorityActions, resources: authorityTables(stage) },
      {
        sid: "KeepControl",
        actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"],
        resources: [control],
      },
      controlKey,
      ...runtime("lease-keeper"),
    ],
    relay: [
      {
        sid: "ReadLedgerStream",
        actions: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
        resources: [arn.streams(shared.ledgerTable)],
      },
      { sid: "FindLedgerStream", actions: ["dynamodb:ListStreams"], resources: ["*"] },
      { sid: "FillInbox", actions: ["sqs:SendMessage"], resources: [inbox, arn.queue(names.deadLetterQueue("relay"))] },
      ledgerKey,
      queueKey,
      ...runtime("relay"),
    ],
    "credit-inbox": [
      {
        sid: "ReadLedger",
        actions: ["dynamodb:GetItem", "dynamodb:Query"],
        resources: [ledger, arn.index(shared.ledgerTable, "due")],
      },
      ...ledgerWrites(cell.name, ledger),
      { sid: "EmptyInbox", actions: inboxActions, resources: [inbox] },
      readControl,
      ledgerKey,
      controlKey,
      queueKey,
      ...runtime("credit-inbox"),
    ],
  };
}

/** What EventBridge Scheduler may do for one schedule: start its function, and keep what it could not start. */
export function scheduleGrants(
  stage: Stage,
  cell: CellEntry,
  target: FunctionName,
  deadLetterQueue: string,
): readonly Grant[] {
  const names = cellNames(stage, cell.name);
  const arn = arns(stage.account, cell.region);
  return [
    { sid: "StartFunction", actions: ["lambda:InvokeFunction"], resources: [arn.function(names.function(target))] },
    { sid: "KeepFailures", actions: ["sqs:SendMessage"], resources: [arn.queue(deadLetterQueue)] },
    keyGrant(arn, {
      sid: "QueueKey",
      alias: names.keyAlias("queues"),
      via: `sqs.${cell.region}.amazonaws.com`,
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    }),
  ];
}

/**
 * The single-writer rule: a cell writes under its own name only, and accounts inside transactions only. `Null` is what
 * refuses a request that names no key at all, which `ForAllValues` alone would let pass.
 */
function ledgerWrites(cell: string, ledger: string): readonly Grant[] {
  const writes = ["dynamodb:PutItem", "dynamodb:UpdateItem"];
  return [
    {
      sid: "WriteOwnItems",
      actions: writes,
      resources: [ledger],
      conditions: {
        "ForAllValues:StringLike": { "dynamodb:LeadingKeys": `${cell}#*` },
        Null: { "dynamodb:LeadingKeys": "false" },
      },
    },
    { sid: "CheckAnyItem", actions: ["dynamodb:ConditionCheckItem"], resources: [ledger] },
    {
      sid: "AccountsInTransactionsOnly",
      effect: "Deny",
      actions: writes,
      resources: [ledger],
      conditions: {
        "ForAnyValue:StringLike": { "dynamodb:LeadingKeys": "*#acct#*" },
        StringNotEquals: { "dynamodb:EnclosingOperation": "TransactWriteItems" },
      },
    },
  ];
}

const authorityActions = [
  "dynamodb:GetItem",
  "dynamodb:Query",
  "dynamodb:Scan",
  "dynamodb:PutItem",
  "dynamodb:UpdateItem",
];

const inboxActions = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];

/** Both readable replicas of the authority table; its witness answers nobody. */
function authorityTables(stage: Stage): readonly string[] {
  const { authorityTable } = stageNames(stage.name);
  return stage.authority.replicas.map((region) => arns(stage.account, region).table(authorityTable));
}

const tableKeyActions = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"];

interface KeyUse {
  readonly sid: string;
  readonly alias: string;
  /** The only service through which the key may be used. */
  readonly via: string;
  readonly actions: readonly string[];
}

/** A key's id is not known beforehand, its alias is. */
function keyGrant(arn: Arns, use: KeyUse): Grant {
  return {
    sid: use.sid,
    actions: use.actions,
    resources: [arn.anyKey],
    conditions: {
      "ForAnyValue:StringEquals": { "kms:ResourceAliases": use.alias },
      StringEquals: { "kms:ViaService": use.via },
    },
  };
}

const networkActions = ["ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DeleteNetworkInterface"];

/** What Lambda itself does in a function's name: logs, traces, network interfaces. The code may not do the last. */
function runtimeGrants(arn: Arns, name: string, logGroup: string): readonly Grant[] {
  return [
    { sid: "Log", actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [arn.logStreams(logGroup)] },
    { sid: "Trace", actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], resources: ["*"] },
    { sid: "JoinNetwork", actions: networkActions, resources: ["*"] },
    {
      sid: "NetworkIsLambdasAlone",
      effect: "Deny",
      actions: networkActions,
      resources: ["*"],
      conditions: { ArnEquals: { "lambda:SourceFunctionArn": arn.function(name) } },
    },
  ];
}
