import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type DynamoDBClient,
  type QueryCommandInput,
} from "@aws-sdk/client-dynamodb";
import type { EndpointId } from "../domain/ids.ts";
import type { LedgerKey } from "../domain/keys.ts";
import { ATTEMPT_MS } from "../domain/lease.ts";
import type { Item } from "../domain/ledger-write.ts";
import { invariant } from "../domain/result.ts";
import {
  deliveriesPartition,
  deliveryKey,
  dueShard,
  KEPT_MS,
  paceKey,
  type Delivery,
} from "../domain/webhook-deliveries.ts";
import type { Clock, Random } from "./clock.ts";
import { decodeKeyedItem, encodeItem, encodeKey, encodeKeyedItem } from "./item-codec.ts";
import { createLedgerRows } from "./ledger-rows.ts";
import { reading } from "./reading.ts";

/** A delivery that is due, as the sweep finds it. */
export interface DueDelivery {
  readonly key: LedgerKey;
  /** When it was to be looked at (ISO 8601). */
  readonly dueAt: string;
}

/** The cell's deliveries of events, which stay in their cell. */
export interface Deliveries {
  /** Puts a delivery that is not there; one that is there stays as it is. */
  put(delivery: Delivery, dueAt: string): Promise<void>;
  get(key: LedgerKey): Promise<Delivery | undefined>;
  /** Puts what an attempt came to in the place of what was there before it; false where another attempt was faster. */
  replace(delivery: Delivery, attemptsBefore: number, dueAt: string | undefined): Promise<boolean>;
  /** An endpoint's deliveries, the newest first, those after a sort key where one is given. */
  page(endpoint: EndpointId, after: string | undefined, limit: number): Promise<readonly ListedDelivery[]>;
  /** Some that were due before then, the oldest first. */
  dueBefore(shard: string, before: string): Promise<readonly DueDelivery[]>;
  /** Has the sweep look again later at a delivery that was due then; false where somebody else has been at it. */
  putOff(delivery: Delivery, seen: string, dueAt: string): Promise<boolean>;
  /** Until when endpoints belong into the slow lane, milliseconds since the epoch; those that do not are left out. */
  slowUntil(endpoints: readonly EndpointId[]): Promise<ReadonlyMap<EndpointId, number>>;
  noteSlow(endpoint: EndpointId, until: number): Promise<void>;
}

/** A delivery in a list, and where it stands there. */
export interface ListedDelivery {
  readonly sk: string;
  readonly delivery: Delivery;
}

/** What the API reads of them. */
export type DeliveryList = Pick<Deliveries, "page">;

/** Deliveries behind a DynamoDB client. */
export function createDeliveries(
  client: Pick<DynamoDBClient, "send">,
  table: string,
  clock: Clock,
  random: Random,
): Deliveries {
  const inTime = () => ({ abortSignal: clock.deadline(ATTEMPT_MS) });
  const once = (write: Promise<unknown>): Promise<boolean> =>
    write.then(
      () => true,
      (fault: unknown) => {
        if (fault instanceof ConditionalCheckFailedException) return false;
        throw fault;
      },
    );

  return {
    async put(delivery, dueAt) {
      const input = { TableName: table, Item: storedItem(delivery, dueAt) };
      const ConditionExpression = "attribute_not_exists(pk)";
      await once(client.send(new PutItemCommand({ ...input, ConditionExpression }), inTime()));
    },
    async get(key) {
      const input = { TableName: table, Key: encodeKey(key), ConsistentRead: true };
      const { Item } = await reading((options) => client.send(new GetItemCommand(input), options), clock, random);
      return Item === undefined ? undefined : deliveryFrom(decodeKeyedItem(Item).item);
    },
    replace(delivery, attemptsBefore, dueAt) {
      const command = new PutItemCommand({
        TableName: table,
        Item: storedItem(delivery, dueAt),
        // "cancelled" adds no attempt, so that the state is asked for, too.
        ConditionExpression: "#state = :waiting AND size(#attempts) = :before",
        ExpressionAttributeNames: { "#state": "state", "#attempts": "attempts" },
        ExpressionAttributeValues: { ":waiting": { S: "waiting" }, ":before": { N: `${attemptsBefore}` } },
      });
      return once(client.send(command, inTime()));
    },
    putOff(delivery, seen, dueAt) {
      const command = new PutItemCommand({
        TableName: table,
        Item: storedItem(delivery, dueAt),
        ConditionExpression: "dueAt = :seen",
        ExpressionAttributeValues: { ":seen": { S: seen } },
      });
      return once(client.send(command, inTime()));
    },
    ...createDeliveryQueries(client, table, clock, random),
    ...createPaceNotes(client, table, clock, random),
  };
}

