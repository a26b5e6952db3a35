import {
  BatchWriteItemCommand,
  CreateTableCommand,
  EnableKinesisStreamingDestinationCommand,
  waitUntilTableExists,
  type DynamoDBClient,
} from "@aws-sdk/client-dynamodb";
import {
  CreateStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListShardsCommand,
  type KinesisClient,
} from "@aws-sdk/client-kinesis";
import type { KinesisStreamRecord } from "aws-lambda";
import { openAccount } from "../../../functions/domain/accounts.ts";
import {
  lengthPrefixedHash,
  parseAccountId,
  parseCellName,
  parsePaymentId,
  parseTenant,
  type AccountId,
} from "../../../functions/domain/ids.ts";
import type { LedgerWrite } from "../../../functions/domain/ledger-write.ts";
import { parseAmount, parseCurrency } from "../../../functions/domain/money.ts";
import { takePayment } from "../../../functions/domain/payments.ts";
import type { Result } from "../../../functions/domain/result.ts";
import { systemClock } from "../../../functions/stores/clock.ts";
import { encodeKeyedItem } from "../../../functions/stores/item-codec.ts";
import { createLedger } from "../../../functions/stores/ledger.ts";
import { ledgerTable } from "../../dynamodb/transactions.ts";

const ACCOUNTS = 500;
const LANES = 8;
const BATCH_ITEMS = 25;
const SHARDS = 4;
const TABLE_SECONDS = 60;
const STREAM_ARN = "arn:aws:kinesis:eu-west-1:111122223333:stream/";
const cell = parsed(parseCellName("eu"));
const tenant = parsed(parseTenant("marketplace"));
const currency = parsed(parseCurrency("EUR"));
const amount = parsed(parseAmount(1_250));
const clock = systemClock();
const accounts = Array.from({ length: ACCOUNTS }, (_, index) => id("acc", parseAccountId, `account-${index}`));

/** Makes a ledger and a table for its views. */
export async function createTables(client: DynamoDBClient, ledger: string, views: string): Promise<void> {
  const { AttributeDefinitions = [], KeySchema, BillingMode } = ledgerTable(views);
  await client.send(new CreateTableCommand(ledgerTable(ledger)));
  const keys = AttributeDefinitions.filter(({ AttributeName = "" }) => ["pk", "sk"].includes(AttributeName));
  await client.send(new CreateTableCommand({ TableName: views, AttributeDefinitions: keys, KeySchema, BillingMode }));
  for (const TableName of [ledger, views]) {
    await waitUntilTableExists({ client, maxWaitTime: TABLE_SECONDS, minDelay: 1 }, { TableName });
  }
}

/** Takes payments in a ledger that streams to Kinesis, as the platform takes them, and reads what came there. */
export async function takeAndRead(
  client: DynamoDBClient,
  kinesis: KinesisClient,
  table: string,
  payments: number,
): Promise<readonly KinesisStreamRecord[]> {
  const StreamName = `${table}-journal`;
  await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: SHARDS }));
  await client.send(
    new EnableKinesisStreamingDestinationCommand({
      TableName: table,
      StreamArn: `${STREAM_ARN}${StreamName}`,
      EnableKinesisStreamingConfiguration: { ApproximateCreationDateTimePrecision: "MICROSECOND" },
    }),
  );
  const ledger = createLedger(client, table, clock, Math.random);
  const commit = async (writes: readonly LedgerWrite[]): Promise<void> => {
    const { outcome } = await ledger.commit(writes, () => true);
    if (outcome !== "committed") throw new Error(`A change of the ledger was answered: ${outcome}.`);
  };
  await inLanes(ACCOUNTS, (number) => commit(opening(number)));
  await inLanes(payments, (number) => commit(payment(number)));
  const wanted = 2 * ACCOUNTS + 3 * payments;
  for (;;) {
    const records = await readAll(kinesis, StreamName);
    if (records.length >= wanted) return records;
    await clock.sleep(100);
  }
}

/** Puts the journal of so many payments into a ledger, and the accounts. */
export async function fill(client: DynamoDBClient, table: string, payments: number): Promise<void> {
  await putInBatches(client, table, ACCOUNTS, opening);
  await putInBatches(client, table, payments, (number) => payment(number).filter(({ write }) => write === "put"));
}

