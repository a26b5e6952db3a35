import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { createAuthorityChanges } from "../stores/authority-changes.ts";
import { systemClock } from "../stores/clock.ts";
import { createLedger } from "../stores/ledger.ts";
import { createLedgerRows } from "../stores/ledger-rows.ts";
import { consoleLog } from "../stores/log.ts";
import { replicaClients } from "../stores/replicas.ts";
import { createSigns } from "../stores/signs.ts";
import { createApp } from "./app.ts";
import { parseEnv } from "./env.ts";

/** Longer than the minute after which the next one starts: by a quarter, for starts that are late. */
const RUN_MS = 75_000;

const env = parseEnv(process.env);
const clock = systemClock();
const clients = replicaClients(env.authorityRegions);
const client = new DynamoDBClient({ maxAttempts: 1 });
const ledger = createLedger(client, env.ledgerTable, clock, Math.random);
const rows = createLedgerRows(client, env.ledgerTable, clock, Math.random);

/** Started by the scheduler every minute: each run is a controller of its own, whose waits start anew. */
export async function handler(): Promise<void> {
  const stores = {
    authority: createAuthorityChanges(clients, env.authorityTable, clock, Math.random),
    signs: createSigns(clients, env.authorityTable, clock),
    ledger,
    rows,
    log: consoleLog({ cell: env.cell }),
  };
  await createApp(env, stores, clock).run(RUN_MS);
}
