import { arns, type Arns } from "./arns.ts";
import { cellNames, stageNames, type FunctionName } from "./names.ts";
import type { Grant } from "./policies.ts";
import type { CellEntry, Stage } from "./registry.ts";

/** What each function of a cell may do, per action and ARN. */
export function functionGrants(stage: Stage, cell: CellEntry): Readonly<Record<FunctionName, readonly Grant[]>> {
  const parts = partsOf(stage, cell);
  return { ...moneyGrants(parts), ...authorityGrants(parts), ...viewGrants(parts) };
}

/** What the grants of a cell are made from. */
function partsOf(stage: Stage, cell: CellEntry) {
  const names = cellNames(stage, cell.name);
  const shared = stageNames(stage.name);
  const arn = arns(stage.account, cell.region);
  const keyUse = (sid: string, alias: string, service: string, actions: readonly string[]) =>
    keyGrant(arn, { sid, alias, via: `${service}.${cell.region}.amazonaws.com`, actions });
  return {
    stage,
    cell: cell.name,
    names,
    shared,
    arn,
    ledger: arn.table(shared.ledgerTable),
    control: arn.table(names.controlTable),
    views: arn.table(names.viewsTable),
    ledgerKey: keyUse("LedgerKey", shared.ledgerKeyAlias, "dynamodb", tableKeyActions),
    controlKey: keyUse("ControlKey", names.keyAlias("control"), "dynamodb", tableKeyActions),
    viewsKey: keyUse("ViewsKey", names.keyAlias("views"), "dynamodb", tableKeyActions),
    journalKey: keyUse("JournalKey", names.keyAlias("journal"), "kinesis", ["kms:Decrypt"]),
    queueKey: keyUse("QueueKey", names.keyAlias("queues"), "sqs", ["kms:Decrypt", "kms:GenerateDataKey"]),
    runtime: (name: FunctionName) => [
      keyUse("VariablesKey", names.keyAlias("secrets"), "lambda", ["kms:Decrypt"]),
      ...runtimeGrants(arn, names.function(name), names.logGroup(name)),
    ],
    keepFailures: (queue: string) => keepGrant(arn, names.deadLetterQueue(queue)),
  };
}

type Parts = ReturnType<typeof partsOf>;

/** The functions that touch money, and the one that tells another of it. */
function moneyGrants(parts: Parts) {
  const { cell, names, shared, arn, ledger, control, ledgerKey, controlKey, queueKey, runtime, keepFailures } = parts;
  const { views, viewsKey } = parts;
  const inbox = arn.queue(names.queue("credit-inbox"));
  const readControl = { sid: "ReadControl", actions: ["dynamodb:GetItem"], resources: [control] };
  return {
    "payments-api": [
      { sid: "ReadLedger", actions: ["dynamodb:GetItem", "dynamodb:Query"], resources: [ledger] },
      ...ledgerWrites(cell, ledger),
      readControl,
      {
        sid: "ReadViews",
        actions: ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:BatchGetItem"],
        resources: [views],
      },
      {
        sid: "HashRequests",
        actions: ["kms:GenerateMac"],
        resources: [arn.anyKey],
        conditions: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": shared.requestHashKeyAlias } },
      },
      ledgerKey,
      controlKey,
      viewsKey,
      ...runtime("payments-api"),
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
        actions: ["dynamodb:GetItem"],
        resources: [ledger],
      },
      { sid: "FindDue", actions: ["dynamodb:Query"], resources: [ledger, arn.index(shared.ledgerTable, "due")] },
      ...ledgerWrites(cell, ledger),
      { sid: "EmptyInbox", actions: inboxActions, resources: [inbox] },
      keepFailures("credit-inbox-sweep"),
      readControl,
      ledgerKey,
      controlKey,
      queueKey,
      ...runtime("credit-inbox"),
    ],
  };
}

/** The functions that read authority: they call out, and cannot touch money. */
function authorityGrants(parts: Parts) {
  const { stage, cell, ledger, control, ledgerKey, controlKey, queueKey, runtime, keepFailures } = parts;
  const coordinate = (actions: readonly string[]): Grant => coordination(stage, actions);
  return {
    "lease-keeper": [
      // It reads authority and the directory, adds its own home and issuer, and beats.
      coordinate(["dynamodb:GetItem", "dynamodb:Scan", "dynamodb:PutItem", "dynamodb:UpdateItem"]),
      { sid: "KeepControl", actions: ["dynamodb:GetItem", "dynamodb:PutItem"], resources: [control] },
      keepFailures("lease-keeper"),
      controlKey,
      queueKey,
      ...runtime("lease-keeper"),
    ],
    controller: [
      coordinate(["dynamodb:GetItem", "dynamodb:UpdateItem"]),
      { sid: "ReadFences", actions: ["dynamodb:BatchGetItem"], resources: [ledger] },
      {
        sid: "WriteOwnFences",
        actions: ["dynamodb:PutItem", "dynamodb:UpdateItem"],
        resources: [ledger],
        conditions: keysLike(`${cell}#standin#*`),
      },
      keepFailures("controller"),
      ledgerKey,
      queueKey,
      ...runtime("controller"),
    ],
  };
}

