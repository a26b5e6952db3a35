import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
  UpdateItemCommand,
  type PutItemCommandInput,
  type ScanCommandInput,
  type UpdateItemCommandInput,
} from "@aws-sdk/client-dynamodb";
import type { CellName } from "../domain/ids.ts";
import { ATTEMPT_MS, type Lease } from "../domain/lease.ts";
import type { Item } from "../domain/ledger-write.ts";
import type { Clock } from "./clock.ts";
import { decodeItem, encodeItem } from "./item-codec.ts";
import { AUTHORITY_KEY } from "./authority-changes.ts";
import { decodeCount, decodeHomes } from "./lease-codec.ts";
import { createReplicas, type Client, type Clients } from "./replicas.ts";

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
export function createAuthorityTable(clients: Clients, table: string, clock: Clock): AuthorityTable {
  const replicas = createReplicas(clients);

  async function change(expression: string, condition: string, more: Partial<UpdateItemCommandInput>): Promise<void> {
    const expressions = { UpdateExpression: expression, ConditionExpression: condition };
    const input = { TableName: table, Key: AUTHORITY_KEY, ...expressions, ...more };
    await replicas.any((client) =>
      client.send(new UpdateItemCommand(input), { abortSignal: clock.deadline(ATTEMPT_MS) }),
    );
  }

  async function put(item: Item, more: Partial<PutItemCommandInput>): Promise<void> {
    const input = { TableName: table, Item: encodeItem(item), ...more };
    await replicas.any((client) => client.send(new PutItemCommand(input), { abortSignal: clock.deadline(ATTEMPT_MS) }));
  }

  /** Whoever comes first writes an authority over no homes. */
  async function begin(): Promise<void> {
    const nothing = { pk: "authority", revision: 0n, directoryRevision: 0n, homes: {} };
    await ignoringRefusal(put(nothing, { ConditionExpression: "attribute_not_exists(pk)" }));
  }

  return {
    async read() {
      const replies = await Promise.allSettled(clients.map((client) => readFrom(client, table, clock)));
      return newestOf(replies.flatMap((reply) => (reply.status === "fulfilled" ? [reply.value] : [])));
    },
    async addHome(home) {
      await begin();
      await ignoringRefusal(
        change("SET homes.#home = :itself ADD revision :one", "attribute_not_exists(homes.#home)", {
          ExpressionAttributeNames: { "#home": home },
          ExpressionAttributeValues: encodeItem({ ":itself": { owner: home, epoch: 1n, mode: "normal" }, ":one": 1n }),
        }),
      );
    },
    directory: () => replicas.any((client) => readDirectory(client, table, clock)),
    async putDirectoryItem(pk, item) {
      await begin();
      await put({ ...item, pk }, {});
      await change("ADD directoryRevision :one", "attribute_exists(pk)", {
        ExpressionAttributeValues: encodeItem({ ":one": 1n }),
      });
    },
  };
}

async function readFrom(client: Client, table: string, clock: Clock): Promise<Lease | "missing"> {
  const input = { TableName: table, Key: AUTHORITY_KEY, ConsistentRead: true };
  const sent = clock.now();
  const { Item } = await client.send(new GetItemCommand(input), { abortSignal: clock.deadline(ATTEMPT_MS) });
  if (Item === undefined) return "missing";
  const item = decodeItem(Item);
  return {
    revision: decodeCount(item["revision"], "revision"),
    directoryRevision: decodeCount(item["directoryRevision"], "directoryRevision"),
    homes: decodeHomes(item["homes"]),
    sent,
  };
}

function newestOf(answers: readonly (Lease | "missing")[]): Lease | "missing" | undefined {
  const leases = answers.filter((answer) => answer !== "missing");
  const [first, ...others] = leases;
  if (first === undefined) return answers[0];
  return others.reduce((newest, lease) => (lease.revision > newest.revision ? lease : newest), first);
}

async function readDirectory(client: Client, table: string, clock: Clock): Promise<ReadonlyMap<string, Item>> {
  const items = new Map<string, Item>();
  let ExclusiveStartKey: ScanCommandInput["ExclusiveStartKey"];
  do {
    const page = await client.send(
      new ScanCommand({
        TableName: table,
        ConsistentRead: true,
        FilterExpression: "begins_with(pk, :issuer) OR begins_with(pk, :client)",
        ExpressionAttributeValues: encodeItem({ ":issuer": "issuer#", ":client": "client#" }),
        ...(ExclusiveStartKey === undefined ? {} : { ExclusiveStartKey }),
      }),
      { abortSignal: clock.deadline(ATTEMPT_MS) },
    );
    for (const stored of page.Items ?? []) {
      const { pk, ...item } = decodeItem(stored);
      if (typeof pk === "string") items.set(pk, item);
    }
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return items;
}

async function ignoringRefusal(write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
