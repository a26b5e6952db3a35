import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  GetItemCommand,
  UpdateItemCommand,
  type AttributeValue,
} from "@aws-sdk/client-dynamodb";
import { withProbe, type Beat, type Probe, type Survey } from "../domain/health.ts";
import type { CellName } from "../domain/ids.ts";
import { ATTEMPT_MS } from "../domain/lease.ts";
import type { Item } from "../domain/ledger-write.ts";
import { AUTHORITY_KEY } from "./authority-changes.ts";
import type { Clock } from "./clock.ts";
import { decodeItem, encodeItem } from "./item-codec.ts";
import { decodeAuthorityState, decodeCount } from "./lease-codec.ts";
import { createReplicas, type Client, type Clients } from "./replicas.ts";

/** The signs of life that stand beside the authority, in the table that outlives any region. */
export interface Signs {
  /** The authority and all signs of these cells, as watchers of these regions left them; undefined where none is. */
  survey(cells: readonly CellName[], regions: readonly string[]): Promise<Survey | undefined>;
  /** A cell's last beat; undefined when it has never beaten. */
  beatOf(cell: CellName): Promise<Beat | undefined>;
  /** Beats, and tells the count that this made. */
  beat(cell: CellName): Promise<bigint>;
  /** Notes what a probe came to after those that were seen last; false when another of the region's watchers did. */
  noteProbe(seen: ProbeSeen, answered: boolean): Promise<boolean>;
}

/** The probes that one is added to: as read, or none yet. */
export type ProbeSeen = Pick<Probe, "region" | "cell"> & Partial<Pick<Probe, "count" | "recent">>;

/** DynamoDB reads no more at once; a platform of ten cells has about thirty. */
const KEYS_MAX = 100;

/** The signs behind one client for each region that has a replica of the authority table, the nearest first. */
export function createSigns(clients: Clients, table: string, clock: Clock): Signs {
  const replicas = createReplicas(clients);
  const deadline = () => ({ abortSignal: clock.deadline(ATTEMPT_MS) });
  return {
    async survey(cells, regions) {
      const probes = regions.flatMap((region) => cells.map((cell) => ({ region, cell })));
      const keys = [...cells.map(beatPk), ...probes.map(({ region, cell }) => probePk(region, cell))];
      const found = await replicas.any((client) => readAll(client, table, [AUTHORITY_KEY.pk.S, ...keys], clock));
      const authority = found.get(AUTHORITY_KEY.pk.S);
      if (authority === undefined) return undefined;
      return {
        authority: decodeAuthorityState(authority),
        beats: cells.flatMap((cell) => beatFrom(cell, found.get(beatPk(cell)))),
        probes: probes.flatMap(({ region, cell }) => probeFrom(region, cell, found.get(probePk(region, cell)))),
      };
    },
    async beatOf(cell) {
      const input = { TableName: table, Key: { pk: { S: beatPk(cell) } }, ConsistentRead: true };
      const { Item } = await replicas.any((client) => client.send(new GetItemCommand(input), deadline()));
      return beatFrom(cell, Item && decodeItem(Item))[0];
    },
    async beat(cell) {
      const command = new UpdateItemCommand({
        TableName: table,
        Key: { pk: { S: beatPk(cell) } },
        // Counted twice where a reply is lost: a beat is new when its count is another, that is all.
        UpdateExpression: "SET #at = :at ADD #count :one",
        ExpressionAttributeNames: { "#at": "at", "#count": "count" },
        ExpressionAttributeValues: encodeItem({ ":at": BigInt(clock.now()), ":one": 1n }),
        ReturnValues: "UPDATED_NEW",
      });
      const { Attributes } = await replicas.any((client) => client.send(command, deadline()));
      return decodeCount(decodeItem(Attributes ?? {})["count"], "count");
    },
    async noteProbe({ region, cell, count, recent = 0n }, answered) {
      const values = {
        ":at": BigInt(clock.now()),
        ":recent": withProbe(recent, answered),
        ":next": (count ?? 0n) + 1n,
      };
      const command = new UpdateItemCommand({
        TableName: table,
        Key: { pk: { S: probePk(region, cell) } },
        UpdateExpression: "SET #at = :at, recent = :recent, #count = :next",
        ConditionExpression: count === undefined ? "attribute_not_exists(pk)" : "#count = :seen",
        ExpressionAttributeNames: { "#at": "at", "#count": "count" },
        ExpressionAttributeValues: encodeItem({ ...values, ...(count !== undefined && { ":seen": count }) }),
      });
      try {
        await replicas.any((client) => client.send(command, deadline()));
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
  };
}

/** All at once, each strongly; keys that DynamoDB leaves over make the reading one of another second. */
async function readAll(
  client: Client,
  table: string,
  keys: readonly string[],
  clock: Clock,
): Promise<ReadonlyMap<string, Item>> {
  const found = new Map<string, Item>();
  for (let start = 0; start < keys.length; start += KEYS_MAX) {
    const Keys = keys.slice(start, start + KEYS_MAX).map((pk) => ({ pk: { S: pk } }));
    const command = new BatchGetItemCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true } } });
    const page = await client.send(command, { abortSignal: clock.deadline(ATTEMPT_MS) });
    if (page.UnprocessedKeys?.[table] !== undefined) throw new Error("The authority table left keys unread.");
    for (const stored of page.Responses?.[table] ?? []) found.set(pkOf(stored), decodeItem(stored));
  }
  return found;
}

function beatPk(cell: CellName): string {
  return `beat#${cell}`;
}

function probePk(region: string, cell: CellName): string {
  return `probe#${region}#${cell}`;
}

function pkOf(stored: Readonly<Record<string, AttributeValue>>): string {
  return stored["pk"]?.S ?? "";
}

function beatFrom(cell: CellName, item: Item | undefined): readonly Beat[] {
  if (item === undefined) return [];
  return [{ cell, count: decodeCount(item["count"], "count"), at: decodeCount(item["at"], "at") }];
}

function probeFrom(region: string, cell: CellName, item: Item | undefined): readonly Probe[] {
  if (item === undefined) return [];
  const recent = decodeCount(item["recent"], "recent");
  return [{ region, cell, recent, count: decodeCount(item["count"], "count"), at: decodeCount(item["at"], "at") }];
}
