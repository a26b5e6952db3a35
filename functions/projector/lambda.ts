import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { KinesisStreamBatchResponse, KinesisStreamEvent, KinesisStreamRecord } from "aws-lambda";
import { systemClock } from "../stores/clock.ts";
import { createLedgerRows } from "../stores/ledger-rows.ts";
import { consoleLog } from "../stores/log.ts";
import { createGenerations } from "../stores/view-generations.ts";
import { lambdaMetrics } from "../stores/metrics.ts";
import { lambdaSegments } from "../stores/segments.ts";
import { createViewWriter } from "../stores/view-writer.ts";
import { createViewMarks, createViewQueries } from "../stores/views.ts";
import { createApp, type StreamRecord } from "./app.ts";
import { parseEnv } from "./env.ts";

const env = parseEnv(process.env);
const clock = systemClock();
const client = new DynamoDBClient({ maxAttempts: 1 });
const projector = createApp(
  {
    writer: createViewWriter(client, env.viewsTable, clock, Math.random, { served: true }),
    rows: createViewQueries(client, env.viewsTable, clock, Math.random),
    generations: createGenerations(client, env.viewsTable, clock, Math.random),
    marks: createViewMarks(client, env.viewsTable, clock, Math.random),
    ledger: createLedgerRows(client, env.ledgerTable, clock, Math.random),
    log: consoleLog({ cell: env.cell }),
    metrics: lambdaMetrics(process.env, clock),
  },
  clock,
  lambdaSegments(process.env, clock, Math.random),
);

/** Started by the cell's journal stream. */
export async function handler(event: KinesisStreamEvent): Promise<KinesisStreamBatchResponse> {
  const failed = await projector.project(event.Records.map(streamRecord));
  return { batchItemFailures: failed === undefined ? [] : [{ itemIdentifier: failed }] };
}

function streamRecord({ kinesis, eventID }: KinesisStreamRecord): StreamRecord {
  return {
    sequenceNumber: kinesis.sequenceNumber,
    // "shardId-000000000000:4959…"
    shard: eventID.slice(0, eventID.indexOf(":")),
    data: Buffer.from(kinesis.data, "base64").toString("utf8"),
  };
}
