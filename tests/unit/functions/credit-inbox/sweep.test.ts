import { describe, expect, it } from "vitest";
import { createApp } from "../../../../functions/credit-inbox/app.ts";
import type { LedgerKey } from "../../../../functions/domain/keys.ts";
import type { Ledger } from "../../../../functions/stores/ledger.ts";
import { createMemoryLedger } from "../domain/memory-ledger.ts";
import { EU, US } from "../domain/world.ts";
import { inboxStores } from "./stores.ts";

const HASH = "0123456789abcdef0123456789abcdef";
const idOf = (n: number) => `${HASH.slice(0, -5)}${String(n).padStart(5, "0")}`;
const key = (n: number): LedgerKey => ({ pk: `eu#pay#pay_eu_${idOf(n)}`, sk: "payment" });
const hold = (n: number): LedgerKey => ({ pk: `us#acct#acc_us_${HASH}`, sk: `hold#pay_us_${idOf(n)}` });
const many = (count: number, of: (n: number) => LedgerKey) => Array.from({ length: count }, (_, n) => of(n));

const SWEEP_MS = 20_000;
const MINUTE = 60_000;

/** What there is to do, and how fast it can be read. */
interface Found {
  readonly due: readonly LedgerKey[];
  /** Whether there is nothing left to do about it; else it cannot be read as an entry, today or tomorrow. */
  readonly isDone: (key: LedgerKey) => boolean;
  /** How long the ledger takes to read an item, and a page of what is due. */
  readonly readMs?: number;
  readonly pageMs?: number;
}

/** The inbox of us, with time that passes only where something is read. */
function inboxOver({ due, isDone, readMs = 0, pageMs = 0 }: Found) {
  const logged: unknown[] = [];
  const seen: LedgerKey[] = [];
  let now = 0;
  const stores = inboxStores(US, [EU, US], createMemoryLedger(), () => ({ outcome: "committed" }), {
    epoch: 1n,
    sent: () => now,
    now: () => now,
  });
  const dueBefore: Ledger["dueBefore"] = async (cell, _, cursor) => {
    now += pageMs;
    if (cell !== US) return { keys: [], next: undefined };
    const from = Number(cursor?.["from"]?.N ?? 0);
    const next = from + 100 < due.length ? { from: { N: `${from + 100}` } } : undefined;
    return { keys: due.slice(from, from + 100), next };
  };
  const get = async (of: LedgerKey) => {
    now += readMs;
    seen.push(of);
    // An entry has postings, and a hold that is over a payment: these have none.
    return isDone(of) ? undefined : { kind: "payment", due: "us", expiresAt: 0n, state: "open" };
  };
  const inbox = createApp(
    { cell: US },
    { ...stores, ledger: { ...stores.ledger, dueBefore, get }, log: (...line) => void logged.push(line) },
    { now: () => now, monotonic: () => now, sleep: async () => {}, deadline: () => new AbortController().signal },
  );
  /** Sweeps once: how long that took. */
  async function sweep(): Promise<number> {
    const started = now;
    await inbox.sweep();
    const took = now - started;
    now = Math.max(now, started + MINUTE);
    return took;
  }
  const seenOf = (part: string) =>
    new Set(seen.filter(({ pk }) => pk.includes(part)).map(({ pk, sk }) => pk + sk)).size;
  return { inbox, seen, logged, sweep, payments: () => seenOf("#pay#"), holds: () => seenOf("#acct#") };
}

describe("a sweep", () => {
  it("goes on past an item that cannot be acted on, and says so", async () => {
    const isDone = (of: LedgerKey) => of.pk === key(3).pk;
    const { inbox, seen, logged } = inboxOver({ due: [key(1), key(2), key(3)], isDone });
    expect(await inbox.sweep()).toBe(1);
    expect(seen).toEqual([key(1), key(2), key(3)]);
    expect(logged).toHaveLength(2);
  });

  it("ends in time, whatever there is to do", async () => {
    const world = inboxOver({ due: many(1_000, key), isDone: () => true, readMs: 100 });
    expect(await world.sweep()).toBeLessThanOrEqual(SWEEP_MS + 100);
    expect(world.payments()).toBe(SWEEP_MS / 100);
  });

  it("ends in time where reading the list alone takes longer", async () => {
    const world = inboxOver({ due: many(20_000, key), isDone: () => true, readMs: 10, pageMs: 500 });
    expect(await world.sweep()).toBeLessThanOrEqual(SWEEP_MS + 500);
    expect(world.payments()).toBeGreaterThan(400);
  });

  it("comes to everything in the end, although what has to wait is there every time", async () => {
    const world = inboxOver({ due: many(1_000, key), isDone: () => false, readMs: 100 });
    for (let minutes = 0; minutes < 11; minutes += 1) await world.sweep();
    expect(world.payments()).toBe(1_000);
  });

  it("has time for what other cells wrote, however many holds have to wait for the home", async () => {
    const due = [...many(2_000, hold), ...many(50, key)];
    const world = inboxOver({ due, isDone: () => false, readMs: 100 });
    expect(await world.sweep()).toBeLessThanOrEqual(SWEEP_MS + 100);
    expect(world.payments()).toBe(50);
    // The time that those have left over is the holds' too.
    expect(world.holds()).toBe(SWEEP_MS / 100 - 50);
  });
});