/** The function that follows the ledger: it reads the journal stream, and writes nothing but the views. */
function viewGrants(parts: Parts) {
  const { names, arn, ledger, views, ledgerKey, viewsKey, journalKey, queueKey, runtime, keepFailures } = parts;
  return {
    projector: [
      { sid: "ReadJournal", actions: journalActions, resources: [arn.journal(names.journalStream)] },
      { sid: "FindTenants", actions: ["dynamodb:BatchGetItem"], resources: [ledger] },
      { sid: "WriteViews", actions: viewActions, resources: [views] },
      keepFailures("projector"),
      ledgerKey,
      viewsKey,
      journalKey,
      queueKey,
      ...runtime("projector"),
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
  return startGrants(stage.account, cell.region, {
    functionName: names.function(target),
    deadLetterQueue,
    keyAlias: names.keyAlias("queues"),
  });
}

/** The same by physical names. */
export function startGrants(
  account: string,
  region: string,
  start: { readonly functionName: string; readonly deadLetterQueue: string; readonly keyAlias: string },
): readonly Grant[] {
  const arn = arns(account, region);
  return [
    { sid: "StartFunction", actions: ["lambda:InvokeFunction"], resources: [arn.function(start.functionName)] },
    ...failureGrants(account, region, start),
  ];
}

/** Keeping what failed, in an encrypted queue. */
export function failureGrants(
  account: string,
  region: string,
  failures: { readonly deadLetterQueue: string; readonly keyAlias: string },
): readonly Grant[] {
  const arn = arns(account, region);
  return [
    keepGrant(arn, failures.deadLetterQueue),
    keyGrant(arn, {
      sid: "QueueKey",
      alias: failures.keyAlias,
      via: `sqs.${region}.amazonaws.com`,
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    }),
  ];
}

function keepGrant(arn: Arns, deadLetterQueue: string): Grant {
  return { sid: "KeepFailures", actions: ["sqs:SendMessage"], resources: [arn.queue(deadLetterQueue)] };
}

/** Only these partitions. `Null` refuses a request that names no key at all, which `ForAllValues` alone lets pass. */
function keysLike(pattern: string): NonNullable<Grant["conditions"]> {
  return {
    "ForAllValues:StringLike": { "dynamodb:LeadingKeys": pattern },
    Null: { "dynamodb:LeadingKeys": "false" },
  };
}

/** The single-writer rule: a cell writes under its own name only, and accounts inside transactions only. */
function ledgerWrites(cell: string, ledger: string): readonly Grant[] {
  const writes = ["dynamodb:PutItem", "dynamodb:UpdateItem"];
  return [
    {
      sid: "WriteOwnItems",
      actions: writes,
      resources: [ledger],
      conditions: keysLike(`${cell}#*`),
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

/** Reading authority strongly, and changing it by compare-and-set: either replica does, where the other is silent. */
export function coordination(stage: Stage, actions: readonly string[]): Grant {
  return { sid: "CoordinateCells", actions, resources: authorityTables(stage) };
}

/** What Lambda asks of a stream in a function's name. */
const journalActions = [
  "kinesis:DescribeStream",
  "kinesis:DescribeStreamSummary",
  "kinesis:GetRecords",
  "kinesis:GetShardIterator",
  "kinesis:ListShards",
];

const viewActions = [
  "dynamodb:GetItem",
  "dynamodb:Query",
  "dynamodb:PutItem",
  "dynamodb:UpdateItem",
  "dynamodb:BatchWriteItem",
];

/** Its code gives back what failed; the rest Lambda does in its name. */
const inboxActions = [
  "sqs:ReceiveMessage",
  "sqs:DeleteMessage",
  "sqs:GetQueueAttributes",
  "sqs:ChangeMessageVisibility",
];

/** Both readable replicas of the authority table; its witness answers nobody. */
function authorityTables(stage: Stage): readonly string[] {
  const { authorityTable } = stageNames(stage.name);
  return stage.authority.replicas.map((region) => arns(stage.account, region).table(authorityTable));
}

const tableKeyActions = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"];

/** How a role uses a key. */
interface KeyUse {
  readonly sid: string;
  readonly alias: string;
  /** The only service through which the key may be used. */
  readonly via: string;
  readonly actions: readonly string[];
}

/** A key's id is not known beforehand, its alias is. */
export function keyGrant(arn: Arns, use: KeyUse): Grant {
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

/** What Lambda itself does in any function's name. */
export function tellGrants(arn: Arns, logGroup: string): readonly Grant[] {
  return [
    { sid: "Log", actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [arn.logStreams(logGroup)] },
    { sid: "Trace", actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], resources: ["*"] },
  ];
}

/** In a network of ours Lambda also makes interfaces in the function's name; its code may not. */
function runtimeGrants(arn: Arns, name: string, logGroup: string): readonly Grant[] {
  return [
    ...tellGrants(arn, logGroup),
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
