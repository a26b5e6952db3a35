import type { EnvVariables as Archive } from "../../functions/archive/env.ts";
import type { EnvVariables as BatchRunner } from "../../functions/batch-runner/env.ts";
import type { EnvVariables as BankConnector } from "../../functions/bank-connector/env.ts";
import type { EnvVariables as Controller } from "../../functions/controller/env.ts";
import type { EnvVariables as CreditInbox } from "../../functions/credit-inbox/env.ts";
import type { EnvVariables as LeaseKeeper } from "../../functions/lease-keeper/env.ts";
import type { EnvVariables as PaymentsApi } from "../../functions/payments-api/env.ts";
import type { EnvVariables as PayoutLedger } from "../../functions/payout-ledger/env.ts";
import type { EnvVariables as Projector } from "../../functions/projector/env.ts";
import type { EnvVariables as Reports } from "../../functions/reports/env.ts";
import type { EnvVariables as Relay } from "../../functions/relay/env.ts";
import type { EnvVariables as Webhooks } from "../../functions/webhooks/env.ts";
import { arns, queueUrl } from "./arns.ts";
import { cellNames, stageNames } from "./names.ts";
import type { CellEntry, Stage } from "./registry.ts";
import { fileQueues } from "./uploads.ts";
import { fastQueues } from "./webhooks.ts";

/** Raw environment variables of every function, as its own code declares them. */
interface FunctionEnvironments {
  readonly "payments-api": PaymentsApi;
  /** What Cognito says and what is secret, the component adds. */
  readonly "lease-keeper": Omit<LeaseKeeper, keyof ToldToKeeper>;
  readonly controller: Controller;
  readonly relay: Relay;
  readonly "credit-inbox": CreditInbox;
  readonly projector: Projector;
  readonly "bank-connector": BankConnector;
  readonly "payout-ledger": PayoutLedger;
  readonly reports: Reports;
  readonly archive: Archive;
  readonly webhooks: Webhooks;
  readonly "batch-runner": BatchRunner;
}

/** What the keeper learns only where it is deployed: its user pool, and how its canary shows who it is. */
export type ToldToKeeper = Pick<
  LeaseKeeper,
  "USER_POOL_ID" | "ORIGIN_SECRET" | "CANARY_CLIENT_ID" | "CANARY_CLIENT_SECRET"
>;

/** The environment of every function of a cell. */
export function environmentsOf(stage: Stage, cell: CellEntry): FunctionEnvironments {
  const shared = valuesOf(stage, cell);
  return { ...moneyEnvironments(shared), ...payoutEnvironments(shared), ...followingEnvironments(shared) };
}

type Values = ReturnType<typeof valuesOf>;

function valuesOf(stage: Stage, cell: CellEntry) {
  const names = cellNames(stage, cell.name);
  const shared = stageNames(stage.name);
  return {
    stage,
    region: cell.region,
    names,
    shared,
    CELL: cell.name,
    LEDGER_TABLE: shared.ledgerTable,
    CONTROL_TABLE: names.controlTable,
    VIEWS_TABLE: names.viewsTable,
    authority: { AUTHORITY_TABLE: shared.authorityTable, AUTHORITY_REGIONS: authorityRegions(stage, cell.region) },
    vault: { VAULT_TABLE: names.vaultTable, VAULT_KEY: names.keyAlias("vault") },
    uploads: { UPLOADS_TABLE: names.uploadsTable, UPLOADS_BUCKET: names.uploadsBucket },
    sent: { DELIVERIES_TABLE: names.webhooksTable, WEBHOOKS_KEY: shared.webhooksKeyAlias },
    urlOf: (queue: string) => queueUrl(stage.account, cell.region, names.queue(queue)),
  };
}

/** What takes money, moves it between cells, and says who may. */
function moneyEnvironments({ CELL, LEDGER_TABLE, CONTROL_TABLE, VIEWS_TABLE, authority, ...values }: Values) {
  const { names, shared, vault, sent, uploads, urlOf } = values;
  const INBOX_QUEUE_URL = urlOf("credit-inbox");
  return {
    "payments-api": {
      CELL,
      LEDGER_TABLE,
      CONTROL_TABLE,
      VIEWS_TABLE,
      REQUEST_HASH_KEY: shared.requestHashKeyAlias,
      ...vault,
      ...sent,
      ...uploads,
    },
    "batch-runner": {
      CELL,
      LEDGER_TABLE,
      CONTROL_TABLE,
      REQUEST_HASH_KEY: shared.requestHashKeyAlias,
      ...vault,
      ...uploads,
      FILES_QUEUE_URL: urlOf(fileQueues.files),
      PARTS_QUEUE_URL: urlOf(fileQueues.parts),
    },
    "lease-keeper": {
      CELL,
      CONTROL_TABLE,
      ...authority,
      USER_POOL_DOMAIN: names.userPoolDomain,
      ORIGIN_HOST: names.originHost,
    },
    controller: { CELL, LEDGER_TABLE, ...authority },
    relay: { CELL, INBOX_QUEUE_URL, PAYOUTS_QUEUE_URL: urlOf("payouts"), TOLD_QUEUE_URL: urlOf("webhooks") },
    "credit-inbox": {
      CELL,
      LEDGER_TABLE,
      CONTROL_TABLE,
      INBOX_QUEUE_URL,
    },
  };
}

/** What carries payouts. */
function payoutEnvironments({ CELL, LEDGER_TABLE, CONTROL_TABLE, stage, region, ...values }: Values) {
  const { names, authority, vault, urlOf } = values;
  return {
    "bank-connector": {
      CELL,
      ...authority,
      ...vault,
      PAYOUTS_MACHINE: arns(stage.account, region).stateMachine(names.payoutsMachine),
      BANK_KEYS: names.bankSecret,
      BANK_URL: stage.bank.url,
      ORDERING_NAME: stage.bank.name,
      ORDERING_IBAN: stage.bank.iban,
      ORDERING_BIC: stage.bank.bic,
    },
    "payout-ledger": {
      CELL,
      LEDGER_TABLE,
      CONTROL_TABLE,
      PAYOUTS_QUEUE_URL: urlOf("payouts"),
    },
  };
}

/** What follows from the journal. */
function followingEnvironments({ CELL, LEDGER_TABLE, CONTROL_TABLE, VIEWS_TABLE, names, sent, urlOf }: Values) {
  return {
    projector: { CELL, LEDGER_TABLE, VIEWS_TABLE },
    reports: {
      CELL,
      LEDGER_TABLE,
      CONTROL_TABLE,
      VIEWS_TABLE,
      VAULT_TABLE: names.vaultTable,
      REPORTS_BUCKET: names.reportsBucket,
    },
    archive: {
      CELL,
      LEDGER_TABLE,
      CONTROL_TABLE,
      ARCHIVE_BUCKET: names.archiveBucket,
      COUNTERSIGN_KEY: names.countersignKeyAlias,
    },
    webhooks: {
      CELL,
      LEDGER_TABLE,
      CONTROL_TABLE,
      VIEWS_TABLE,
      ...sent,
      TOLD_QUEUE_URL: urlOf("webhooks"),
      FAST_QUEUE_URLS: fastQueues.map(urlOf).join(","),
      SLOW_QUEUE_URL: urlOf("webhooks-slow"),
    },
  };
}

/** Where the authority can be read, as a variable has it: the region that asks first, where it is one of them. */
export function authorityRegions({ authority }: Stage, region: string): string {
  const others = authority.replicas.filter((replica) => replica !== region);
  return [...authority.replicas.filter((replica) => replica === region), ...others].join(",");
}
