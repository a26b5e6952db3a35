import { BatchGetItemCommand, type AttributeValue, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { LedgerKey } from "../domain/keys.ts";
import type { Item } from "../domain/ledger-write.ts";
import type { Clock, Random } from "./clock.ts";
import { decodeKeyedItem, encodeKey } from "./item-codec.ts";
import { reading } from "./reading.ts";

/** DynamoDB reads no more at once. */
const KEYS_MAX = 100;
const ATTEMPTS = 6;
const BACKOFF_BASE_MS = 8;

/** Many rows of the ledger at once, as fence and tally rows are looked at. */
export interface LedgerRows {
  /**
   * In the order of their keys, strongly consistent within the region. Throws when the table sheds load for longer than
   * a few attempts.
   */
  getMany(keys: readonly LedgerKey[]): Promise<readonly (Item | undefined)[]>;
}

/** Rows behind a DynamoDB client; what the table leaves over is asked for again, within bounds. */
export function createLedgerRows(
  client: Pick<DynamoDBClient, "send">,
  table: string,
  clock: Clock,
  random: Random,
): LedgerRows {
  async function readPage(keys: readonly LedgerKey[], found: Map<string, Item>): Promise<void> {
    let Keys: Record<string, AttributeValue>[] = keys.map(encodeKey);
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      if (attempt > 0) await clock.sleep(random() * BACKOFF_BASE_MS * 2 ** attempt);
      const command = new BatchGetItemCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true } } });
      const { Responses, UnprocessedKeys } = await reading((options) => client.send(command, options), clock, random);
      for (const stored of Responses?.[table] ?? []) found.set(nameOf(stored), decodeKeyedItem(stored).item);
      Keys = UnprocessedKeys?.[table]?.Keys ?? [];
      if (Keys.length === 0) return;
    }
    throw new Error(`The table left ${Keys.length} items unread.`);
  }

  return {
    async getMany(keys) {
      const found = new Map<string, Item>();
      for (let start = 0; start < keys.length; start += KEYS_MAX) {
        await readPage(keys.slice(start, start + KEYS_MAX), found);
      }
      return keys.map((key) => found.get(nameOf(encodeKey(key))));
    },
  };
}

function nameOf(stored: Readonly<Record<string, AttributeValue>>): string {
  return `${stored["pk"]?.S}/${stored["sk"]?.S}`;
}
