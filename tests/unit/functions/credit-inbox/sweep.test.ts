import { describe, expect, it } from "vitest";
import { createApp } from "../../../../functions/credit-inbox/app.ts";
import type { CellName } from "../../../../functions/domain/ids.ts";
import type { LedgerKey } from "../../../../functions/domain/keys.ts";
import { createMemoryLedger } from "../domain/memory-ledger.ts";
import { EU, US } from "../domain/world.ts";
import { inboxStores } from "./stores.ts";

const HASH = "0123456789abcdef0123456789abcdef";
const key = (n: number): LedgerKey => ({ pk: `eu#pay#pay_eu_${HASH.slice(0, -1)}${n}`, sk: "payment" });

describe("a sweep", () => {
  it("goes on past an item that cannot be acted on, and says so", async () => {
    const logged: unknown[] = [];
    const seen: LedgerKey[] = [];
    const stores = inboxStores(US, [EU, US], createMemoryLedger(), () => ({ outcome: "committed" }), {
      epoch: 1n,
      sent: () => 0,
      now: () => 0,
    });
    const dueBefore = async (cell: CellName) => ({
      keys: cell === US ? [key(1), key(2), key(3)] : [],
      next: undefined,
    });
    const get = async (of: LedgerKey) => {
      seen.push(of);
      // An entry has postings: the first two are none.
      return of.pk === key(3).pk ? undefined : { kind: "payment" };
    };
    const inbox = createApp(
      { cell: US },
      { ...stores, ledger: { ...stores.ledger, dueBefore, get }, log: (...line) => void logged.push(line) },
      { now: () => 0, monotonic: () => 0, sleep: async () => {}, deadline: () => new AbortController().signal },
    );
    expect(await inbox.sweep()).toBe(1);
    expect(seen).toEqual([key(1), key(2), key(3)]);
    expect(logged).toHaveLength(2);
  });
});
