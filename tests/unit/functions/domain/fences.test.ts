import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  closeFence,
  countAbsorbed,
  countIn,
  isAbsorbed,
  openFence,
  passFence,
  sealFence,
  type Takeover,
} from "../../../../functions/domain/fences.ts";
import type { OperationId, PaymentId } from "../../../../functions/domain/ids.ts";
import { FENCE_SHARDS, fenceKey, fenceShard, tallyKey, writerOf } from "../../../../functions/domain/keys.ts";
import type { Item, LedgerWrite } from "../../../../functions/domain/ledger-write.ts";
import { createMemoryLedger } from "./memory-ledger.ts";
import { EU, US } from "./world.ts";

const TAKEOVER: Takeover = { standIn: US, home: EU, epoch: 2n };
/** A payment of the shard 7, in its parser's form. */
const PAYMENT = `pay_eu_07${"0".repeat(30)}` as PaymentId;
/** In its parser's form. */
const OPERATION = `op_${"1".repeat(32)}` as OperationId;
const SHARD = fenceShard(PAYMENT);

const open = openFence(TAKEOVER, SHARD);
const close = closeFence(TAKEOVER, SHARD);
const seal = sealFence(TAKEOVER, SHARD);
const pass = passFence(TAKEOVER, PAYMENT, undefined);

describe("a fence row", () => {
  it.each<[string, readonly (readonly [LedgerWrite, "committed" | "refused"])[], string | undefined]>([
    [
      "that is opened lets entries pass",
      [
        [open, "committed"],
        [pass, "committed"],
        [pass, "committed"],
      ],
      "open",
    ],
    ["that was never opened lets nothing pass", [[pass, "refused"]], undefined],
    [
      "that is closed lets nothing pass",
      [
        [open, "committed"],
        [close, "committed"],
        [pass, "refused"],
      ],
      "closed",
    ],
    [
      "that is closed never opens again",
      [
        [open, "committed"],
        [close, "committed"],
        [open, "refused"],
      ],
      "closed",
    ],
    ["that was never opened cannot be closed like an open one", [[close, "refused"]], undefined],
    [
      "that was never opened is sealed, and never opens",
      [
        [seal, "committed"],
        [open, "refused"],
      ],
      "closed",
    ],
    [
      "that is open cannot be sealed: what it counted would be gone",
      [
        [open, "committed"],
        [seal, "refused"],
      ],
      "open",
    ],
    [
      "is opened once",
      [
        [open, "committed"],
        [pass, "committed"],
        [open, "refused"],
      ],
      "open",
    ],
    [
      "is closed as often as one likes",
      [
        [open, "committed"],
        [close, "committed"],
        [close, "committed"],
      ],
      "closed",
    ],
  ])("%s", (_, steps, state) => {
    const ledger = createMemoryLedger();
    for (const [write, outcome] of steps) expect(ledger.commit(US, [write]).outcome).toBe(outcome);
    expect(ledger.get(fenceKey(US, EU, 2n, SHARD))?.["state"]).toBe(state);
  });

  it("is the stand-in's to write, and its tally the home's", () => {
    expect([open, close, seal, pass].map(({ key }) => writerOf(key))).toEqual(["us", "us", "us", "us"]);
    expect(writerOf(countAbsorbed(TAKEOVER, PAYMENT, undefined).key)).toBe("eu");
  });

  it("of another epoch is another row", () => {
    expect(openFence({ ...TAKEOVER, epoch: 3n }, SHARD).key).not.toEqual(open.key);
  });

  it("is the same for a payment and for all that is done about it", () => {
    expect(passFence(TAKEOVER, PAYMENT, OPERATION).key).toEqual(pass.key);
    expect(SHARD).toBe(7);
  });
});

