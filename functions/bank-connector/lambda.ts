import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { KMSClient } from "@aws-sdk/client-kms";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SFNClient } from "@aws-sdk/client-sfn";
import type { APIGatewayProxyEvent, APIGatewayProxyResult, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { createAuthorityTable } from "../stores/authority.ts";
import { createSecretReader } from "../stores/bank-secret.ts";
import { systemClock } from "../stores/clock.ts";
import { createDataKeys } from "../stores/data-keys.ts";
import { createExecutions } from "../stores/executions.ts";
import { traceparentOf } from "../stores/inbox-queue.ts";
import { consoleLog } from "../stores/log.ts";
import { payoutIn, type PayoutImage } from "../stores/payout-image.ts";
import { replicaClients } from "../stores/replicas.ts";
import { createScreenings } from "../stores/screenings.ts";
import { lambdaSegments } from "../stores/segments.ts";
import { createVault } from "../stores/vault.ts";
import { createApp } from "./app.ts";
import { hearBank } from "./call-backs.ts";
import { parseEnv } from "./env.ts";
import { createSagaDriver, type Course, type Turn } from "./saga.ts";
import { startPayouts } from "./starting.ts";
import { tracedConnector } from "./traced-connector.ts";

const env = parseEnv(process.env);
const clock = systemClock();
const log = consoleLog({ cell: env.cell });
const client = new DynamoDBClient({ maxAttempts: 1 });
const keys = createDataKeys(new KMSClient({ maxAttempts: 1 }), env.vaultKey, clock);
const vault = createVault(client, env.vaultTable, keys, clock, Math.random);
const screenings = createScreenings(client, env.vaultTable, keys, clock, Math.random);
const executions = createExecutions(new SFNClient({ maxAttempts: 1 }), env.payoutsMachine, clock);
const authority = createAuthorityTable(replicaClients(env.authorityRegions), env.authorityTable, clock);
const secret = createSecretReader(new SecretsManagerClient({ maxAttempts: 1 }), env.bankSecret, clock);
const segments = lambdaSegments(process.env, clock, Math.random);
const place = () => traceparentOf(process.env["_X_AMZN_TRACE_ID"]).traceparent;
const connector = tracedConnector(
  createApp(env, { authority, secret, fetch: (request) => fetch(request) }, clock),
  env.bankUrl,
  { segments, place },
);
const driver = createSagaDriver({ connector, screenings, vault, log });

/** What the state machine sends to be woken by the bank's word. */
interface Listening {
  readonly listen: { readonly payout: PayoutImage; readonly token: string };
}

/** Started by the queue of payouts, by the state machine, and by the REST API for what a bank says. */
export async function handler(
  event: SQSEvent | Turn | Listening | APIGatewayProxyEvent,
): Promise<SQSBatchResponse | Course | APIGatewayProxyResult | null> {
  if ("saga" in event) return driver.turn(event);
  if ("listen" in event) {
    await vault.noteToken(payoutIn(event.listen.payout).id, event.listen.token);
    return null;
  }
  if ("Records" in event) {
    const messages = event.Records.map(({ messageId, body }) => ({ id: messageId, body }));
    const failed = await startPayouts(messages, { executions, log });
    return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
  }
  return { statusCode: await hear(event), body: "" };
}

function hear({ httpMethod, path, headers, body, isBase64Encoded }: APIGatewayProxyEvent) {
  const named = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const text = isBase64Encoded ? Buffer.from(body ?? "", "base64").toString("utf8") : (body ?? "");
  const message = { method: httpMethod, path, header: (name: string) => named.get(name), body: text };
  return hearBank(message, { connector, vault, executions, segments });
}
