import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { createArchiveBucket } from "../stores/archive-bucket.ts";
import { createArchiveLedger } from "../stores/archive-ledger.ts";
import { systemClock } from "../stores/clock.ts";
import { createControl } from "../stores/control.ts";
import { consoleLog } from "../stores/log.ts";
import { createSigner } from "../stores/signer.ts";
import { createApp } from "./app.ts";
import { parseEnv } from "./env.ts";

const env = parseEnv(process.env);
const clock = systemClock();
const tables = new DynamoDBClient({ maxAttempts: 1 });
const app = createApp(
  env,
  {
    bucket: createArchiveBucket(new S3Client({ maxAttempts: 1 }), env.archiveBucket, clock, Math.random),
    ledger: createArchiveLedger(tables, env.ledgerTable, clock, Math.random),
    control: createControl(tables, env.controlTable, clock),
    signer: createSigner(new KMSClient({ maxAttempts: 1 }), env.countersignKey, clock),
    log: consoleLog({ cell: env.cell }),
  },
  clock,
);

/** Started every five minutes by the scheduler. */
export async function handler(): Promise<null> {
  await app.run();
  return null;
}