/** What deliveries are asked by more than a key. */
function createDeliveryQueries(
  client: Pick<DynamoDBClient, "send">,
  table: string,
  clock: Clock,
  random: Random,
): Pick<Deliveries, "page" | "dueBefore"> {
  const query = (input: Omit<QueryCommandInput, "TableName">) =>
    reading((options) => client.send(new QueryCommand({ TableName: table, ...input }), options), clock, random);
  return {
    async page(endpoint, after, limit) {
      const pk = deliveriesPartition(endpoint);
      const { Items = [] } = await query({
        ConsistentRead: true,
        ScanIndexForward: false,
        KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
        ExpressionAttributeValues: { ":pk": { S: pk }, ":prefix": { S: "delivery#" } },
        Limit: limit,
        ...(after === undefined ? {} : { ExclusiveStartKey: encodeKey({ pk, sk: after }) }),
      });
      return Items.map((stored) => {
        const { key, item } = decodeKeyedItem(stored);
        return { sk: key.sk, delivery: deliveryFrom(item) };
      });
    },
    async dueBefore(shard, before) {
      const { Items = [] } = await query({
        IndexName: "due",
        KeyConditionExpression: "due = :shard AND dueAt < :before",
        ExpressionAttributeValues: { ":shard": { S: shard }, ":before": { S: before } },
        Limit: 100,
      });
      return Items.map((stored) => dueFrom(decodeKeyedItem(stored)));
    },
  };
}

/** What is noted of how quick endpoints are. */
function createPaceNotes(
  client: Pick<DynamoDBClient, "send">,
  table: string,
  clock: Clock,
  random: Random,
): Pick<Deliveries, "slowUntil" | "noteSlow"> {
  // What the table leaves over is asked for again: who is taken for quick unread holds up the quick.
  const rows = createLedgerRows(client, table, clock, random);
  return {
    async slowUntil(endpoints) {
      const paces = await rows.getMany(endpoints.map(paceKey));
      return new Map(
        endpoints.flatMap((endpoint, index) => {
          const { slowUntil } = paces[index] ?? {};
          return typeof slowUntil === "bigint" ? [[endpoint, Number(slowUntil)] as const] : [];
        }),
      );
    },
    async noteSlow(endpoint, until) {
      const expires = BigInt(Math.ceil(until / 1000));
      const Item = encodeKeyedItem(paceKey(endpoint), { slowUntil: BigInt(until), expires });
      await client.send(new PutItemCommand({ TableName: table, Item }), { abortSignal: clock.deadline(ATTEMPT_MS) });
    },
  };
}

function storedItem(delivery: Delivery, dueAt: string | undefined) {
  const expires = { N: `${Math.ceil((Number(delivery.at) + KEPT_MS) / 1000)}` };
  const due = dueAt === undefined ? {} : { due: { S: dueShard(delivery.event) }, dueAt: { S: dueAt } };
  const { attempts, replay, nextAt, ...fields } = delivery;
  const item = { ...fields, ...(replay && { replay }), ...(nextAt !== undefined && { nextAt }) };
  const tries = attempts.map((attempt) => ({ M: encodeItem(attemptItem(attempt)) }));
  return { ...encodeKeyedItem(deliveryKey(delivery), item), attempts: { L: tries }, expires, ...due };
}

function attemptItem({ status, ...attempt }: Delivery["attempts"][number]): Item {
  return { ...attempt, ...(status !== undefined && { status }) };
}

function deliveryFrom(stored: Item): Delivery {
  const { due: _, dueAt: __, expires: ___, ...item } = stored;
  invariant(typeof item["event"] === "string" && Array.isArray(item["attempts"]), "a delivery is whole");
  // Written by `put` and `replace` alone, with the very fields of Delivery.
  return item as unknown as Delivery;
}

function dueFrom({ key, item: { dueAt } }: { readonly key: LedgerKey; readonly item: Item }): DueDelivery {
  invariant(typeof dueAt === "string", "what is due has a time");
  return { key, dueAt };
}
