import { ScanCommand } from "@aws-sdk/client-dynamodb";
import { KMSClient } from "@aws-sdk/client-kms";
import { createApp as createInbox } from "../../functions/credit-inbox/app.ts";
import { openAccount } from "../../functions/domain/accounts.ts";
import {
  lengthPrefixedHash,
  parseAccountId,
  parseCellName,
  parsePaymentId,
  parseTenant,
} from "../../functions/domain/ids.ts";
import type { AccountId, CellName, PaymentId } from "../../functions/domain/ids.ts";
import { paymentKey } from "../../functions/domain/keys.ts";
import { parseCurrency } from "../../functions/domain/money.ts";
import type { Result } from "../../functions/domain/result.ts";
import { createApp } from "../../functions/payments-api/app.ts";
import { systemClock } from "../../functions/stores/clock.ts";
import { createControl, createControlWriter } from "../../functions/stores/control.ts";
import { createLedger } from "../../functions/stores/ledger.ts";
import { createRequestHasher } from "../../functions/stores/request-hash.ts";
import { createGenerations } from "../../functions/stores/view-generations.ts";
import { createViews } from "../../functions/stores/views.ts";
import { itemBytes, parseItem } from "../../local/aws/dynamodb/values.ts";
import { createIssuer } from "../fixture/issuer.ts";
import { createTransport, success } from "../fixture/transport.ts";
import { createInProcessDynamoDb, credentials, type InProcessDynamoDb } from "./in-process-dynamodb.ts";

/** What something cost in DynamoDB, over all tables and regions; what replication costs is apart from it. */
export interface Spent {
  readonly requests: number;
  readonly readUnits: number;
  /** As consumed: AWS charges for the writes of a refused transaction, too. */
  readonly writeUnits: number;
  /** Ledger items that are there now and were not, or are different. */
  readonly itemsWritten: number;
}

/** Two cells' tables, and the payments API of one of them. */
export interface HotPath {
  /** An account of the paying account's own home. */
  readonly neighbour: AccountId;
  /** An account of the other cell. */
  readonly abroad: AccountId;
  /** Takes a payment through the API; throws when it is not accepted as expected. */
  pay(key: string, payee: AccountId, more?: PaymentOptions): Promise<void>;
  /** Credits the last payment to its payee in the other cell. */
  creditAbroad(): Promise<void>;
  spentBy(work: () => Promise<void>): Promise<Spent>;
  /** The biggest item of the ledger, bytes by DynamoDB's own rules. */
  biggestItem(): Promise<number>;
}

/** What a payment is besides its key and its payee. */
export interface PaymentOptions {
  readonly replayed?: boolean;
  readonly reference?: string;
  readonly amount?: number;
  readonly capture?: "manual";
}

const LEDGER = "prod-ledger";
const CONTROL = "prod-eu-control";
/** No payment touches it. */
const VIEWS = "prod-eu-views";
const [HOME, AWAY] = ["eu-west-1", "us-east-1"] as const;
const CLIENT = "bench-client";
// As long as a tenant's name may be, since it stands in most items.
const tenant = parsed(parseTenant("t".repeat(40)));
const [eu, us] = [parsed(parseCellName("eu")), parsed(parseCellName("us"))] as const;
const clock = systemClock();
const log = () => undefined;

/** Builds the world: tables, a lease, an issuer, a client and three accounts. */
export async function createHotPath(): Promise<HotPath> {
  const dynamoDb = await createInProcessDynamoDb(HOME, AWAY);
  const issuer = createIssuer(`https://cognito-idp.${HOME}.amazonaws.com/${HOME}_bench`);
  const authorization = `Bearer ${issuer.token(CLIENT, "payments/write")}`;
  await fillControl(dynamoDb, issuer);
  const [source, neighbour] = [await open(dynamoDb, eu, "source"), await open(dynamoDb, eu, "neighbour")];
  const abroad = await open(dynamoDb, us, "abroad");
  await dynamoDb.untilReplicated();
  const app = paymentsApi(dynamoDb);
  let lastPayment: PaymentId | undefined;

  return {
    neighbour,
    abroad,
    async pay(key, payee, { replayed = false, amount = 1_250, ...more } = {}) {
      const request = {
        method: "POST",
        headers: { authorization, "content-type": "application/json", "idempotency-key": key },
        body: JSON.stringify({ payee, amount, currency: "EUR", ...more }),
      };
      const reply = await app.request(`/v1/accounts/${source}/payments`, request, { traceparent });
      const text = await reply.text();
      if (reply.status !== 201 || (reply.headers.get("idempotent-replayed") === "true") !== replayed) {
        throw new Error(`The payment "${key}" was answered ${reply.status}: ${text}`);
      }
      lastPayment = parsed(parsePaymentId(JSON.parse(text).id));
    },
    async creditAbroad() {
      if (lastPayment === undefined) throw new Error("There was no payment to credit.");
      await dynamoDb.untilReplicated();
      if (!(await creditInbox(dynamoDb).act(paymentKey(eu, lastPayment)))) throw new Error("It could not be credited.");
    },
    async spentBy(work) {
      const before = new Set(await itemsOf(dynamoDb));
      dynamoDb.resetMeter();
      await work();
      const metered = meteredBy(dynamoDb);
      await dynamoDb.untilReplicated();
      const after = await itemsOf(dynamoDb);
      return { ...metered, itemsWritten: after.filter((item) => !before.has(item)).length };
    },
    async biggestItem() {
      const items = await itemsOf(dynamoDb);
      return Math.max(...items.map((item) => itemBytes(parseItem(JSON.parse(item)))));
    },
  };
}

