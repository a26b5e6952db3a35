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
import { consoleLog, faultFields } from "../stores/log.ts";
import { createUploadNotes } from "../stores/payment-uploads.ts";
import { createRequestHasher } from "../stores/request-hash.ts";
import { createUploads, uploadedFiles } from "../stores/uploaded-files.ts";
import { createVault } from "../stores/vault.ts";
import { createApp } from "./app.ts";
import { parseEnv } from "./env.ts";
import { createPartsQueue, decodePart } from "./parts-queue.ts";

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

const PAUSE_MAX_SECONDS = 300;

/** Started by its queues, a batch of one queue at a time; gives back what has to be tried again. */
export async function handler({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  const failed: string[] = [];
  for (const record of Records) if (!(await handled(record))) failed.push(record.messageId);
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

async function handled(record: SQSRecord): Promise<boolean> {
  const queueUrl = isFrom(record, env.filesQueueUrl) ? env.filesQueueUrl : env.partsQueueUrl;
  try {
    if ((await work(record)) === "done") return true;
  } catch (fault) {
    log("error", "a message was not handled", { messageId: record.messageId, ...faultFields(fault) });
  }
  // Otherwise it would come back only when the queue takes its consumer for dead.
  const receives = Number(record.attributes.ApproximateReceiveCount);
  const seconds = Math.min(2 ** receives, PAUSE_MAX_SECONDS);
  await createInboxReturns(sqs, queueUrl, clock, Math.random)
    .giveBack([{ handle: record.receiptHandle, seconds }])
    .catch((fault: unknown) => log("error", "a message was not given back", faultFields(fault)));
  return false;
}

async function work(record: SQSRecord): Promise<"done" | "again"> {
  if (isFrom(record, env.filesQueueUrl)) {
    for (const file of uploadedFiles(record.body)) {
      log("info", "a file is taken", { object: file.object, outcome: await runner.take(file) });
    }
    return "done";
  }
  const part = decodePart(record.body);
  const again = await runner.pay(part);
  if (again > 0) log("warn", "lines are tried again", { upload: part.upload, part: part.part, lines: again });
  return again === 0 ? "done" : "again";
}

function isFrom({ eventSourceARN }: SQSRecord, queueUrl: string): boolean {
  return eventSourceARN.split(":").at(-1) === queueUrl.split("/").at(-1);
}