async function putInBatches(
  client: DynamoDBClient,
  table: string,
  count: number,
  writesOf: (number: number) => readonly LedgerWrite[],
): Promise<void> {
  const items = Array.from({ length: count }, (_, number) => writesOf(number)).flat();
  await inLanes(Math.ceil(items.length / BATCH_ITEMS), async (batch) => {
    const requests = items.slice(batch * BATCH_ITEMS, (batch + 1) * BATCH_ITEMS).flatMap((one) => {
      return one.write === "put" ? [{ PutRequest: { Item: encodeKeyedItem(one.key, one.item) } }] : [];
    });
    await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: requests } }));
  });
}

function opening(number: number): readonly LedgerWrite[] {
  const opened = { id: accountAt(number), tenant, currency, kind: "customer", request: "v1:bench" } as const;
  return openAccount({ ...opened, overdraftLimit: BigInt(Number.MAX_SAFE_INTEGER) }, standing());
}

/** Every account pays the next but one of those that come after it. */
function payment(number: number): readonly LedgerWrite[] {
  const request = {
    id: id("pay", parsePaymentId, `payment-${number}`),
    tenant,
    source: accountAt(number),
    payee: accountAt(number + 2 + Math.floor(number / ACCOUNTS)),
    amount,
    currency,
    capture: "automatic",
    request: `v1:${"r".repeat(43)}`,
  } as const;
  return takePayment(request, standing()).map(({ write }) => write);
}

function standing() {
  return { cell, epoch: 1n, at: BigInt(clock.now()) };
}

function accountAt(number: number): AccountId {
  const account = accounts[number % ACCOUNTS];
  if (account === undefined) throw new Error("The bench has no accounts.");
  return account;
}

function id<Id>(kind: string, parse: (text: string) => Result<Id, string>, name: string): Id {
  return parsed(parse(`${kind}_eu_${lengthPrefixedHash([name])}`));
}

async function inLanes(count: number, work: (number: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

/** Every record of the stream as Lambda hands it to a consumer, shard by shard. */
async function readAll(kinesis: KinesisClient, StreamName: string): Promise<readonly KinesisStreamRecord[]> {
  const { Shards = [] } = await kinesis.send(new ListShardsCommand({ StreamName }));
  const shards = await Promise.all(Shards.map(({ ShardId = "" }) => readShard(kinesis, StreamName, ShardId)));
  return shards.flat();
}

async function readShard(
  kinesis: KinesisClient,
  StreamName: string,
  ShardId: string,
): Promise<readonly KinesisStreamRecord[]> {
  const read: KinesisStreamRecord[] = [];
  const start = { StreamName, ShardId, ShardIteratorType: "TRIM_HORIZON" } as const;
  let { ShardIterator } = await kinesis.send(new GetShardIteratorCommand(start));
  for (;;) {
    const { Records = [], NextShardIterator } = await kinesis.send(new GetRecordsCommand({ ShardIterator }));
    if (Records.length === 0) return read;
    ShardIterator = NextShardIterator;
    for (const { Data, PartitionKey = "", SequenceNumber = "", ApproximateArrivalTimestamp: arrived } of Records) {
      read.push({
        awsRegion: "eu-west-1",
        eventID: `${ShardId}:${SequenceNumber}`,
        eventName: "aws:kinesis:record",
        eventSource: "aws:kinesis",
        eventSourceARN: `${STREAM_ARN}${StreamName}`,
        eventVersion: "1.0",
        invokeIdentityArn: "arn:aws:iam::111122223333:root",
        kinesis: {
          approximateArrivalTimestamp: (arrived?.getTime() ?? 0) / 1_000,
          data: Buffer.from(Data ?? []).toString("base64"),
          kinesisSchemaVersion: "1.0",
          partitionKey: PartitionKey,
          sequenceNumber: SequenceNumber,
        },
      });
    }
  }
}

function parsed<Value>(result: Result<Value, string>): Value {
  if (!result.ok) throw new Error(`A value of the bench is malformed: ${result.refusal}`);
  return result.value;
}
