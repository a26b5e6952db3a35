import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
  UpdateItemCommand,
  type DynamoDBClient,
  type ScanCommandInput,
} from "@aws-sdk/client-dynamodb";
import type { CellName } from "../domain/ids.ts";
import { ATTEMPT_MS, type Lease } from "../domain/lease.ts";
import type { Item } from "../domain/ledger-write.ts";
import type { Clock } from "./clock.ts";
import { decodeItem, encodeItem, encodeValue } from "./item-codec.ts";
import { decodeCount, decodeHomes } from "./lease-codec.ts";

/** The authority table: strongly consistent over the regions of one continent, reached through either replica. */
export interface AuthorityTable {
  /** The authority, read strongly from all replicas at once; undefined when none answered, or none was ever written. */
  read(): Promise<Lease | "missing" | undefined>;
  /** Adds a home that the authority does not list yet, owned by itself under epoch 1; harmless when it does. */
  addHome(home: CellName): Promise<void>;
  /** Every issuer and client of the directory. */
  directory(): Promise<ReadonlyMap<string, Item>>;
  /** Puts an entry of the directory and raises its revision. */
  putDirectoryItem(pk: string, item: Item): Promise<void>;
}

/** The authority table behind one client for each region that has a replica, the nearest first. */
export function createAuthorityTable(
  clients: readonly [Pick<DynamoDBClient, "send">, ...Pick<DynamoDBClient, "send">[]],
  table: string,
  clock: Clock,
): AuthorityTable {
  const abortSignal = () => AbortSignal.timeout(ATTEMPT_MS);
  const key = { pk: { S: "authority" } };

  async function readFrom(client: Pick<DynamoDBClient, "send">, sent: number): Promise<Lease | "missing"> {
    const input = { TableName: table, Key: key, ConsistentRead: true };
    const { Item } = await client.send(new GetItemCommand(input), { abortSignal: abortSignal() });
    if (Item === undefined) return "missing";
    const item = decodeItem(Item);
    return {
      revision: decodeCount(item["revision"], "revision"),
      directoryRevision: decodeCount(item["directoryRevision"], "directoryRevision"),
      homes: decodeHomes(item["homes"]),
      sent,
    };
  }

  /** The first replica that takes it: a region that is gone must not stop the others. */
  async function throughAny<Reply>(attempt: (client: Pick<DynamoDBClient, "send">) => Promise<Reply>): Promise<Reply> {
    let fault: unknown;
    for (const client of clients) {
      try {
        return await attempt(client);
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) throw error;
        fault = error;
      }
    }
    throw fault;
  }

  async function update(expression: string, condition: string, names: Record<string, string>, values: Item) {
    const input = {
      TableName: table,
      Key: key,
      UpdateExpression: expression,
      ConditionExpression: condition,
      ExpressionAttributeValues: encodeItem(values),
      ...(Object.keys(names).length === 0 ? {} : { ExpressionAttributeNames: names }),
    };
    await throughAny((client) => client.send(new UpdateItemCommand(input), { abortSignal: abortSignal() }));
  }

  return {
    async read() {
      const sent = clock.now();
      const replies = await Promise.allSettled(clients.map((client) => readFrom(client, sent)));
      const answered = replies.flatMap((reply) => (reply.status === "fulfilled" ? [reply.value] : []));
      const leases = answered.filter((reply) => reply !== "missing");
      const newest = leases.reduce<Lease | undefined>(
        (best, lease) => (best === undefined || lease.revision > best.revision ? lease : best),
        undefined,
      );
      return newest ?? answered[0];
    },
    async addHome(home) {
      const empty = { pk: "authority", revision: 0n, directoryRevision: 0n, homes: {} };
      const put = { TableName: table, Item: encodeItem(empty), ConditionExpression: "attribute_not_exists(pk)" };
      await ignoringRefusal(
        throughAny((client) => client.send(new PutItemCommand(put), { abortSignal: abortSignal() })),
      );
      await ignoringRefusal(
        update(
          "SET homes.#home = :itself ADD revision :one",
          "attribute_not_exists(homes.#home)",
          { "#home": home },
          { ":itself": { owner: home, epoch: 1n, mode: "normal" }, ":one": 1n },
        ),
      );
    },
    async directory() {
      const items = new Map<string, Item>();
      let ExclusiveStartKey: ScanCommandInput["ExclusiveStartKey"];
      do {
        const page = await throughAny((client) =>
          client.send(
            new ScanCommand({
              TableName: table,
              ConsistentRead: true,
              FilterExpression: "begins_with(pk, :issuer) OR begins_with(pk, :client)",
              ExpressionAttributeValues: { ":issuer": { S: "issuer#" }, ":client": { S: "client#" } },
              ...(ExclusiveStartKey === undefined ? {} : { ExclusiveStartKey }),
            }),
            { abortSignal: abortSignal() },
          ),
        );
        for (const stored of page.Items ?? []) {
          const { pk, ...item } = decodeItem(stored);
          if (typeof pk === "string") items.set(pk, item);
        }
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey !== undefined);
      return items;
    },
    async putDirectoryItem(pk, item) {
      const input = { TableName: table, Item: { ...encodeItem(item), pk: encodeValue(pk) } };
      await throughAny((client) => client.send(new PutItemCommand(input), { abortSignal: abortSignal() }));
      await update("ADD directoryRevision :one", "attribute_exists(pk)", {}, { ":one": 1n });
    },
  };
}

async function ignoringRefusal(write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
