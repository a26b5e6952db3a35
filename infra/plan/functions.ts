import type { EnvVariables as Archive } from "../../functions/archive/env.ts";
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
import { functionGrants } from "./grants.ts";
import { arns, queueUrl } from "./arns.ts";
import { cellNames, functionNames, stageNames, type FunctionName } from "./names.ts";
import type { Grant } from "./policies.ts";
import type { CellEntry, Stage } from "./registry.ts";
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
}

/** What the keeper learns only where it is deployed: its user pool, and how its canary shows who it is. */
export type ToldToKeeper = Pick<
  LeaseKeeper,
  "USER_POOL_ID" | "ORIGIN_SECRET" | "CANARY_CLIENT_ID" | "CANARY_CLIENT_SECRET"
>;

/** One function as it is to be deployed. */
export interface FunctionPlan {
  readonly name: FunctionName;
  readonly physicalName: string;
  readonly logGroup: string;
  /** `isolated` has no way out; `private` has one through a NAT gateway. */
  readonly subnets: "isolated" | "private";
  readonly timeoutSeconds: number;
  readonly memoryMiB: number;
  /** Concurrency set aside, so that no other function's load can starve it. */
  readonly reserved?: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly grants: readonly Grant[];
}

/** Lambda's current Node runtime. */
export const lambdaRuntime = "nodejs24.x";

type Shape = Pick<FunctionPlan, "subnets" | "timeoutSeconds" | "memoryMiB" | "reserved">;

/**
 * How often the inbox tries a message before it goes aside. It pauses a second after the first try and half a minute
 * at least from the sixth on, so that a message which fails at once goes aside after a quarter of an hour at the
 * earliest: tables that are out of order for ten minutes put nothing aside.
 */
export const inboxReceivesMax = 36;

/** Started every minute and running for 150 s, three of a kind overlap; the rest is room for a slow end. */
export const perpetual = { timeoutSeconds: 180, memoryMiB: 256, reserved: 5 } as const;

const shapes: Readonly<Record<FunctionName, Shape>> = {
  // API Gateway waits no longer than 29 s.
  "payments-api": { subnets: "isolated", timeoutSeconds: 29, memoryMiB: 1024 },
  // Without one the cell stops taking payments.
  "lease-keeper": { subnets: "private", ...perpetual },
  // Without one no fence opens or closes: a takeover does not begin, and none ends.
  controller: { subnets: "private", ...perpetual },
  relay: { subnets: "isolated", timeoutSeconds: 30, memoryMiB: 256 },
  "credit-inbox": { subnets: "isolated", timeoutSeconds: 30, memoryMiB: 512 },
  // A batch is five hundred changes; a table that sheds load is asked again for seconds.
  projector: { subnets: "isolated", timeoutSeconds: 60, memoryMiB: 512 },
  // A bank is given ten seconds for an answer; around them lie a screening and a dozen short calls.
  "bank-connector": { subnets: "private", timeoutSeconds: 30, memoryMiB: 512 },
  "payout-ledger": { subnets: "isolated", timeoutSeconds: 30, memoryMiB: 256 },
  // It reads every payment there is, and remembers what each account holds.
  reports: { subnets: "isolated", timeoutSeconds: 900, memoryMiB: 2048 },
  // It reads what five minutes have brought, or as much as it can of what a day has, one object after the other.
  archive: { subnets: "isolated", timeoutSeconds: 300, memoryMiB: 512 },
  // A receiver is given fifteen seconds; around them lie a few short calls.
  webhooks: { subnets: "private", timeoutSeconds: 30, memoryMiB: 512 },
};

/** The functions of a cell. */
export function cellFunctions(stage: Stage, cell: CellEntry): readonly FunctionPlan[] {
  const names = cellNames(stage, cell.name);
  const grants = functionGrants(stage, cell);
  const environments: Readonly<Record<FunctionName, Readonly<Record<string, string>>>> = environmentsOf(stage, cell);
  return functionNames.map((name) => ({
    name,
    physicalName: names.function(name),
    logGroup: names.logGroup(name),
    ...shapes[name],
    environment: environments[name],
    grants: grants[name],
  }));
}

