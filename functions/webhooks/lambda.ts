import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { KMSClient } from "@aws-sdk/client-kms";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { systemClock } from "../stores/clock.ts";
import { createControl } from "../stores/control.ts";
import { createDataKeys } from "../stores/data-keys.ts";
import { createDeliveries } from "../stores/deliveries.ts";
import { traceparentOf } from "../stores/inbox-queue.ts";
import { createLedger } from "../stores/ledger.ts";
import { consoleLog } from "../stores/log.ts";
import { lambdaSegments } from "../stores/segments.ts";
import { createGenerations } from "../stores/view-generations.ts";
import { createViews } from "../stores/views.ts";
import { createEndpoints, createWebhookSecrets } from "../stores/webhook-endpoints.ts";
import { createDeliveryQueues, createToldQueue } from "../stores/webhook-queues.ts";
import { createApp } from "./app.ts";
import { parseEnv } from "./env.ts";
import { createSender, publicPassage } from "./sender.ts";

const env = parseEnv(process.env);
const clock = systemClock();
const client = new DynamoDBClient({ maxAttempts: 1 });
// The queue's URL names the queue; where SQS is, is said by the region's endpoint alone.
const sqs = new SQSClient({ maxAttempts: 1, useQueueUrlAsEndpoint: false });
const kms = new KMSClient({ maxAttempts: 1 });
const log = consoleLog({ cell: env.cell });
const ledger = createLedger(client, env.ledgerTable, clock, Math.random);
const control = createControl(client, env.controlTable, clock);
const generations = createGenerations(client, env.viewsTable, clock, Math.random);
const dispatcher = createApp(
  env,
  {
    ledger,
    endpoints: createEndpoints(ledger, control.cells),
    secrets: createWebhookSecrets(createDataKeys(kms, env.webhooksKey, clock), clock, Math.random),
    deliveries: createDeliveries(client, env.deliveriesTable, clock, Math.random),
    views: createViews(client, env.viewsTable, generations, clock, Math.random),
    told: createToldQueue(sqs, env.toldQueueUrl, clock),
    lanes: createDeliveryQueues(sqs, { fast: env.fastQueueUrls, slow: [env.slowQueueUrl] }, clock),
    sender: createSender(env.awsEndpoint, publicPassage, clock),
    log,
  },
  clock,
  Math.random,
  lambdaSegments(process.env, clock, Math.random),
);

/** What the scheduler sends to start a sweep. */
interface SweepEvent {
  readonly sweep: true;
}

/** Started by its queues, a batch of one queue at a time, and every minute by the scheduler. */
export async function handler(event: SQSEvent | SweepEvent): Promise<SQSBatchResponse | null> {
  if ("sweep" in event) {
    log("info", "swept", { deliveries: await dispatcher.sweep() });
    return null;
  }
  const messages = event.Records.map(({ messageId, body, attributes }) => ({
    id: messageId,
    body,
    ...traceparentOf(attributes.AWSTraceHeader),
  }));
  const queue = event.Records[0]?.eventSourceARN.split(":").at(-1);
  const failed = await work(queue, messages);
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

function work(queue: string | undefined, messages: Parameters<typeof dispatcher.tell>[0]): Promise<readonly string[]> {
  if (env.fastQueueUrls.map(nameOf).includes(queue)) return dispatcher.deliver("fast", messages);
  if (queue === nameOf(env.slowQueueUrl)) return dispatcher.deliver("slow", messages);
  if (queue === nameOf(env.toldQueueUrl)) return dispatcher.tell(messages);
  throw new Error(`Nothing is expected of the queue ${queue}.`);
}

function nameOf(queueUrl: string): string | undefined {
  return queueUrl.split("/").at(-1);
}
