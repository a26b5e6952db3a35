import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { systemClock } from "../stores/clock.ts";
import { createControl } from "../stores/control.ts";
import { createInboxReturns } from "../stores/inbox-queue.ts";
import { createLedger } from "../stores/ledger.ts";
import { traceparentOf } from "../stores/inbox-queue.ts";
import { lambdaMetrics } from "../stores/metrics.ts";
import { lambdaSegments } from "../stores/segments.ts";
import { tracedLedger } from "../stores/traced-ledger.ts";
import { consoleLog } from "../stores/log.ts";
import { createApp } from "./app.ts";
import { createBatches, type InboxMessage } from "./batches.ts";
import { parseEnv } from "./env.ts";

const env = parseEnv(process.env);
const clock = systemClock();
const client = new DynamoDBClient({ maxAttempts: 1 });
// The queue's URL names the queue; where SQS is, is said by the region's endpoint alone.
const queues = new SQSClient({ maxAttempts: 1, useQueueUrlAsEndpoint: false });
const log = consoleLog({ cell: env.cell });
const metrics = lambdaMetrics(process.env, clock);
const segments = lambdaSegments(process.env, clock, Math.random);
const inbox = createApp(
  env,
  {
    ledger: tracedLedger(createLedger(client, env.ledgerTable, clock, Math.random), env.ledgerTable, segments),
    control: createControl(client, env.controlTable, clock),
    log,
    metrics,
  },
  clock,
);

const work = createBatches({
  inbox,
  returns: createInboxReturns(queues, env.inboxQueueUrl, clock, Math.random),
  log,
  random: Math.random,
  segments,
  metrics,
});

/** What the scheduler sends to start a sweep. */
interface SweepEvent {
  readonly sweep: true;
}

/** Started by the inbox queue, and every minute by the scheduler. */
export async function handler(event: SQSEvent | SweepEvent): Promise<SQSBatchResponse> {
  if ("sweep" in event) {
    const swept = await inbox.sweep();
    if (swept > 0) log("info", "swept", { entries: swept });
    return { batchItemFailures: [] };
  }
  const failed = await work(event.Records.map(inboxMessage));
  return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
}

function inboxMessage({ messageId, receiptHandle, body, attributes }: SQSRecord): InboxMessage {
  const { ApproximateReceiveCount, AWSTraceHeader } = attributes;
  const receives = Number(ApproximateReceiveCount);
  return { id: messageId, handle: receiptHandle, body, receives, ...traceparentOf(AWSTraceHeader) };
}
