import { figureOf, sortOf, type LedgerState } from "../checkers/ledger-view.ts";
import { writerOf, type LedgerKey } from "../../functions/domain/keys.ts";
import type { Item } from "../../functions/domain/ledger-write.ts";
import type { Target } from "../targets/target.ts";

/** Something that a replica has yet to learn: an item, or a later version of one. */
export interface Missing {
  /** Whose replica lacks it. */
  readonly cell: string;
  readonly key: LedgerKey;
  /** The version that the writer's replica had. */
  readonly version: bigint;
}

/** What replicas lack of what their writers have. */
export function missingElsewhere({ cells, regions }: LedgerState): readonly Missing[] {
  const replicas = [...cells].map(([cell, region]) => {
    const items = regions.get(region) ?? [];
    return { cell, items, held: new Map(items.map(({ key, item }) => [nameOf(key), item])) };
  });
  return replicas.flatMap(({ cell: writer, items }) => {
    const own = items.filter(({ key }) => writerOf(key) === writer);
    return replicas
      .filter(({ cell }) => cell !== writer)
      .flatMap(({ cell, held }) =>
        own.flatMap(({ key, item }) => {
          const version = versionOf(key, item);
          return hasReached(held.get(nameOf(key)), key, version) ? [] : [{ cell, key, version }];
        }),
      );
  });
}

/** What of it is still missing. */
export async function stillMissing(
  missing: readonly Missing[],
  target: Pick<Target, "cells" | "items">,
): Promise<readonly Missing[]> {
  const found = await Promise.all(
    target.cells.map(async (cell) => {
      const wanted = missing.filter((one) => one.cell === cell);
      const items = await target.items(
        cell,
        wanted.map(({ key }) => key),
      );
      return wanted.filter(({ key, version }, index) => !hasReached(items[index], key, version));
    }),
  );
  return found.flat();
}

function hasReached(item: Item | undefined, key: LedgerKey, version: bigint): boolean {
  return item !== undefined && versionOf(key, item) >= version;
}

/** Balances and counters only grow in these figures; an entry of the journal is there or not. */
function versionOf(key: LedgerKey, item: Item): bigint {
  if (sortOf(key) === "acct") return figureOf(item, "version");
  return sortOf(key) === "standin" ? figureOf(item, "count") : 0n;
}

function nameOf({ pk, sk }: LedgerKey): string {
  return `${pk} ${sk}`;
}
