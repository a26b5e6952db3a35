import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { createAuthorityTable } from "../stores/authority.ts";
import { createCanary } from "../stores/canary.ts";
import { systemClock } from "../stores/clock.ts";
import { createControlWriter } from "../stores/control.ts";
import { fetchIssuer } from "../stores/issuer.ts";
import { consoleLog } from "../stores/log.ts";
import { replicaClients } from "../stores/replicas.ts";
import { createSigns } from "../stores/signs.ts";
import { createApp } from "./app.ts";
import { parseEnv } from "./env.ts";

const RUN_MS = 150_000;

const env = parseEnv(process.env);
const clock = systemClock();
const clients = replicaClients(env.authorityRegions);

const keeper = createApp(
  env,
  {
    authority: createAuthorityTable(clients, env.authorityTable, clock),
    control: createControlWriter(new DynamoDBClient({ maxAttempts: 1 }), env.controlTable, clock),
    issuer: () => fetchIssuer(env),
    signs: createSigns(clients, env.authorityTable, clock),
    canary: createCanary(env, fetch, clock, Math.random),
    log: consoleLog({ cell: env.cell }),
  },
  clock,
  Math.random,
);

/** Started by the scheduler every minute. */
export async function handler(): Promise<void> {
  await keeper.run(RUN_MS);
}
