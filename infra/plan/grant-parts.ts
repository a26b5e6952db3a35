import { arns, type Arns } from "./arns.ts";
import { cellNames, stageNames, type FunctionName } from "./names.ts";
import type { Grant } from "./policies.ts";
import type { CellEntry, Stage } from "./registry.ts";

/** What the grants of a cell are made from. */
export function partsOf(stage: Stage, cell: CellEntry) {
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
    keyUse,
    vault: arn.table(names.vaultTable),
    vaultKey: keyUse("VaultKey", names.keyAlias("vault"), "dynamodb", tableKeyActions),
    runtime: (name: FunctionName) => [
      keyUse("VariablesKey", names.keyAlias("secrets"), "lambda", ["kms:Decrypt"]),
      ...runtimeGrants(arn, names.function(name), names.logGroup(name)),
    ],
    keepFailures: (queue: string) => keepGrant(arn, names.deadLetterQueue(queue)),
  };
}

/** What the grants of a cell are made from, once made. */
export type Parts = ReturnType<typeof partsOf>;

/** Keeping what failed in its queue. */
export function keepGrant(arn: Arns, deadLetterQueue: string): Grant {
  return { sid: "KeepFailures", actions: ["sqs:SendMessage"], resources: [arn.queue(deadLetterQueue)] };
}

/** Only these partitions. `Null` refuses a request that names no key at all, which `ForAllValues` alone lets pass. */
export function keysLike(...patterns: readonly [string, ...string[]]): NonNullable<Grant["conditions"]> {
  const [first, ...others] = patterns;
  return {
    "ForAllValues:StringLike": { "dynamodb:LeadingKeys": others.length === 0 ? first : patterns },
    Null: { "dynamodb:LeadingKeys": "false" },
  };
}

/** The single-writer rule: a cell writes under its own name only, and accounts inside transactions only. */
export function ledgerWrites(cell: string, ledger: string): readonly Grant[] {
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

/** Both readable replicas of the authority table; its witness answers nobody. */
function authorityTables(stage: Stage): readonly string[] {
  const { authorityTable } = stageNames(stage.name);
  return stage.authority.replicas.map((region) => arns(stage.account, region).table(authorityTable));
}

/** What a function has to be allowed with the key of a table that it uses. */
export const tableKeyActions = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"];

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