describe("a tally", () => {
  const entry = fc.record({
    payment: fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }).map((id) => {
      return `pay_eu_${id.toString(16).padStart(32, "0")}` as PaymentId; // in its parser's form
    }),
    operation: fc.option(fc.constant(OPERATION), { nil: undefined }),
  });
  const entries = fc.uniqueArray(entry, {
    maxLength: 40,
    selector: ({ payment, operation }) => `${payment}/${operation ?? ""}`,
  });
  const shards = Array.from({ length: FENCE_SHARDS }, (_, shard) => shard);

  /** How many shards are not over where these entries passed, those were absorbed, and all fences are closed. */
  function left(passed: readonly LedgerWrite[], absorbed: readonly LedgerWrite[]): number {
    const ledger = createMemoryLedger();
    const all = (writes: readonly LedgerWrite[], writer = US) =>
      writes.every((write) => ledger.commit(writer, [write]).outcome === "committed");
    expect(all(shards.map((shard) => openFence(TAKEOVER, shard)))).toBe(true);
    expect(all(passed)).toBe(true);
    expect(all(absorbed, EU)).toBe(true);
    expect(all(shards.map((shard) => closeFence(TAKEOVER, shard)))).toBe(true);
    return shards.filter((shard) => {
      const [fence, tally] = [ledger.get(fenceKey(US, EU, 2n, shard)), ledger.get(tallyKey(EU, US, 2n, shard))];
      return !isAbsorbed(fence, tally);
    }).length;
  }

  it("equals its fence once every entry is absorbed, in whatever order", () => {
    fc.assert(
      fc.property(entries, (list) => {
        const passed = list.map(({ payment, operation }) => passFence(TAKEOVER, payment, operation));
        const absorbed = list.map(({ payment, operation }) => countAbsorbed(TAKEOVER, payment, operation));
        expect(left(passed, absorbed.toReversed())).toBe(0);
      }),
      { numRuns: 20 },
    );
  });

  it("does not while one is missing, or another was absorbed in its place", () => {
    fc.assert(
      fc.property(entries, entry, (list, other) => {
        const [first, ...others] = list;
        fc.pre(first !== undefined && !list.some(({ payment }) => payment === other.payment));
        const passed = list.map(({ payment, operation }) => passFence(TAKEOVER, payment, operation));
        const absorbed = others.map(({ payment, operation }) => countAbsorbed(TAKEOVER, payment, operation));
        expect(left(passed, absorbed)).toBe(1);
        const wrong = countAbsorbed(TAKEOVER, other.payment, other.operation);
        expect(left(passed, [...absorbed, wrong])).toBeGreaterThan(0);
      }),
      { numRuns: 20 },
    );
  });
});

describe("a shard of a takeover is over", () => {
  const fence = (state: string, count: bigint, digest: bigint): Item => ({ state, count, digest });
  const tally = (count: bigint, digest: bigint): Item => ({ count, digest });

  it.each<[string, Item | undefined, Item | undefined, boolean]>([
    ["when its fence is closed and everything is absorbed", fence("closed", 3n, 77n), tally(3n, 77n), true],
    ["when its fence was closed before anything passed", fence("closed", 0n, 0n), undefined, true],
    ["but not while more may pass", fence("open", 3n, 77n), tally(3n, 77n), false],
    ["but not while nothing has passed yet", fence("open", 0n, 0n), undefined, false],
    ["but not where no fence has arrived: the replica may be behind", undefined, undefined, false],
    ["but not where entries are missing", fence("closed", 3n, 77n), tally(2n, 40n), false],
    ["but not where none was absorbed", fence("closed", 3n, 77n), undefined, false],
    ["but not where as many were absorbed, and others", fence("closed", 3n, 77n), tally(3n, 78n), false],
  ])("%s", (_, closed, absorbed, over) => {
    expect(isAbsorbed(closed, absorbed)).toBe(over);
  });

  it("by figures that are nothing where there is no row", () => {
    expect([countIn(undefined), countIn(tally(2n, 9n))]).toEqual([
      { count: 0n, digest: 0n },
      { count: 2n, digest: 9n },
    ]);
  });
});
