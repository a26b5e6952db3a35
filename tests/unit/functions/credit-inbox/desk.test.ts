import { describe, expect, it } from "vitest";
import { mayStart } from "../../../../functions/credit-inbox/desk.ts";
import type { HomeAuthority, LeaseCopy } from "../../../../functions/domain/lease.ts";
import { createStripeMemory } from "../../../../functions/domain/stripe-memory.ts";
import { EU, US } from "../domain/world.ts";
import { createMemoryLedger } from "../domain/memory-ledger.ts";
import { inboxStores } from "./stores.ts";

const OURS: HomeAuthority = { owner: EU, epoch: 2n, mode: "normal" };

/** Whether an attempt under epoch 2 may start, `age` milliseconds after the keeper's read said this. */
function mayStartBy(said: HomeAuthority | undefined, age = 0): boolean {
  const times = { epoch: 1n, sent: () => 0, now: () => 0 };
  const { ledger, control } = inboxStores(EU, [EU, US], createMemoryLedger(), () => ({ outcome: "unknown" }), times);
  const lease = said && { revision: 1n, sent: 0, homes: { [EU]: said }, directoryRevision: 1n };
  const copy: LeaseCopy | undefined = lease && { lease, sentWall: 0, sentMonotonic: 0 };
  const clock = {
    now: () => age,
    monotonic: () => age,
    sleep: () => Promise.resolve(),
    deadline: () => new AbortController().signal,
  };
  const env = { cell: EU, ledgerTable: "ledger", controlTable: "control" };
  const desk = { env, ledger, control: { ...control, leaseAtHand: () => copy }, clock, stripes: createStripeMemory() };
  return mayStart(2n, desk);
}

describe("an attempt that takes money", () => {
  it.each<[string, HomeAuthority | undefined, number, boolean]>([
    ["starts while the lease says that the home is served here", OURS, 7_000, true],
    ["does not start in the lease's last second", OURS, 7_001, false],
    ["does not start without a lease", undefined, 0, false],
    ["does not start once another cell serves the home, however fresh the lease", { ...OURS, owner: US }, 0, false],
    ["does not start under an epoch that is over, whoever serves now", { ...OURS, epoch: 4n }, 0, false],
    ["does not start while the home is on its way back", { ...OURS, mode: "returning" }, 0, false],
  ])("%s", (_, said, age, may) => {
    expect(mayStartBy(said, age)).toBe(may);
  });
});
