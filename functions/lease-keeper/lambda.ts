import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { createAuthorityTable } from "../stores/authority.ts";
import { systemClock } from "../stores/clock.ts";
import { createControlWriter } from "../stores/control.ts";
import { fetchIssuer } from "../stores/issuer.ts";
import { consoleLog } from "../stores/log.ts";
import { createApp } from "./app.ts";
import { parseEnv } from "./env.ts";

const RUN_MS = 150_000;

const env = parseEnv(process.env);
const clock = systemClock();
const [first, ...others] = env.authorityRegions.map((region) => new DynamoDBClient({ region, maxAttempts: 1 }));
if (first === undefined) throw new Error("The environment variable AUTHORITY_REGIONS names no region.");

const keeper = createApp(
  env,
  {
    authority: createAuthorityTable([first, ...others], env.authorityTable, clock),
    control: createControlWriter(new DynamoDBClient({ maxAttempts: 1 }), env.controlTable),
    issuer: () => fetchIssuer(env),
    log: consoleLog({ cell: env.cell }),
  },
  clock,
);

/** Started by the scheduler every minute. */
export async function handler(): Promise<void> {
  await keeper.run(RUN_MS);
}
