import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { systemClock } from "../stores/clock.ts";
import { createControl } from "../stores/control.ts";
import { createDataKeys } from "../stores/data-keys.ts";
import { createInboxReturns } from "../stores/inbox-queue.ts";
import { createLedger } from "../stores/ledger.ts";
import { consoleLog } from "../stores/log.ts";
import { createUploadNotes } from "../stores/payment-uploads.ts";
import { createRequestHasher } from "../stores/request-hash.ts";
import { createUploads } from "../stores/uploaded-files.ts";
import { createVault } from "../stores/vault.ts";
import { createApp } from "./app.ts";
import { createBatches, type FileMessage } from "./batches.ts";
import { parseEnv } from "./env.ts";
import { createPartsQueue } from "./parts-queue.ts";

const env = parseEnv(process.env);
const clock = systemClock();
const client = new DynamoDBClient({ maxAttempts: 1 });
const kms = new KMSClient({ maxAttempts: 1 });
// The queue's URL names the queue; where SQS is, is said by the region's endpoint alone.
const sqs = new SQSClient({ maxAttempts: 1, useQueueUrlAsEndpoint: false });
// The bucket stands in the path: so one endpoint serves every bucket.
const s3 = new S3Client({ maxAttempts: 1, forcePathStyle: true });
const log = consoleLog({ cell: env.cell });
const runner = createApp(
  env,
  {
    paying: {
      ledger: createLedger(client, env.ledgerTable, clock, Math.random),
      control: createControl(client, env.controlTable, clock),
      vault: createVault(client, env.vaultTable, createDataKeys(kms, env.vaultKey, clock), clock, Math.random),
      hasher: createRequestHasher(kms, env.requestHashKey, clock),
    },
    notes: createUploadNotes(client, env.uploadsTable, clock, Math.random),
    files: createUploads(s3, env.uploadsBucket, clock, Math.random),
    parts: createPartsQueue(sqs, env.partsQueueUrl, clock, Math.random),
  },
  clock,
  Math.random,
);

const work = createBatches({
  runner,
  returns: {
    files: createInboxReturns(sqs, env.filesQueueUrl, clock, Math.random),
    parts: createInboxReturns(sqs, env.partsQueueUrl, clock, Math.random),
  },
  log,
});

/** Started by its queues, a batch of one queue at a time; gives back what has to be tried again. */
export async function handler({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  const isFiles = Records.some((record) => isFrom(record, env.filesQueueUrl));
  const failed = await work(isFiles ? "files" : "parts", Records.map(fileMessage));
  return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
}

function fileMessage({ messageId, receiptHandle, body, attributes }: SQSRecord): FileMessage {
  const receives = Number(attributes.ApproximateReceiveCount);
  return { id: messageId, handle: receiptHandle, body, receives };
}

function isFrom({ eventSourceARN }: SQSRecord, queueUrl: string): boolean {
  return eventSourceARN.split(":").at(-1) === queueUrl.split("/").at(-1);
}
