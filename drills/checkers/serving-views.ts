import type { StoredItem } from "./ledger-view.ts";

/** Of a table of views, the rows of the generation that is read; the first where none was ever rebuilt. */
export function servingIn(items: readonly StoredItem[]): readonly StoredItem[] {
  const stored = items.find(({ key }) => key.pk === "views" && key.sk === "generations")?.item["serving"];
  const serving = `${typeof stored === "bigint" ? stored : 1n}#`;
  return items.flatMap(({ key: { pk, sk }, item }) =>
    pk.startsWith(serving) ? [{ key: { pk: pk.slice(serving.length), sk }, item }] : [],
  );
}
