import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { systemClock } from "../stores/clock.ts";
import { createControl } from "../stores/control.ts";
import { decodeInboxMessage } from "../stores/inbox-queue.ts";
import { createLedger } from "../stores/ledger.ts";
import { consoleLog, faultFields } from "../stores/log.ts";
import { createApp } from "./app.ts";
import { parseEnv } from "./env.ts";

const env = parseEnv(process.env);
const clock = systemClock();
const client = new DynamoDBClient({ maxAttempts: 1 });
const log = consoleLog({ cell: env.cell });
const inbox = createApp(
  env,
  {
    ledger: createLedger(client, env.ledgerTable, clock, Math.random),
    control: createControl(client, env.controlTable, clock),
    log,
  },
  clock,
);

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
  const failed = await Promise.all(event.Records.map(async (record) => ((await done(record)) ? [] : [record])));
  return { batchItemFailures: failed.flat().map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

/** A message that is no key can never be done: it fails, and so ends in the dead-letter queue for a person to see. */
async function done({ body, messageId }: SQSRecord): Promise<boolean> {
  const key = decodeInboxMessage(body);
  if (key === undefined) return false;
  try {
    const acted = await inbox.act(key);
    if (!acted) log("warn", "an entry has to wait", { messageId, ...key });
    return acted;
  } catch (fault) {
    log("error", "an entry could not be acted on", { messageId, ...key, ...faultFields(fault) });
    return false;
  }
}
