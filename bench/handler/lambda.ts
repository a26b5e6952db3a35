import { DynamoDBClient, TransactWriteItemsCommand, type TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { KMSClient } from "@aws-sdk/client-kms";
import { lengthPrefixedHash } from "../../functions/domain/ids.ts";
import { createApp } from "../../functions/payments-api/app.ts";
import { lambdaEdge } from "../../functions/payments-api/lambda-edge.ts";
import { parseEnv } from "../../functions/payments-api/env.ts";
import { systemClock } from "../../functions/stores/clock.ts";
import { createControl } from "../../functions/stores/control.ts";
import { encodeItem } from "../../functions/stores/item-codec.ts";
import { createDataKeys } from "../../functions/stores/data-keys.ts";
import { createDeliveries } from "../../functions/stores/deliveries.ts";
import { createLedger } from "../../functions/stores/ledger.ts";
import { consoleLog } from "../../functions/stores/log.ts";
import { createUploadDesk } from "../../functions/stores/payment-uploads.ts";
import { createRequestHasher } from "../../functions/stores/request-hash.ts";
import { createGenerations } from "../../functions/stores/view-generations.ts";
import { createUploadUrls } from "../../functions/stores/upload-url.ts";
import { createVault } from "../../functions/stores/vault.ts";
import { createViews } from "../../functions/stores/views.ts";
import { createEndpoints, createWebhookSecrets } from "../../functions/stores/webhook-endpoints.ts";
import { apiEnvironment } from "../api-environment.ts";
import { createIssuer } from "../fixture/issuer.ts";
import { createTransport, success, type Answer } from "../fixture/transport.ts";
import type { Pair } from "../rounds.ts";
import { postEvent } from "./event.ts";

// The measuring process: bundled like a function, so that what is measured is what is deployed.

type Handler = ReturnType<typeof lambdaEdge>;

const CALLS = 500;
const ROUNDS = 9;
/** Until then the compiler is still at work. */
const WARM_UPS = 8;
const CLIENT = "bench-client";
const [source, payee] = ["source", "payee"].map((name) => `acc_eu_${lengthPrefixedHash([name])}`);

const issuer = createIssuer("https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_bench");
const bearerOf = (jti: string) => `Bearer ${issuer.token(CLIENT, "payments/read payments/write", jti)}`;
const authorization = bearerOf("1");
/** Whether every payment brings a token that was never seen before. */
const fresh = process.env["FRESH_TOKENS"] === "true";
let transaction: string | undefined;
const requestHandler = createTransport(answer);

const env = parseEnv(apiEnvironment);
const clock = systemClock();
const unsent = new DynamoDBClient({ maxAttempts: 1, requestHandler });
const control = createControl(unsent, env.controlTable, clock);
const kms = new KMSClient({ requestHandler });
const hasher = createRequestHasher(kms, env.requestHashKey, systemClock());

process.send?.(await measure(), () => process.exit(0));

/**
 * CPU of a payment and of the bare transaction, microseconds a call, round by round. They take turns call by call: code
 * that runs five hundred times in a row has the processor's caches to itself, as no request ever has.
 */
async function measure(): Promise<readonly Pair<number>[]> {
  const TransactItems = await itemsOfPayment();
  // Transactions go to the endpoint in the environment, if there is one; everything else is answered here.
  const below = process.env["AWS_ENDPOINT_URL_DYNAMODB"] === undefined ? { requestHandler } : {};
  const client = () => new DynamoDBClient({ maxAttempts: 1, ...below });
  const handler = handlerOver(client());
  const bare = client();
  const pairs: Pair<number>[] = [];
  for (let round = 0; round < WARM_UPS + ROUNDS; round += 1) {
    const total = { a: 0, b: 0 };
    for (let call = 0; call < CALLS; call += 1) {
      const bearer = fresh ? bearerOf(`${round}-${call}`) : authorization;
      total.a += await cpuOf(() => pay(handler, call, bearer));
      total.b += await cpuOf(() => bare.send(new TransactWriteItemsCommand({ TransactItems })));
    }
    if (round >= WARM_UPS) pairs.push({ a: total.a / CALLS, b: total.b / CALLS });
  }
  return pairs;
}

/** The payments API as functions/payments-api/lambda.ts makes it, over a client of the ledger. */
function handlerOver(client: DynamoDBClient): Handler {
  const ledger = createLedger(client, env.ledgerTable, clock, Math.random);
  const log = consoleLog({ cell: env.cell });
  const generations = createGenerations(client, env.viewsTable, clock, Math.random);
  const views = createViews(client, env.viewsTable, generations, clock, Math.random);
  const keys = createDataKeys(kms, env.vaultKey, clock);
  const vault = createVault(client, env.vaultTable, keys, clock, Math.random);
  const webhooks = {
    endpoints: createEndpoints(ledger, control.cells),
    webhookSecrets: createWebhookSecrets(createDataKeys(kms, env.webhooksKey, clock), clock, Math.random),
    deliveries: createDeliveries(client, env.deliveriesTable, clock, Math.random),
    uploads: createUploadDesk(
      client,
      env.uploadsTable,
      createUploadUrls(client, env.uploadsBucket, env.awsEndpoint),
      clock,
      Math.random,
    ),
  };
  const stores = { ledger, control, views, vault, ...webhooks, hasher, log, document: "{}" };
  return lambdaEdge(createApp(env, stores, clock, Math.random));
}

/** What the handler writes for one payment, taken from what it sends. */
async function itemsOfPayment(): Promise<TransactWriteItem[]> {
  await pay(handlerOver(unsent), 0, authorization);
  const { TransactItems }: { TransactItems: TransactWriteItem[] } = JSON.parse(transaction ?? "{}");
  if (TransactItems.length !== 3) throw new Error(`A payment wrote ${TransactItems.length} items, not 3.`);
  return TransactItems;
}

async function cpuOf(call: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await call();
  // Timers and finished work get their turn, as they do between real requests.
  await new Promise((resolve) => setImmediate(resolve));
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

async function pay(handler: Handler, number: number, bearer: string): Promise<void> {
  const path = `/v1/accounts/${source}/payments`;
  const headers = { authorization: bearer, "idempotency-key": `${performance.now()}-${number}` };
  const body = JSON.stringify({ payee, amount: 1_250, currency: "EUR" });
  const result = await handler(postEvent(path, headers, body, `c6af9ac6-7b61-11e6-9a41-${number}`));
  if (result.statusCode !== 201) throw new Error(`A payment was answered ${result.statusCode}: ${result.body}`);
}

function answer(target: string, body: () => string): Answer {
  switch (target) {
    case "DynamoDB_20120810.TransactWriteItems":
      transaction ??= body();
      return done;
    case "DynamoDB_20120810.GetItem":
      return success({ Item: encodeItem(controlItem(JSON.parse(body()).Key.pk.S)) });
    case "TrentService.GenerateMac":
      return success({ Mac: Buffer.alloc(32, 7).toString("base64") });
    default:
      throw new Error(`The stub transport does not answer ${target}.`);
  }
}

const done = success({});

function controlItem(pk: string) {
  const homes = { eu: { owner: "eu", epoch: 1n, mode: "normal" }, us: { owner: "us", epoch: 1n, mode: "normal" } };
  if (pk === "lease") return { pk, revision: 1n, sent: BigInt(clock.now()), homes, directoryRevision: 1n };
  if (pk === "issuer#eu") return { pk, url: issuer.url, keys: issuer.keys };
  if (pk === "issuer#us") return { pk, url: "https://cognito-idp.us-east-1.amazonaws.com/none", keys: '{"keys":[]}' };
  return { pk, tenant: "marketplace" };
}
