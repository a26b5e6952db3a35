import { expect, it } from "vitest";
import { missingElsewhere, stillMissing } from "../../../../drills/conduct/catching-up.ts";
import type { LedgerState, StoredItem } from "../../../../drills/checkers/ledger-view.ts";
import type { Item } from "../../../../functions/domain/ledger-write.ts";

const stored = (pk: string, sk: string, item: Item = {}): StoredItem => ({ key: { pk, sk }, item });
const balance = (version: bigint) => stored("eu#acct#a", "balance", { version });
const fence = (count: bigint) => stored("us#standin#eu#2#0", "fence", { count });
const entry = stored("eu#pay#p", "payment");

function state(eu: readonly StoredItem[], us: readonly StoredItem[]): LedgerState {
  return {
    cells: new Map([
      ["eu", "eu-west-1"],
      ["us", "us-east-1"],
    ]),
    regions: new Map([
      ["eu-west-1", eu],
      ["us-east-1", us],
    ]),
  };
}

it("lists what a replica does not have, and what it has an older version of", () => {
  const missing = missingElsewhere(state([balance(5n), entry, fence(1n)], [balance(4n), fence(2n)]));
  expect(missing.map(({ cell, key, version }) => `${cell} ${key.pk} ${version}`)).toEqual([
    "us eu#acct#a 5",
    "us eu#pay#p 0",
    "eu us#standin#eu#2#0 2",
  ]);
});

it("lists nothing where replicas are as far as their writers, or further", () => {
  expect(missingElsewhere(state([balance(5n), entry], [balance(6n), entry]))).toEqual([]);
});

it("takes off what has arrived since", async () => {
  const missing = missingElsewhere(state([balance(5n), entry], []));
  const has = new Map<string, Item>([["eu#acct#a", { version: 7n }]]);
  const items = async (_: string, keys: readonly { readonly pk: string }[]) => keys.map(({ pk }) => has.get(pk));
  const left = await stillMissing(missing, { cells: ["eu", "us"], items });
  expect(left.map(({ key }) => key.pk)).toEqual(["eu#pay#p"]);
});
