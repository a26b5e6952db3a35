import { describe, expect, it } from "vitest";
import { clause, type LedgerWrite } from "../../../../functions/domain/ledger-write.ts";
import { transactItems } from "../../../../functions/stores/transact-items.ts";

const KEY = { pk: "eu#acct#a", sk: "balance" };
const COMMON = { TableName: "ledger", ReturnValuesOnConditionCheckFailure: "ALL_OLD" };
const Key = { pk: { S: "eu#acct#a" }, sk: { S: "balance" } };

const exists = clause("exists", { field: "status", is: "present" });
const enough = {
  name: "enough",
  anyOf: [
    { field: "available", is: ">=", value: 40n },
    { field: "floor", is: "=", value: "none" },
  ],
} as const;

describe("a write becomes", () => {
  it.each<[string, LedgerWrite, object]>([
    [
      "a put of what is not there yet",
      { write: "put", key: KEY, item: { state: "open", amount: 40n, nested: { list: [1n, "a", true] } } },
      {
        Put: {
          ...COMMON,
          Item: {
            ...Key,
            state: { S: "open" },
            amount: { N: "40" },
            nested: { M: { list: { L: [{ N: "1" }, { S: "a" }, { BOOL: true }] } } },
          },
          ConditionExpression: "attribute_not_exists(pk)",
        },
      },
    ],
    [
      "a condition check, each value under a name of its own",
      {
        write: "check",
        key: KEY,
        require: [exists, clause("open", { field: "status", is: "=", value: "open" }), enough],
      },
      {
        ConditionCheck: {
          ...COMMON,
          Key,
          ConditionExpression: "attribute_exists(#status) AND #status = :0 AND (#available >= :1 OR #floor = :2)",
          ExpressionAttributeNames: { "#status": "status", "#available": "available", "#floor": "floor" },
          ExpressionAttributeValues: { ":0": { S: "open" }, ":1": { N: "40" }, ":2": { S: "none" } },
        },
      },
    ],
    [
      "an update that sets, adds and removes under its conditions",
      {
        write: "update",
        key: KEY,
        require: [
          clause("epoch", { field: "epoch", is: "<=", value: 3n }),
          clause("not_isolated", { field: "isolatedLeft", is: "absent" }),
        ],
        set: { epoch: 3n, last: "pay_1" },
        add: { available: -40n, version: 1n },
        remove: ["due", "dueAt"],
      },
      {
        Update: {
          ...COMMON,
          Key,
          UpdateExpression: "SET #epoch = :0, #last = :1 ADD #available :2, #version :3 REMOVE #due, #dueAt",
          ConditionExpression: "#epoch <= :4 AND attribute_not_exists(#isolatedLeft)",
          ExpressionAttributeNames: {
            "#epoch": "epoch",
            "#last": "last",
            "#available": "available",
            "#version": "version",
            "#due": "due",
            "#dueAt": "dueAt",
            "#isolatedLeft": "isolatedLeft",
          },
          ExpressionAttributeValues: {
            ":0": { N: "3" },
            ":1": { S: "pay_1" },
            ":2": { N: "-40" },
            ":3": { N: "1" },
            ":4": { N: "3" },
          },
        },
      },
    ],
    [
      "an update without conditions",
      { write: "update", key: KEY, require: [], add: { net_EUR: 40n } },
      {
        Update: {
          ...COMMON,
          Key,
          UpdateExpression: "ADD #net_EUR :0",
          ExpressionAttributeNames: { "#net_EUR": "net_EUR" },
          ExpressionAttributeValues: { ":0": { N: "40" } },
        },
      },
    ],
    [
      "an update without values: DynamoDB refuses an empty map of them",
      { write: "update", key: KEY, require: [clause("due", { field: "due", is: "present" })], remove: ["due"] },
      {
        Update: {
          ...COMMON,
          Key,
          UpdateExpression: "REMOVE #due",
          ConditionExpression: "attribute_exists(#due)",
          ExpressionAttributeNames: { "#due": "due" },
        },
      },
    ],
    [
      "an update whose empty parts are left out",
      { write: "update", key: KEY, require: [], set: {}, add: {}, remove: ["due"] },
      {
        Update: { ...COMMON, Key, UpdateExpression: "REMOVE #due", ExpressionAttributeNames: { "#due": "due" } },
      },
    ],
  ])("%s", (_, write, item) => {
    expect(transactItems("ledger", [write])).toEqual([item]);
  });

  it("items in the order of the writes, which refusals count by", () => {
    const put: LedgerWrite = { write: "put", key: KEY, item: {} };
    const check: LedgerWrite = { write: "check", key: KEY, require: [exists] };
    expect(transactItems("ledger", [put, check]).map((item) => Object.keys(item))).toEqual([
      ["Put"],
      ["ConditionCheck"],
    ]);
  });
});