function environmentsOf(stage: Stage, cell: CellEntry): FunctionEnvironments {
  const names = cellNames(stage, cell.name);
  const shared = stageNames(stage.name);
  const CELL = cell.name;
  const AUTHORITY_REGIONS = authorityRegions(stage, cell.region);
  const urlOf = (queue: string) => queueUrl(stage.account, cell.region, names.queue(queue));
  const vault = { VAULT_TABLE: names.vaultTable, VAULT_KEY: names.keyAlias("vault") };
  const sent = { DELIVERIES_TABLE: names.webhooksTable, WEBHOOKS_KEY: shared.webhooksKeyAlias };
  const TOLD_QUEUE_URL = urlOf("webhooks");
  const INBOX_QUEUE_URL = urlOf("credit-inbox");
  return {
    "payments-api": {
      CELL,
      LEDGER_TABLE: shared.ledgerTable,
      CONTROL_TABLE: names.controlTable,
      VIEWS_TABLE: names.viewsTable,
      REQUEST_HASH_KEY: shared.requestHashKeyAlias,
      ...vault,
      ...sent,
    },
    "lease-keeper": {
      CELL,
      CONTROL_TABLE: names.controlTable,
      AUTHORITY_TABLE: shared.authorityTable,
      AUTHORITY_REGIONS,
      USER_POOL_DOMAIN: names.userPoolDomain,
      ORIGIN_HOST: names.originHost,
    },
    controller: { CELL, LEDGER_TABLE: shared.ledgerTable, AUTHORITY_TABLE: shared.authorityTable, AUTHORITY_REGIONS },
    relay: { CELL, INBOX_QUEUE_URL, PAYOUTS_QUEUE_URL: urlOf("payouts"), TOLD_QUEUE_URL },
    "credit-inbox": {
      CELL,
      LEDGER_TABLE: shared.ledgerTable,
      CONTROL_TABLE: names.controlTable,
      INBOX_QUEUE_URL,
    },
    projector: { CELL, LEDGER_TABLE: shared.ledgerTable, VIEWS_TABLE: names.viewsTable },
    "bank-connector": {
      CELL,
      AUTHORITY_TABLE: shared.authorityTable,
      AUTHORITY_REGIONS,
      ...vault,
      PAYOUTS_MACHINE: arns(stage.account, cell.region).stateMachine(names.payoutsMachine),
      BANK_KEYS: names.bankSecret,
      BANK_URL: stage.bank.url,
      ORDERING_NAME: stage.bank.name,
      ORDERING_IBAN: stage.bank.iban,
      ORDERING_BIC: stage.bank.bic,
    },
    "payout-ledger": {
      CELL,
      LEDGER_TABLE: shared.ledgerTable,
      CONTROL_TABLE: names.controlTable,
      PAYOUTS_QUEUE_URL: urlOf("payouts"),
    },
    reports: {
      CELL,
      LEDGER_TABLE: shared.ledgerTable,
      CONTROL_TABLE: names.controlTable,
      VIEWS_TABLE: names.viewsTable,
      VAULT_TABLE: names.vaultTable,
      REPORTS_BUCKET: names.reportsBucket,
    },
    archive: {
      CELL,
      LEDGER_TABLE: shared.ledgerTable,
      CONTROL_TABLE: names.controlTable,
      ARCHIVE_BUCKET: names.archiveBucket,
      COUNTERSIGN_KEY: names.countersignKeyAlias,
    },
    webhooks: {
      CELL,
      LEDGER_TABLE: shared.ledgerTable,
      CONTROL_TABLE: names.controlTable,
      VIEWS_TABLE: names.viewsTable,
      ...sent,
      TOLD_QUEUE_URL,
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

/** The plan of one function. Throws when the cell has none, which no cell's plan lacks. */
export function functionPlan(functions: readonly FunctionPlan[], name: FunctionName): FunctionPlan {
  const found = functions.find((plan) => plan.name === name);
  if (found === undefined) {
    throw new Error(`The plan has no function ${name}.`);
  }
  return found;
}
