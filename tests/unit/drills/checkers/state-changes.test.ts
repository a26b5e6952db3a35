import { expect, it } from "vitest";
import { checkWrites } from "../../../../drills/checkers/one-writer.ts";
import { checkChanges } from "../../../../drills/checkers/state-changes.ts";
import type { LedgerKey } from "../../../../functions/domain/keys.ts";
import {
  balanceKey,
  fenceKey,
  fenceShard,
  holdKey,
  operationKey,
  paymentKey,
} from "../../../../functions/domain/keys.ts";
import type { Item } from "../../../../functions/domain/ledger-write.ts";
import { gone, plus, replaced } from "./changes.ts";
import { evacuated, evacuatedState } from "./evacuation.ts";
import { cleanState, eu, names, us, withChange } from "./states.ts";

const fence = fenceKey(us, eu, 2n, fenceShard(evacuated.toHome));
const hold = holdKey(us, names.payer, evacuated.authorized);
const toHome = paymentKey(eu, evacuated.toHome);

function faults(key: LedgerKey, change: (item: Item) => Item | undefined) {
  const { breaches } = checkChanges(evacuatedState(), withChange(evacuatedState(), key, change));
  return breaches.map(({ fault }) => fault);
}

it("lets a ledger grow", () => {
  expect(checkChanges({ cells: cleanState().cells, regions: new Map() }, cleanState()).breaches).toEqual([]);
  expect(checkChanges(evacuatedState(), evacuatedState()).breaches).toEqual([]);
});

it.each([
  ["an entry that is gone, by a TTL", toHome, gone, `${toHome.pk} payment is gone.`],
  [
    "a state after the last",
    toHome,
    replaced({ state: "processing" }),
    `${toHome.pk} payment was completed and is processing.`,
  ],
  ["other postings", toHome, replaced({ postings: [] }), `The postings of ${toHome.pk} payment have changed.`],
  ["a fence that opens again", fence, replaced({ state: "open" }), `${fence.pk} fence was closed and is open.`],
  [
    "a closed fence that goes on counting",
    fence,
    plus("count", 1n),
    `${fence.pk} fence was closed and went on counting, from 6 to 7.`,
  ],
  ["a count that falls", fence, plus("count", -1n), `count of ${fence.pk} fence was 6 and is 5.`],
  ["a hold that opens again", hold, replaced({ state: "open" }), `${hold.pk} ${hold.sk} was captured and is open.`],
  [
    "an epoch that falls",
    balanceKey(names.payer),
    plus("epoch", -1n),
    `epoch of eu#acct#${names.payer} balance was 1 and is 0.`,
  ],
  [
    "an operation that is undone",
    operationKey(eu, evacuated.before, evacuated.refund),
    replaced({ state: "refused" }),
    `eu#pay#${evacuated.before} op#${evacuated.refund} was completed and is refused.`,
  ],
] as const)("catches %s", (_, key, change, fault) => {
  expect(faults(key, change)).toEqual([fault]);
});

it("lets a decline give way to what a stand-in had accepted", () => {
  const before = withChange(evacuatedState(), toHome, replaced({ state: "declined", postings: [] }));
  expect(checkChanges(before, evacuatedState()).breaches).toEqual([]);
});

it("names who wrote another cell's item, once", () => {
  const key = { pk: "eu#pay#pay_eu_1", sk: "payment" };
  const { breaches } = checkWrites([
    { cell: "eu", key },
    { cell: "us", key },
    { cell: "us", key },
  ]);
  expect(breaches.map(({ fault }) => fault)).toEqual(["eu#pay#pay_eu_1 payment was written by us."]);
});
