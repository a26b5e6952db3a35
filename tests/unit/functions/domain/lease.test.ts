import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  authorityOver,
  COPY_FRESH_MS,
  leaseAge,
  mayAttempt,
  mayStandBy,
  nextLookAt,
  type HomeAuthority,
  type LeaseCopy,
  type Moment,
} from "../../../../functions/domain/lease.ts";
import { EU, US } from "./world.ts";

/** Wall time at which the keeper sent its read. */
const SENT = 1_800_000_000_000;

function copyOf(read: { readonly wall: number; readonly monotonic?: number }, homes = {}): LeaseCopy {
  const lease = { revision: 1n, sent: SENT, homes, directoryRevision: 1n };
  return { lease, sentWall: SENT + read.wall, sentMonotonic: read.monotonic ?? 0 };
}

const at = (wall: number, monotonic: number): Moment => ({ wall: SENT + wall, monotonic });

describe("the age of a lease", () => {
  it.each<[string, LeaseCopy, Moment, number]>([
    ["just read, just sent", copyOf({ wall: 0 }), at(0, 0), 0],
    ["counts from the keeper's sending, not from the reading", copyOf({ wall: 1_500 }), at(1_500, 0), 1_500],
    ["grows with both clocks", copyOf({ wall: 1_500 }), at(4_500, 3_000), 4_500],
    ["grows with the monotonic clock when the wall clock is set back", copyOf({ wall: 1_500 }), at(-400, 3_000), 4_500],
    ["grows with the wall clock when the container was frozen", copyOf({ wall: 1_500 }), at(61_500, 2), 61_500],
    ["is what the wall clock says after it is set forward", copyOf({ wall: 100 }), at(9_000, 1_000), 9_000],
    ["of a keeper whose clock is a little ahead", copyOf({ wall: -400 }), at(-400, 0), -400],
    ["sent exactly half a second ahead", copyOf({ wall: -500 }), at(-500, 0), -500],
    ["sent further ahead is no lease", copyOf({ wall: -501 }), at(-501, 0), Number.POSITIVE_INFINITY],
    [
      "is none while this clock is set back behind the sending",
      copyOf({ wall: 100 }),
      at(-501, 1_000),
      Number.POSITIVE_INFINITY,
    ],
    ["starts from any monotonic origin", copyOf({ wall: 10, monotonic: 77_000 }), at(10, 77_005), 15],
  ])("%s", (_, copy, now, age) => {
    expect(leaseAge(copy, now)).toBe(age);
  });

  it("never falls while the monotonic clock runs on, whatever the wall clock does", () => {
    const skews = fc.array(fc.integer({ min: -10_000, max: 10_000 }), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(skews, fc.nat({ max: 3_000 }), (walls, read) => {
        const copy = copyOf({ wall: read });
        for (const [step, wall] of walls.entries()) {
          const elapsed = step * 100;
          expect(leaseAge(copy, at(wall, elapsed))).toBeGreaterThanOrEqual(read + elapsed);
        }
      }),
    );
  });
});

describe("what a cell may do about a home", () => {
  const normal = (owner = EU, epoch = 3n): HomeAuthority => ({ owner, epoch, mode: "normal" });
  const back: HomeAuthority = { owner: US, epoch: 3n, mode: "returning" };
  const fresh = at(0, 0);

  it.each<[string, Record<string, HomeAuthority>, Moment, object]>([
    ["everything, as its owner", { eu: normal() }, fresh, { may: "everything", epoch: 3n }],
    ["everything until the lease has lasted eight seconds", { eu: normal() }, at(8_000, 8_000), { may: "everything" }],
    ["its own share a millisecond later", { eu: normal() }, at(8_001, 8_001), { may: "isolated", epoch: 3n }],
    ["its own share after a thaw", { eu: normal() }, at(8_001, 1), { may: "isolated", epoch: 3n }],
    ["nothing without a lease where another one was the owner", { eu: normal(US) }, at(8_001, 1), { may: "nothing" }],
    ["nothing without a lease while the home was returning", { eu: back }, at(8_001, 1), { may: "nothing" }],
    ["send callers to the stand-in while the home is returning", { eu: back }, fresh, { may: "redirect", owner: "us" }],
    ["send callers to another owner", { eu: normal(US) }, fresh, { may: "redirect", owner: "us" }],
    ["nothing about a home that is not listed", { us: normal(US) }, fresh, { may: "nothing" }],
  ])("%s", (_, homes, now, may) => {
    expect(authorityOver(EU, EU, copyOf({ wall: 0 }, homes), now)).toMatchObject(may);
  });

  it("nothing without a reading", () => {
    expect(authorityOver(EU, EU, undefined, fresh)).toEqual({ may: "nothing" });
  });

  it.each<[string, HomeAuthority, Moment, object]>([
    ["stand in, as its owner", normal(US), fresh, { may: "standIn", epoch: 3n, homeIsDead: false }],
    [
      "stand in for one that is dead",
      { ...normal(US), homeIsDead: true },
      fresh,
      { may: "standIn", epoch: 3n, homeIsDead: true },
    ],
    ["stand in until the lease has lasted eight seconds", normal(US), at(8_000, 8_000), { may: "standIn" }],
    ["nothing a millisecond later: the share is the home's alone", normal(US), at(8_001, 8_001), { may: "nothing" }],
    ["nothing while the home is returning", back, fresh, { may: "nothing" }],
    ["send callers home", normal(EU), fresh, { may: "redirect", owner: "eu" }],
  ])("of another cell: %s", (_, eu, now, may) => {
    expect(authorityOver(EU, US, copyOf({ wall: 0 }, { eu }), now)).toMatchObject(may);
  });
});

describe("an attempt of a write", () => {
  it.each([
    [0, true],
    [7_000, true],
    [7_001, false],
    [8_000, false],
  ])("at an age of %d ms may start: %s", (age, may) => {
    expect(mayAttempt(copyOf({ wall: 0 }), at(age, age))).toBe(may);
    expect(mayAttempt(copyOf({ wall: 0 }), at(age, 0))).toBe(may);
    expect(mayAttempt(copyOf({ wall: 0 }), at(0, age))).toBe(may);
  });
});

describe("a keeper stands by", () => {
  const kept = { lease: copyOf({ wall: 0 }).lease, keeper: "2026-11-23T02:22:00.000Z#b" };

  it.each<[string, string, number, boolean]>([
    ["while one that began later keeps the lease", "2026-11-23T02:21:00.000Z#c", 2_000, true],
    ["while the other of two that began at once does", "2026-11-23T02:22:00.000Z#a", 2_000, true],
    ["while the renewal is hardly late", "2026-11-23T02:21:00.000Z#c", 2_500, true],
    ["not when the renewal is missing", "2026-11-23T02:21:00.000Z#c", 2_501, false],
    ["not for one that began before it", "2026-11-23T02:23:00.000Z#a", 100, false],
    ["not for itself", kept.keeper, 100, false],
    ["not for a lease sent too far ahead to be one", "2026-11-23T02:21:00.000Z#c", -501, false],
  ])("%s", (_, name, age, expected) => {
    expect(mayStandBy(kept, name, SENT + age)).toBe(expected);
  });

  it("and looks again so soon that no copy of the lease in memory ends before the next renewal", () => {
    const look = nextLookAt(kept);
    // Copied at the last moment before the look, and not read again for as long as a copy is fresh.
    const copy = copyOf({ wall: look - SENT });
    expect(mayAttempt(copy, at(look - SENT + COPY_FRESH_MS, COPY_FRESH_MS))).toBe(true);
  });
});
