import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { KinesisClient } from "@aws-sdk/client-kinesis";
import type { KinesisStreamEvent, KinesisStreamRecord } from "aws-lambda";
import { rebuildViews } from "../../../cli/views/rebuilding.ts";
import { tableSource } from "../../../cli/views/table-source.ts";
import { systemClock } from "../../../functions/stores/clock.ts";
import { answerAll } from "../../standing.ts";
import type { Viewed, ViewsOrder } from "../messages.ts";
import { createTables, fill, takeAndRead } from "./ledger.ts";

// The projector as it is deployed, and the rebuild as `cells views rebuild` runs it, in a process of its own.

const [LEDGER, VIEWS, OTHER_LEDGER, OTHER_VIEWS] = ["journal", "journal-views", "filled", "filled-views"] as const;
/** What the event source mapping hands over at a time. */
const BATCH = 500;
const region = "eu-west-1";
const credentials = { accessKeyId: "local", secretAccessKey: "local" };
let records: readonly KinesisStreamRecord[] = [];
let next = 0;

// Sent by bench/figures/views.ts alone.
answerAll((message) => carryOut(message as ViewsOrder));

async function carryOut(order: ViewsOrder): Promise<Viewed> {
  switch (order.order) {
    case "journal": {
      const settings = { endpoint: order.url, region, credentials, maxAttempts: 1 };
      const client = new DynamoDBClient(settings);
      await createTables(client, LEDGER, VIEWS);
      records = await takeAndRead(client, new KinesisClient(settings), LEDGER, order.payments);
      Object.assign(process.env, environment(order.url));
      return { changes: records.length, entries: 0, cpuMs: 0, ms: 0, sleptMs: 0 };
    }
    case "project":
      return project(order.changes);
    case "rebuild":
      return rebuild(order.url, order.payments);
  }
}

/** The projector's own, as the program sets it, and where AWS is. */
function environment(url: string): Readonly<Record<string, string>> {
  return {
    CELL: "eu",
    LEDGER_TABLE: LEDGER,
    VIEWS_TABLE: VIEWS,
    AWS_ENDPOINT_URL: url,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  };
}

async function project(changes: number): Promise<Viewed> {
  // It reads its environment when it is loaded.
  const { handler } = await import("../../../functions/projector/lambda.ts");
  const asked = records.slice(next, next + changes);
  next += changes;
  const [cpu, began] = [process.cpuUsage(), performance.now()];
  for (let start = 0; start < asked.length; start += BATCH) {
    const event: KinesisStreamEvent = { Records: asked.slice(start, start + BATCH) };
    const { batchItemFailures } = await handler(event);
    if (batchItemFailures.length > 0) throw new Error("The projector left a record of the bench undone.");
  }
  return { changes: asked.length, entries: 0, cpuMs: cpuMs(cpu), ms: performance.now() - began, sleptMs: 0 };
}

async function rebuild(url: string, payments: number): Promise<Viewed> {
  const client = new DynamoDBClient({ endpoint: url, region, credentials, maxAttempts: 1 });
  await createTables(client, OTHER_LEDGER, OTHER_VIEWS);
  await fill(client, OTHER_LEDGER, payments);
  const clock = systemClock();
  let sleptMs = 0;
  const counted = {
    ...clock,
    sleep(ms: number) {
      sleptMs += ms;
      return clock.sleep(ms);
    },
  };
  const place = { client, ledgerTable: OTHER_LEDGER, viewsTable: OTHER_VIEWS };
  let served = { cpuMs: 0, sleptMs: 0 };
  const cpu = process.cpuUsage();
  const source = tableSource(place, counted, Math.random);
  const { projected, servedAfterMs } = await rebuildViews(place, source, counted, Math.random, ({ step }) => {
    // What comes after the switch hurries nobody.
    if (step === "serving") served = { cpuMs: cpuMs(cpu), sleptMs };
  });
  return { changes: projected, entries: await entriesIn(client, OTHER_VIEWS), ms: servedAfterMs, ...served };
}

async function entriesIn(client: DynamoDBClient, TableName: string): Promise<number> {
  let entries = 0;
  let ExclusiveStartKey: ScanCommand["input"]["ExclusiveStartKey"];
  do {
    const page = await client.send(
      new ScanCommand({ TableName, ProjectionExpression: "sk", ...(ExclusiveStartKey && { ExclusiveStartKey }) }),
    );
    entries += (page.Items ?? []).filter(({ sk }) => sk?.S?.startsWith("entry#")).length;
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return entries;
}

function cpuMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1_000;
}
