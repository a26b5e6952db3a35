import {
  BatchGetItemCommand,
  PutItemCommand,
  QueryCommand,
  type AttributeValue,
  type DynamoDBClient,
  type QueryCommandInput,
} from "@aws-sdk/client-dynamodb";
import type { AccountId } from "../domain/ids.ts";
import type { Item } from "../domain/ledger-write.ts";
import type { Month } from "../domain/moments.ts";
import type { ShardMark } from "../domain/projection-lag.ts";
import { invariant } from "../domain/result.ts";
import type { Clock, Random } from "./clock.ts";
import { decodeItem, encodeItem, encodeKey } from "./item-codec.ts";
import { sumBefore } from "./month-sums.ts";
import { reading } from "./reading.ts";
import type { GenerationStore } from "./view-generations.ts";

/** Some rows of a partition: those whose sort keys are `from` to `to`, both counted. */
export interface RowRange {
  readonly pk: string;
  readonly from: string;
  readonly to: string;
  /** Only what comes after this sort key. */
  readonly after?: string;
  readonly limit?: number;
  /** Only these attributes besides the key. */
  readonly only?: readonly string[];
}

/** A row of the views by its sort key. */
export interface ViewRow {
  readonly sk: string;
  readonly item: Item;
}

/** What the API reads of the views; strongly consistent within the region. */
export interface Views {
  /** Rows in the order of their sort keys; without a limit, all of them. */
  rows(range: RowRange): Promise<readonly ViewRow[]>;
  /** What was booked on an account before a month began, minor units; sums of months that are over are kept. */
  sumBefore(account: AccountId, month: Month): Promise<bigint>;
  /** How far the projector has come. */
  marks(): Promise<readonly ShardMark[]>;
}

/** What the projector reads and notes besides. */
export interface ViewMarks {
  mark(shard: string, mark: ShardMark): Promise<void>;
}

/** DynamoDB reads no more at once. */
const KEYS_MAX = 100;
const ATTEMPTS = 6;
const BACKOFF_BASE_MS = 8;
const MARKS = "marks";

/** The serving views behind a DynamoDB client. */
export function createViews(
  client: Pick<DynamoDBClient, "send">,
  table: string,
  generations: Pick<GenerationStore, "current">,
  clock: Clock,
  random: Random,
): Views {
  const { query } = createViewQueries(client, table, clock, random);
  const serving = async (pk: string) => `${(await generations.current()).serving}#${pk}`;
  return {
    rows: async (range) => query({ ...range, pk: await serving(range.pk) }),
    async sumBefore(account, month) {
      const prefix = await serving("");
      return sumBefore(account, month, { client, table, prefix, query, clock, random });
    },
    async marks() {
      const rows = await query({ pk: MARKS, from: "shard#", to: "shard#~" });
      return rows.map(({ item: { us, newest, tried } }) => {
        invariant(typeof us === "bigint" && typeof newest === "bigint" && typeof tried === "bigint", "a mark is whole");
        return { us, newest, tried };
      });
    },
  };
}

/** Notes how far the projector has come, whatever generations of the views there are. */
export function createViewMarks(
  client: Pick<DynamoDBClient, "send">,
  table: string,
  clock: Clock,
  random: Random,
): ViewMarks {
  return {
    async mark(shard, { us, newest, tried }) {
      const Item = encodeItem({ pk: MARKS, sk: `shard#${shard}`, us, newest, tried });
      // Doing it twice is doing it once.
      await reading((options) => client.send(new PutItemCommand({ TableName: table, Item }), options), clock, random);
    },
  };
}

/** Queries and batch reads of the table as it stands, generation and all. */
export function createViewQueries(
  client: Pick<DynamoDBClient, "send">,
  table: string,
  clock: Clock,
  random: Random,
): {
  query(range: RowRange): Promise<readonly ViewRow[]>;
  getMany(keys: readonly { readonly pk: string; readonly sk: string }[]): Promise<readonly (Item | undefined)[]>;
} {
  async function readSome(Keys: Record<string, AttributeValue>[], found: Map<string, Item>): Promise<void> {
    let left = Keys;
    for (let attempt = 0; attempt < ATTEMPTS && left.length > 0; attempt += 1) {
      if (attempt > 0) await clock.sleep(random() * BACKOFF_BASE_MS * 2 ** attempt);
      const command = new BatchGetItemCommand({ RequestItems: { [table]: { Keys: left, ConsistentRead: true } } });
      const { Responses, UnprocessedKeys } = await reading((options) => client.send(command, options), clock, random);
      for (const stored of Responses?.[table] ?? [])
        found.set(`${stored["pk"]?.S}/${stored["sk"]?.S}`, decodeItem(stored));
      left = UnprocessedKeys?.[table]?.Keys ?? [];
    }
    if (left.length > 0) throw new Error(`The views left ${left.length} rows unread.`);
  }

  return {
    async query({ pk, from, to, after, limit = Number.POSITIVE_INFINITY, only }) {
      const rows: ViewRow[] = [];
      let start: QueryCommandInput["ExclusiveStartKey"] =
        after === undefined ? undefined : encodeKey({ pk, sk: after });
      do {
        const command = new QueryCommand({
          TableName: table,
          ConsistentRead: true,
          KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
          ExpressionAttributeValues: { ":pk": { S: pk }, ":from": { S: from }, ":to": { S: to } },
          ...(Number.isFinite(limit) ? { Limit: limit - rows.length } : {}),
          ...(start === undefined ? {} : { ExclusiveStartKey: start }),
          ...(only === undefined ? {} : { ProjectionExpression: ["sk", ...only].join(", ") }),
        });
        const page = await reading((options) => client.send(command, options), clock, random);
        for (const stored of page.Items ?? []) rows.push(rowOf(decodeItem(stored)));
        start = page.LastEvaluatedKey;
      } while (start !== undefined && rows.length < limit);
      return rows;
    },
    async getMany(keys) {
      const found = new Map<string, Item>();
      for (let start = 0; start < keys.length; start += KEYS_MAX) {
        await readSome(keys.slice(start, start + KEYS_MAX).map(encodeKey), found);
      }
      return keys.map(({ pk, sk }) => found.get(`${pk}/${sk}`));
    },
  };
}

function rowOf(stored: Item): ViewRow {
  const { pk: _, sk, ...item } = stored;
  invariant(typeof sk === "string", "every row has a sort key");
  return { sk, item };
}
