// The router's store takes requests signed for all regions only.
import "@aws-sdk/signature-v4a";
import { createAuthorityChanges } from "../stores/authority-changes.ts";
import { systemClock } from "../stores/clock.ts";
import { createRouterStore, keyValueClient } from "../stores/key-value-store.ts";
import { consoleLog } from "../stores/log.ts";
import { createProbe } from "../stores/probe.ts";
import { replicaClients } from "../stores/replicas.ts";
import { createSigns } from "../stores/signs.ts";
import { createApp } from "./app.ts";
import { parseEnv } from "./env.ts";

/** Longer than the minute after which the next one starts: by a quarter, for starts that are late. */
const RUN_MS = 75_000;

const env = parseEnv(process.env);
const clock = systemClock();
const clients = replicaClients(env.authorityRegions);
const stores = {
  authority: createAuthorityChanges(clients, env.authorityTable, clock, Math.random),
  signs: createSigns(clients, env.authorityTable, clock),
  router: createRouterStore(keyValueClient(env.awsEndpoint), env.keyValueStoreArn, clock),
  probe: createProbe(env, fetch, clock),
  log: consoleLog({ watcher: env.region }),
};

/** Started by the scheduler every minute: each run is a watcher of its own, which knows what it has seen itself. */
export async function handler(): Promise<void> {
  await createApp(env, stores, clock).run(RUN_MS);
}
