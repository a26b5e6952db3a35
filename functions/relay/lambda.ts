import { SQSClient } from "@aws-sdk/client-sqs";
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { systemClock } from "../stores/clock.ts";
import { createInboxQueue, createPayoutQueue } from "../stores/inbox-queue.ts";
import type { PayoutImage } from "../stores/payout-image.ts";
import { lambdaMetrics } from "../stores/metrics.ts";
import { lambdaSegments } from "../stores/segments.ts";
import { createToldQueue } from "../stores/webhook-queues.ts";
import { createApp, type ChangeRecord } from "./app.ts";
import { parseEnv } from "./env.ts";

const env = parseEnv(process.env);
// The queue's URL names the queue; where SQS is, is said by the region's endpoint alone.
const client = new SQSClient({ maxAttempts: 1, useQueueUrlAsEndpoint: false });
const clock = systemClock();
const queues = {
  inbox: createInboxQueue(client, env.inboxQueueUrl, clock),
  payouts: createPayoutQueue(client, env.payoutsQueueUrl, clock),
  told: createToldQueue(client, env.toldQueueUrl, clock),
};
const segments = lambdaSegments(process.env, clock, Math.random);
const relay = createApp(env, queues, segments, lambdaMetrics(process.env, clock));

/** Started by the ledger's stream. */
export async function handler(event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const failed = await relay.handOn(event.Records.map(changeRecord));
  return { batchItemFailures: failed === undefined ? [] : [{ itemIdentifier: failed }] };
}

function changeRecord({ dynamodb = {}, eventName }: DynamoDBRecord): ChangeRecord {
  const { Keys = {}, NewImage = {}, OldImage = {}, SequenceNumber = "" } = dynamodb;
  return {
    sequenceNumber: SequenceNumber,
    key: { pk: Keys["pk"]?.S ?? "", sk: Keys["sk"]?.S ?? "" },
    first: eventName === "INSERT",
    due: NewImage["due"]?.S,
    origin: NewImage["origin"]?.S,
    originBefore: OldImage["origin"]?.S,
    // The event has the form in which the SDK has attributes, but for binary ones, which the ledger has none of.
    image: NewImage as PayoutImage,
  };
}
