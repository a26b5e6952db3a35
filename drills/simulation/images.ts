import type { LedgerKey } from "../../functions/domain/keys.ts";
import type { Item, Value } from "../../functions/domain/ledger-write.ts";
import { decodeValue, type decodeItem } from "../../functions/stores/item-codec.ts";

/** An item as it is stored. */
export type Image = Parameters<typeof decodeItem>[0];

/** A change of an item: no image before, it is new; none after, it is gone. */
export interface ImageChange {
  readonly before: Image | undefined;
  readonly after: Image | undefined;
}

/** Where an item of the ledger stands. */
export function keyIn(item: Image): LedgerKey {
  return { pk: textIn(item, "pk"), sk: textIn(item, "sk") };
}

/** A text of an item; empty where it has none. */
export function textIn(item: Image, field: string): string {
  return item[field]?.S ?? "";
}

/** A figure of an item; zero where it has none. */
export function figureIn(item: Image, field: string): bigint {
  return BigInt(item[field]?.N ?? "0");
}

/** Some fields of an item, decoded: all of it would cost more than the rest of the looking. */
export function picked(item: Image, fields: readonly string[]): Item {
  const found: Record<string, Value> = {};
  for (const field of fields) {
    const stored = item[field];
    if (stored !== undefined) found[field] = decodeValue(stored);
  }
  return found;
}
