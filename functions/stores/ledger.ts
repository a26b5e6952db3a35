import {
  GetItemCommand,
  TransactWriteItemsCommand,
  type CancellationReason,
  type DynamoDBClient,
  type QueryCommandInput,
  TransactionCanceledException,
} from "@aws-sdk/client-dynamodb";
import type { CellName } from "../domain/ids.ts";
import type { LedgerKey } from "../domain/keys.ts";
import { ATTEMPT_MS } from "../domain/lease.ts";
import type { CommitOutcome, Item, LedgerWrite, Refusal } from "../domain/ledger-write.ts";
import { invariant } from "../domain/result.ts";
import type { Clock, Random } from "./clock.ts";
import { classify } from "./failures.ts";
import { decodeItem, encodeKey } from "./item-codec.ts";
import { createQueries } from "./ledger-queries.ts";
import { createLedgerRows, type LedgerRows } from "./ledger-rows.ts";
import { reading } from "./reading.ts";
import { transactItems } from "./transact-items.ts";

/** An item together with its key. */
export interface KeyedItem {
  readonly key: LedgerKey;
  readonly item: Item;
}

/** The ledger table of this cell's region. */
export interface Ledger extends LedgerRows {
  /**
   * Writes all or nothing. Every attempt asks `mayAttempt` first and is over, one way or the other, before this
   * returns: nothing is left running after the answer.
   */
  commit(writes: readonly LedgerWrite[], mayAttempt: () => boolean): Promise<CommitOutcome>;
  /** One item, strongly consistent within the region; undefined when there is none. */
  get(key: LedgerKey): Promise<Item | undefined>;
  /** A partition's items in sort-key order, strongly consistent within the region. */
  partition(pk: string): Promise<readonly KeyedItem[]>;
  /** Up to `limit` items of a partition in sort-key order, those after a sort key where one is given; as consistent. */
  page(pk: string, after: string | undefined, limit: number): Promise<readonly KeyedItem[]>;
  /** Keys of entries due in a cell since before `before` (ISO 8601), oldest first, a page at a time. */
  dueBefore(cell: CellName, before: string, cursor?: DueCursor): Promise<DuePage>;
  /** The same of those that are due from `from` on. */
  dueFrom(cell: CellName, from: string, cursor?: DueCursor): Promise<DuePage>;
}

/** Where the next page of due entries starts; opaque. */
export type DueCursor = NonNullable<QueryCommandInput["ExclusiveStartKey"]>;

/** Some keys of due entries, and where to go on. */
export interface DuePage {
  readonly keys: readonly LedgerKey[];
  readonly next: DueCursor | undefined;
}

const ATTEMPTS = 6;
const BACKOFF_BASE_MS = 8;

/** The ledger behind a DynamoDB client whose own retries are off (`maxAttempts: 1`): retries live in the stores. */
export function createLedger(
  client: Pick<DynamoDBClient, "send">,
  table: string,
  clock: Clock,
  random: Random,
): Ledger {
  return {
    async commit(writes, mayAttempt) {
      const command = { TransactItems: transactItems(table, writes) };
      let outcome: CommitOutcome = { outcome: "lease_ended" };
      for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
        if (attempt > 0) await clock.sleep(random() * BACKOFF_BASE_MS * 2 ** attempt);
        if (!mayAttempt()) return outcome.outcome === "unknown" ? outcome : { outcome: "lease_ended" };
        try {
          await client.send(new TransactWriteItemsCommand(command), { abortSignal: clock.deadline(ATTEMPT_MS) });
          return { outcome: "committed" };
        } catch (error) {
          const failure = classify(error);
          if (failure === "fault") throw error;
          if (failure === "refused") return { outcome: "refused", refusals: refusalsOf(error) };
          // Once an attempt's fate is unknown it stays so, whatever the later ones say short of an answer.
          if (failure === "unknown" || outcome.outcome !== "unknown") {
            outcome = { outcome: failure === "unknown" ? "unknown" : "contention" };
          }
        }
      }
      return outcome;
    },
    async get(key) {
      const input = { TableName: table, Key: encodeKey(key), ConsistentRead: true };
      const { Item } = await reading((options) => client.send(new GetItemCommand(input), options), clock, random);
      return Item === undefined ? undefined : decodeItem(Item);
    },
    ...createQueries(client, table, clock, random),
    ...createLedgerRows(client, table, clock, random),
  };
}

function refusalsOf(error: unknown): readonly [Refusal, ...Refusal[]] {
  invariant(error instanceof TransactionCanceledException, "only a cancelled transaction is refused");
  const refusals = (error.CancellationReasons ?? []).flatMap((reason, index) =>
    reason.Code === "ConditionalCheckFailed" ? [{ index, old: oldItem(reason) }] : [],
  );
  const [first, ...others] = refusals;
  invariant(first !== undefined, "a refused transaction names what refused it");
  return [first, ...others];
}

function oldItem({ Item }: CancellationReason): Item | undefined {
  return Item === undefined || Object.keys(Item).length === 0 ? undefined : decodeItem(Item);
}
