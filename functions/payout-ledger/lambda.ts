import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { PayoutEnd } from "../domain/payouts.ts";
import { systemClock } from "../stores/clock.ts";
import { createControl } from "../stores/control.ts";
import { createPayoutQueue, traceparentOf } from "../stores/inbox-queue.ts";
import { createLedger } from "../stores/ledger.ts";
import { consoleLog } from "../stores/log.ts";
import { lambdaSegments } from "../stores/segments.ts";
import { tracedLedger } from "../stores/traced-ledger.ts";
import { payoutIn, type PayoutImage } from "../stores/payout-image.ts";
import { createApp } from "./app.ts";
import { parseEnv } from "./env.ts";

const env = parseEnv(process.env);
const clock = systemClock();
const client = new DynamoDBClient({ maxAttempts: 1 });
// The queue's URL names the queue; where SQS is, is said by the region's endpoint alone.
const sqs = new SQSClient({ maxAttempts: 1, useQueueUrlAsEndpoint: false });
const log = consoleLog({ cell: env.cell });
const segments = lambdaSegments(process.env, clock, Math.random);
const ledger = createLedger(client, env.ledgerTable, clock, Math.random);
const app = createApp(
  env,
  {
    ledger: tracedLedger(ledger, env.ledgerTable, segments),
    control: createControl(client, env.controlTable, clock),
    payouts: createPayoutQueue(sqs, env.payoutsQueueUrl, clock),
  },
  clock,
);

/** What the state machine sends once a payout's end is known. */
interface Ending {
  readonly payout: PayoutImage;
  readonly end: PayoutEnd;
}

/** What the scheduler sends to start a sweep. */
interface SweepEvent {
  readonly sweep: true;
}

/** Started by the state machine of payouts, and every hour by the scheduler. */
export async function handler(event: Ending | SweepEvent): Promise<null> {
  if ("sweep" in event) log("info", "swept", { payouts: await app.sweep() });
  else await app.record(payoutIn(event.payout), event.end, place());
  return null;
}

/** Where in a trace the invocation at hand belongs. */
function place(): string | undefined {
  return traceparentOf(process.env["_X_AMZN_TRACE_ID"]).traceparent;
}
