import { archiveGrants } from "./archive-grants.ts";
import { arns } from "./arns.ts";
import { coordination, keepGrant, keyGrant, keysLike, ledgerWrites, partsOf, type Parts } from "./grant-parts.ts";
import { cellNames, type FunctionName } from "./names.ts";
import { payoutGrants } from "./payout-grants.ts";
import type { Grant } from "./policies.ts";
import { reportGrants } from "./report-grants.ts";
import { askForUploads, payingGrants, uploadGrants } from "./upload-grants.ts";
import { deliveriesGrant, secretsGrant, webhookGrants } from "./webhook-grants.ts";
import type { CellEntry, Stage } from "./registry.ts";

/** What each function of a cell may do, per action and ARN. */
export function functionGrants(stage: Stage, cell: CellEntry): Readonly<Record<FunctionName, readonly Grant[]>> {
  const parts = partsOf(stage, cell);
  return {
    ...moneyGrants(parts),
    ...authorityGrants(parts),
    ...viewGrants(parts),
    ...payoutGrants(parts),
    ...reportGrants(parts),
    ...archiveGrants(parts),
    ...webhookGrants(parts),
    ...uploadGrants(parts),
  };
}

/** The functions that touch money, and the one that tells another of it. */
function moneyGrants(parts: Parts) {
  const { cell, names, shared, arn, ledger, control, ledgerKey, controlKey, queueKey, runtime, keepFailures } = parts;
  const { views, viewsKey, vaultKey } = parts;
  const inbox = arn.queue(names.queue("credit-inbox"));
  const handedOn = [arn.queue(names.queue("payouts")), arn.queue(names.queue("webhooks"))];
  const filled = [inbox, ...handedOn, arn.queue(names.deadLetterQueue("relay"))];
  const readControl = { sid: "ReadControl", actions: ["dynamodb:GetItem"], resources: [control] };
  return {
    "payments-api": [
      { sid: "ReadLedger", actions: [...readOne, "dynamodb:BatchGetItem"], resources: [ledger] },
      ...ledgerWrites(cell, ledger),
      readControl,
      { sid: "ReadViews", actions: readOne, resources: [views] },
      {
        sid: "KeepMonthSums",
        actions: ["dynamodb:UpdateItem"],
        resources: [views],
        conditions: keysLike("*#acct#*"),
      },
      ...payingGrants(parts),
      deliveriesGrant(parts, ["dynamodb:Query"]),
      secretsGrant(parts, "kms:GenerateDataKey"),
      ...askForUploads(parts),
      ledgerKey,
      controlKey,
      viewsKey,
      vaultKey,
      ...runtime("payments-api"),
    ],
    relay: [
      {
        sid: "ReadLedgerStream",
        actions: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
        resources: [arn.streams(shared.ledgerTable)],
      },
      { sid: "FindLedgerStream", actions: ["dynamodb:ListStreams"], resources: ["*"] },
      { sid: "FillQueues", actions: ["sqs:SendMessage"], resources: filled },
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

const readOne = ["dynamodb:GetItem", "dynamodb:Query"];

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
