import { describe, expect, it } from "vitest";
import type { HomeAuthority, LeaseCopy } from "../../../../functions/domain/lease.ts";
import { capacityOver, type PayingDeps } from "../../../../functions/payments-api/deps.ts";
import { EU, US } from "../domain/world.ts";

/** A lease of the home eu, `age` milliseconds after the keeper's read was sent, and time that passes from then on. */
function cell(name: typeof EU, held: HomeAuthority, age: number) {
  const time = { now: age };
  const lease = { revision: 1n, sent: 0, homes: { eu: held }, directoryRevision: 1n };
  const copy: LeaseCopy = { lease, sentWall: 0, sentMonotonic: 0 };
  const seen = { copy };
  const control = { lease: async () => seen.copy, leaseAtHand: () => seen.copy, cells: async () => [EU, US] };
  const clock = { now: () => time.now, monotonic: () => time.now };
  // A capacity asks for nothing else.
  const deps = { env: { cell: name }, stores: { control }, clock } as unknown as PayingDeps;
  return { time, seen, capacity: () => capacityOver(EU, deps) };
}

const home: HomeAuthority = { owner: EU, epoch: 3n, mode: "normal" };
const lent: HomeAuthority = { owner: US, epoch: 3n, mode: "normal" };

describe("an attempt of a write may start", () => {
  it("without a lease within a second of the decision: the item was read then", async () => {
    const { time, capacity } = cell(EU, home, 9_000);
    const { as, mayAttempt } = await capacity();
    expect(as).toBe("isolatedHome");
    time.now = 10_000;
    expect(mayAttempt()).toBe(true);
    time.now = 10_001;
    expect(mayAttempt()).toBe(false);
  });

  it.each([
    ["home", EU, home],
    ["standIn", US, lent],
  ] as const)("as %s while a second of the lease is left", async (as, name, held) => {
    const { time, capacity } = cell(name, held, 6_000);
    const found = await capacity();
    expect(found.as).toBe(as);
    time.now = 7_000;
    expect(found.mayAttempt()).toBe(true);
    time.now = 7_001;
    expect(found.mayAttempt()).toBe(false);
  });

  it.each<[string, HomeAuthority]>([
    ["names another owner", { ...lent, epoch: 4n }],
    ["names another epoch", { ...home, epoch: 5n }],
  ])("not once the lease at hand %s, however fresh it is", async (_, next) => {
    const { seen, capacity } = cell(EU, home, 0);
    const { mayAttempt } = await capacity();
    expect(mayAttempt()).toBe(true);
    seen.copy = { ...seen.copy, lease: { ...seen.copy.lease, homes: { eu: next } } };
    expect(mayAttempt()).toBe(false);
  });
});
