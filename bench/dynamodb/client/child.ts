import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  TransactWriteItemsCommand,
  UpdateTableCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { setTimeout as sleep } from "node:timers/promises";
import { answerAll } from "../../standing.ts";
import { accounts, balanceItem, ledgerTable, paymentItem, table, transaction } from "../transactions.ts";
import type { Loaded, LoadOrder } from "./messages.ts";

// The one client that every endpoint is measured with, in a process of its own.

const home = "eu-west-1";
const batchSize = 25;
const arrivalTryMs = 100;
const arrivalTries = 100;
const filling = 8;
const credentials = { accessKeyId: "local", secretAccessKey: "local" };
const tableSeconds = 60;
let client: DynamoDBClient | undefined;
let next = 0;

// Sent by bench/dynamodb alone.
answerAll((message) => carryOut(message as LoadOrder));

async function carryOut(order: LoadOrder): Promise<Loaded> {
  client ??= clientOf(order.url, home);
  const began = performance.now();
  const elapsed = (): number => performance.now() - began;
  switch (order.order) {
    case "prepare": {
      await client.send(new CreateTableCommand(ledgerTable(table, order.stream)));
      await waitUntilTableExists({ client, maxWaitTime: tableSeconds, minDelay: 1 }, { TableName: table });
      if (order.replica !== undefined) {
        const ReplicaUpdates = [{ Create: { RegionName: order.replica } }];
        await client.send(new UpdateTableCommand({ TableName: table, ReplicaUpdates }));
      }
      await store(client, accounts, balanceItem);
      return { count: accounts, ms: elapsed() };
    }
    case "transact":
      return { count: await transact(client, order.concurrency, () => elapsed() < order.ms), ms: elapsed() };
    case "fill":
      await store(client, order.items, paymentItem);
      if (order.replica !== undefined) await arrived(clientOf(order.url, order.replica), order.items);
      return { count: order.items, ms: elapsed() };
  }
}

function clientOf(endpoint: string, region: string): DynamoDBClient {
  return new DynamoDBClient({ endpoint, region, credentials, maxAttempts: 1 });
}

async function arrived(at: DynamoDBClient, items: number): Promise<void> {
  for (let tries = 0; tries < arrivalTries; tries += 1) {
    const { Table } = await at.send(new DescribeTableCommand({ TableName: table }));
    if ((Table?.ItemCount ?? 0) >= items) return;
    await sleep(arrivalTryMs);
  }
  throw new Error("The items did not arrive at the replica.");
}

/** Every transaction must be accepted: what is refused is no rate. */
async function transact(to: DynamoDBClient, concurrency: number, goesOn: () => boolean): Promise<number> {
  let count = 0;
  const lane = async (): Promise<void> => {
    while (goesOn()) {
      await to.send(new TransactWriteItemsCommand(transaction((next += 1))));
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  return count;
}

async function store(
  to: DynamoDBClient,
  count: number,
  item: (number: number) => ReturnType<typeof balanceItem>,
): Promise<void> {
  let stored = 0;
  const lane = async (): Promise<void> => {
    while (stored < count) {
      const first = stored;
      stored = Math.min(count, first + batchSize);
      const requests = Array.from({ length: stored - first }, (_, index) => ({
        PutRequest: { Item: item(first + index) },
      }));
      const reply = await to.send(new BatchWriteItemCommand({ RequestItems: { [table]: requests } }));
      if (Object.keys(reply.UnprocessedItems ?? {}).length > 0) throw new Error("A batch was not stored whole.");
    }
  };
  await Promise.all(Array.from({ length: filling }, lane));
}
