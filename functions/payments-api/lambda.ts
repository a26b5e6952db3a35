import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { KMSClient } from "@aws-sdk/client-kms";
import { systemClock } from "../stores/clock.ts";
import { createControl } from "../stores/control.ts";
import { createDataKeys } from "../stores/data-keys.ts";
import { createDeliveries } from "../stores/deliveries.ts";
import { createLedger } from "../stores/ledger.ts";
import { consoleLog } from "../stores/log.ts";
import { lambdaMetrics } from "../stores/metrics.ts";
import { createUploadDesk } from "../stores/payment-uploads.ts";
import { createRequestHasher } from "../stores/request-hash.ts";
import { lambdaSegments } from "../stores/segments.ts";
import { tracedLedger } from "../stores/traced-ledger.ts";
import { createUploadUrls } from "../stores/upload-url.ts";
import { createVault } from "../stores/vault.ts";
import { createGenerations } from "../stores/view-generations.ts";
import { createViews } from "../stores/views.ts";
import { createEndpoints, createWebhookSecrets } from "../stores/webhook-endpoints.ts";
import { createApp } from "./app.ts";
import { parseEnv } from "./env.ts";
import { lambdaEdge } from "./lambda-edge.ts";
// Made from the routes' own schemas when the bundle is built.
import document from "virtual:openapi";

const env = parseEnv(process.env);
const clock = systemClock();
const client = new DynamoDBClient({ maxAttempts: 1 });
const kms = new KMSClient({ maxAttempts: 1 });
const segments = lambdaSegments(process.env, clock, Math.random);
const generations = createGenerations(client, env.viewsTable, clock, Math.random);
const ledger = createLedger(client, env.ledgerTable, clock, Math.random);
const control = createControl(client, env.controlTable, clock);
const app = createApp(
  env,
  {
    ledger: tracedLedger(ledger, env.ledgerTable, segments),
    control,
    views: createViews(client, env.viewsTable, generations, clock, Math.random),
    vault: createVault(client, env.vaultTable, createDataKeys(kms, env.vaultKey, clock), clock, Math.random),
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
    hasher: createRequestHasher(kms, env.requestHashKey, clock),
    log: consoleLog({ cell: env.cell }),
    metrics: lambdaMetrics(process.env, clock),
    document,
  },
  clock,
  Math.random,
);

/** Started by the REST API for every request. */
export const handler = lambdaEdge(app, { header: () => process.env["_X_AMZN_TRACE_ID"], segments });
