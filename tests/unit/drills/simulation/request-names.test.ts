import { describe, expect, it } from "vitest";
import { itemsOf, partitionsOf } from "../../../../drills/simulation/request-names.ts";

const key = (pk: string, sk: string) => ({ pk: { S: pk }, sk: { S: sk } });
const TRANSACTION = {
  TransactItems: [
    { Put: { TableName: "ledger", Item: { ...key("eu#pay#p", "payment"), kind: { S: "payment" } } } },
    { Update: { TableName: "ledger", Key: key("eu#acct#a", "stripe#3") } },
    { ConditionCheck: { TableName: "ledger", Key: key("eu#acct#a", "balance") } },
  ],
};

describe("the names of what a call is about", () => {
  it("tell the items of one partition apart", () => {
    expect(itemsOf(TRANSACTION)).toEqual(["eu#pay#p/payment", "eu#acct#a/stripe#3", "eu#acct#a/balance"]);
    expect(partitionsOf(TRANSACTION)).toEqual(["eu#pay#p", "eu#acct#a", "eu#acct#a"]);
  });

  it("are the same whatever the order of a key's fields", () => {
    const turned = { TransactItems: [{ Update: { Key: { sk: { S: "balance" }, pk: { S: "eu#acct#a" } } } }] };
    expect(itemsOf(turned)).toEqual(["eu#acct#a/balance"]);
  });

  it("are no items where a call is no transaction", () => {
    expect(itemsOf({ TableName: "ledger", Key: key("eu#acct#a", "balance") })).toEqual([]);
  });
});
