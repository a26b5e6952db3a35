import type { LedgerKey } from "../domain/keys.ts";
import type { DueCursor, DuePage } from "./ledger.ts";

/** The keys of a listing of what is due, in its order, as far as there is time to read on: a page at the least. */
export async function dueKeys(
  read: (cursor: DueCursor | undefined) => Promise<DuePage>,
  hasTime: () => boolean,
): Promise<readonly LedgerKey[]> {
  let page = await read(undefined);
  const keys = [...page.keys];
  while (page.next !== undefined && hasTime()) {
    page = await read(page.next);
    keys.push(...page.keys);
  }
  return keys;
}
