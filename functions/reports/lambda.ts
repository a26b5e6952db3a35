import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { systemClock } from "../stores/clock.ts";
import { createControl } from "../stores/control.ts";
import { createLedger } from "../stores/ledger.ts";
import { consoleLog } from "../stores/log.ts";
import { createReportBucket } from "../stores/report-bucket.ts";
import { createReportSource } from "../stores/report-source.ts";
import { createGenerations } from "../stores/view-generations.ts";
import { createViews } from "../stores/views.ts";
import { parseEnv } from "./env.ts";
import { keepReports, type DailyStart } from "./keeping.ts";

const env = parseEnv(process.env);
const clock = systemClock();
const client = new DynamoDBClient({ maxAttempts: 1 });
// The bucket stands in the path: so one endpoint serves every bucket.
const s3 = new S3Client({ forcePathStyle: true });
const generations = createGenerations(client, env.viewsTable, clock, Math.random);
const control = createControl(client, env.controlTable, clock);
const source = createReportSource(
  {
    client,
    viewsTable: env.viewsTable,
    generations,
    views: createViews(client, env.viewsTable, generations, clock, Math.random),
    ledger: createLedger(client, env.ledgerTable, clock, Math.random),
    cells: () => control.cells(),
    vaults: [{ client, table: env.vaultTable }],
  },
  clock,
  Math.random,
);
const log = consoleLog({ cell: env.cell });

/** Started every day by the scheduler. */
export async function handler(start: Partial<DailyStart>): Promise<null> {
  const keys = await keepReports(env.cell, source, createReportBucket(s3, env.bucket), start, clock.now());
  log("info", "reports are kept", { keys });
  return null;
}
