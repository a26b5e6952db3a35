import { auditLedger } from "../../../../drills/checkers/index.ts";
import type { Holds } from "../../../../drills/checkers/checker.ts";
import type { LedgerState } from "../../../../drills/checkers/ledger-view.ts";
import type { Item } from "../../../../functions/domain/ledger-write.ts";

/** Every fault that was found, by checker. */
export function faultsIn(state: LedgerState, holding: Holds): Record<string, readonly string[]> {
  const broken = auditLedger(state, holding).filter(({ breaches }) => breaches.length > 0);
  return Object.fromEntries(broken.map(({ checker, breaches }) => [checker.name, breaches.map(({ fault }) => fault)]));
}

/** Adds to a figure of an item. */
export function plus(field: string, delta: bigint): (item: Item) => Item {
  return (item) => {
    const before = item[field];
    return { ...item, [field]: (typeof before === "bigint" ? before : 0n) + delta };
  };
}

/** Puts other fields in place of an item's. */
export function replaced(fields: Item): (item: Item) => Item {
  return (item) => ({ ...item, ...fields });
}

/** Takes a field away. */
export function without(field: string): (item: Item) => Item {
  return (item) => Object.fromEntries(Object.entries(item).filter(([name]) => name !== field));
}

/** Takes the item away. */
export function gone(): undefined {
  return undefined;
}