const nobody = () => Promise.reject(new Error("Nobody pays out or hears of events here."));

/** Every payment is recorded here: entries of those that are not are smaller. */
const traceparent = `00-${"5a".repeat(16)}-${"b7".repeat(8)}-01`;

function paymentsApi(dynamoDb: InProcessDynamoDb) {
  const client = dynamoDb.client(HOME);
  const secret = createTransport(() => success({ Mac: Buffer.alloc(32, 7).toString("base64") }));
  const stores = {
    ledger: createLedger(client, LEDGER, clock, Math.random),
    control: createControl(client, CONTROL, clock),
    vault: { keep: nobody },
    endpoints: { ofTenant: nobody, one: nobody },
    webhookSecrets: { make: nobody },
    deliveries: { page: nobody },
    uploads: { put: nobody, get: nobody, counts: nobody, page: nobody, urlOf: nobody },
    views: createViews(client, VIEWS, createGenerations(client, VIEWS, clock, Math.random), clock, Math.random),
    hasher: createRequestHasher(
      new KMSClient({ region: HOME, credentials, requestHandler: secret }),
      "alias/bench",
      systemClock(),
    ),
    log,
    document: "{}",
  };
  const env = {
    cell: eu,
    ledgerTable: LEDGER,
    controlTable: CONTROL,
    viewsTable: VIEWS,
    vaultTable: "prod-eu-vault",
    vaultKey: "alias/vault",
    deliveriesTable: "prod-eu-webhooks",
    webhooksKey: "alias/webhooks",
    requestHashKey: "alias/bench",
  };
  return createApp(env, stores, clock, Math.random);
}

/** The inbox of the other cell; crediting asks for no lease, so it needs no control table. */
function creditInbox(dynamoDb: InProcessDynamoDb) {
  const client = dynamoDb.client(AWAY);
  const stores = {
    ledger: createLedger(client, LEDGER, clock, Math.random),
    control: createControl(client, "prod-us-control", clock),
    log,
  };
  return createInbox({ cell: us }, stores, clock);
}

async function fillControl(
  dynamoDb: InProcessDynamoDb,
  { url, keys }: { readonly url: string; readonly keys: string },
): Promise<void> {
  const writer = createControlWriter(dynamoDb.client(HOME), CONTROL, systemClock());
  const homes = Object.fromEntries([eu, us].map((cell) => [cell, { owner: cell, epoch: 1n, mode: "normal" as const }]));
  await writer.writeLease({ revision: 1n, sent: clock.now(), homes, directoryRevision: 1n }, "keeper");
  await writer.putDirectoryItem("issuer#eu", { url, keys });
  await writer.putDirectoryItem("issuer#us", { url: `${url}-us`, keys });
  await writer.putDirectoryItem(`client#eu#${CLIENT}`, { tenant });
}

async function open(dynamoDb: InProcessDynamoDb, cell: CellName, name: string): Promise<AccountId> {
  const id = parsed(parseAccountId(`acc_${cell}_${lengthPrefixedHash([name])}`));
  const currency = parsed(parseCurrency("EUR"));
  const overdraftLimit = 2n * BigInt(Number.MAX_SAFE_INTEGER);
  const opening = { id, tenant, currency, kind: "customer", overdraftLimit, request: `v1:${"r".repeat(43)}` } as const;
  const ledger = createLedger(dynamoDb.client(cell === eu ? HOME : AWAY), LEDGER, clock, Math.random);
  const { outcome } = await ledger.commit(
    openAccount(opening, { cell, epoch: 1n, at: BigInt(clock.now()) }),
    () => true,
  );
  if (outcome !== "committed") throw new Error(`The account ${name} could not be opened: ${outcome}.`);
  return id;
}

function meteredBy(dynamoDb: InProcessDynamoDb): Omit<Spent, "itemsWritten"> {
  const spent = { requests: 0, readUnits: 0, writeUnits: 0 };
  for (const table of Object.values(dynamoDb.meter()).flatMap((region) => Object.values(region))) {
    spent.requests += Object.values(table.requests).reduce((sum, number) => sum + number, 0);
    spent.readUnits += table.readUnits;
    spent.writeUnits += table.writeUnits;
  }
  return spent;
}

/** Every item of the ledger as JSON; once replicated, both regions have the same. */
async function itemsOf(dynamoDb: InProcessDynamoDb): Promise<readonly string[]> {
  const { Items = [] } = await dynamoDb.client(HOME).send(new ScanCommand({ TableName: LEDGER }));
  return Items.map((item) => JSON.stringify(item));
}

function parsed<Value>(result: Result<Value, string>): Value {
  if (!result.ok) throw new Error(`A value of the bench is malformed: ${result.refusal}`);
  return result.value;
}
