import { expect, it } from "vitest";
import { noPersonalData } from "../../../../drills/checkers/no-personal-data.ts";
import { viewLedger } from "../../../../drills/checkers/ledger-view.ts";
import type { Item } from "../../../../functions/domain/ledger-write.ts";
import { names } from "./states.ts";

const ENDPOINT = { pk: "eu#hooks#shop", sk: `endpoint#whk_eu_${"0".repeat(32)}` };
const ACCOUNT = { pk: `eu#acct#${names.payer}`, sk: "account" };

function faults(key: typeof ENDPOINT, item: Item): readonly string[] {
  const regions = new Map([["eu-west-1", [{ key, item }]]]);
  const ledger = viewLedger({ cells: new Map([["eu", "eu-west-1"]]), regions });
  return noPersonalData.check(ledger).map(({ fault }) => fault);
}

it.each([
  "https://shop.example/hooks",
  "https://shop.example/hooks?source=payments&sign=%2Fa%2F",
  "https://shop.example/~hooks/(new)?x={y|z}^$!*,;@[1]'",
])("lets a tenant's endpoint have any address that is a URL: %s", (url) => {
  expect(faults(ENDPOINT, { url, tenant: "shop" })).toEqual([]);
});

it.each([
  ["an account number of a bank in an address", ENDPOINT, { url: "https://shop.example/?of=NL91ABNA0417164300" }],
  ["what is no address in its place", ENDPOINT, { url: "Ada Lovelace" }],
  ["other text beside an address", ENDPOINT, { url: "https://shop.example/?a=1", note: "Ada Lovelace" }],
  ["an address where no endpoint is", ACCOUNT, { url: "https://shop.example/?name=Ada" }],
])("finds %s", (_, key, item) => {
  expect(faults(key, item)).toEqual([`${key.pk} ${key.sk} holds a text that may be about a person.`]);
});
