import { beforeEach, describe, expect, it } from "vitest";
import { createHarness, type Harness, type Input, key, ledgerTable, refusal } from "./harness.ts";

const invalid = "ValidationException: ";

let local: Harness;
beforeEach(() => {
  local = createHarness();
  local.call("CreateTable", ledgerTable());
  local.call("PutItem", { TableName: "ledger", Item: { ...key("account"), available: { N: "100" } } });
});

const transact = (entries: readonly Input[], more: Input = {}): Input => ({ TransactItems: entries, ...more });
const put = (pk: string, more: Input = {}): Input => ({ Put: { TableName: "ledger", Item: key(pk), ...more } });
const debit = (amount: number, more: Input = {}): Input => ({
  Update: {
    TableName: "ledger",
    Key: key("account"),
    UpdateExpression: "SET available = available - :amount",
    ConditionExpression: "available >= :amount",
    ExpressionAttributeValues: { ":amount": { N: `${amount}` } },
    ...more,
  },
});
const check = (pk: string): Input => ({
  ConditionCheck: { TableName: "ledger", Key: key(pk), ConditionExpression: "attribute_exists(pk)" },
});
const available = (): unknown => {
  const { Item: item } = local.call("GetItem", { TableName: "ledger", Key: key("account") });
  return item;
};

describe("TransactWriteItems", () => {
  it("writes everything", () => {
    expect(local.call("TransactWriteItems", transact([put("payment"), debit(30)]))).toEqual({});
    expect(available()).toMatchObject({ available: { N: "70" } });
  });

  it("writes nothing where one condition fails, and tells each entry's reason in order", () => {
    const entries = [put("payment"), debit(500, { ReturnValuesOnConditionCheckFailure: "ALL_OLD" }), check("nobody")];
    expect(local.answer("TransactWriteItems", transact(entries))).toBe(
      "TransactionCanceledException: Transaction cancelled, please refer cancellation reasons for specific reasons " +
        "[None, ConditionalCheckFailed, ConditionalCheckFailed]",
    );
    expect(refusal(() => local.call("TransactWriteItems", transact(entries)))).toEqual({
      code: "TransactionCanceledException",
      CancellationReasons: [
        { Code: "None" },
        {
          Code: "ConditionalCheckFailed",
          Message: "The conditional request failed",
          Item: { ...key("account"), available: { N: "100" } },
        },
        { Code: "ConditionalCheckFailed", Message: "The conditional request failed" },
      ],
    });
    expect(local.call("GetItem", { TableName: "ledger", Key: key("payment") })).toEqual({});
    expect(available()).toMatchObject({ available: { N: "100" } });
  });

  it("tells what an update cannot do as a reason", () => {
    const broken = debit(1, { UpdateExpression: "SET nowhere.part = :amount" });
    expect(refusal(() => local.call("TransactWriteItems", transact([put("payment"), broken])))).toEqual({
      code: "TransactionCanceledException",
      CancellationReasons: [
        { Code: "None" },
        {
          Code: "ValidationError",
          Message: "The document path provided in the update expression is invalid for update",
        },
      ],
    });
  });

  it.each<[string, readonly Input[], string]>([
    [
      "one item twice",
      [put("payment"), { Delete: { TableName: "ledger", Key: key("payment") } }],
      "Transaction request cannot include multiple operations on one item",
    ],
    [
      "nothing",
      [],
      "1 validation error detected: Value '[]' at 'transactItems' failed to satisfy constraint: " +
        "Member must have length greater than or equal to 1",
    ],
    [
      "101 entries",
      Array.from({ length: 101 }, (_, index) => put(`p${index}`)),
      "1 validation error detected: Value '[101 entries]' at 'transactItems' failed to satisfy constraint: " +
        "Member must have length less than or equal to 100",
    ],
    [
      "two actions in one entry",
      [{ ...put("payment"), ...debit(1) }],
      "TransactItems can only contain one of Check, Put, Update or Delete",
    ],
    [
      "a reserved word",
      [debit(1, { UpdateExpression: "SET name = :amount" })],
      "Invalid UpdateExpression: Attribute name is a reserved keyword; reserved keyword: name",
    ],
    [
      "more than 4 MB",
      Array.from({ length: 11 }, (_, index) => ({
        Put: { TableName: "ledger", Item: { ...key(`p${index}`), x: { S: "x".repeat(400_000) } } },
      })),
      "Collection size of items in the transaction exceeds the 4 MB limit",
    ],
  ])("refuses %s", (_, entries, refused) => {
    expect(local.answer("TransactWriteItems", transact(entries))).toBe(invalid + refused);
  });

  it("counts every entry double, and a replay as reads", () => {
    const request = transact([put("payment"), debit(30), put("other")], {
      ClientRequestToken: "token",
      ReturnConsumedCapacity: "TOTAL",
    });
    const capacity = (units: Input): unknown => ({ ConsumedCapacity: [{ TableName: "ledger", ...units }] });
    expect(local.call("TransactWriteItems", request)).toEqual(capacity({ CapacityUnits: 6, WriteCapacityUnits: 6 }));
    expect(local.call("TransactWriteItems", request)).toEqual(capacity({ CapacityUnits: 6, ReadCapacityUnits: 6 }));
  });
});

describe("a client token", () => {
  const request = (amount: number): Input => transact([debit(amount)], { ClientRequestToken: "token" });

  it("makes a retry do nothing for ten minutes", async () => {
    local.call("TransactWriteItems", request(10));
    await local.kernel.advance(9 * 60_000);
    local.call("TransactWriteItems", request(10));
    expect(available()).toMatchObject({ available: { N: "90" } });
    await local.kernel.advance(60_000);
    local.call("TransactWriteItems", request(10));
    expect(available()).toMatchObject({ available: { N: "80" } });
  });

  it("refuses another transaction under the same token", () => {
    local.call("TransactWriteItems", request(10));
    expect(local.answer("TransactWriteItems", request(20))).toMatch(/^IdempotentParameterMismatchException: /);
    expect(available()).toMatchObject({ available: { N: "90" } });
  });

  it("is free again after a cancelled transaction", () => {
    expect(local.answer("TransactWriteItems", request(500))).toMatch(/^TransactionCanceledException: /);
    local.call("UpdateItem", {
      TableName: "ledger",
      Key: key("account"),
      UpdateExpression: "SET available = :v",
      ExpressionAttributeValues: { ":v": { N: "600" } },
    });
    local.call("TransactWriteItems", request(500));
    expect(available()).toMatchObject({ available: { N: "100" } });
  });
});

describe("TransactGetItems", () => {
  it("reads in order, what is missing as nothing", () => {
    const get = (pk: string): Input => ({ Get: { TableName: "ledger", Key: key(pk) } });
    expect(
      local.call("TransactGetItems", transact([get("nobody"), get("account")], { ReturnConsumedCapacity: "TOTAL" })),
    ).toEqual({
      Responses: [{}, { Item: { ...key("account"), available: { N: "100" } } }],
      ConsumedCapacity: [{ TableName: "ledger", CapacityUnits: 4, ReadCapacityUnits: 4 }],
    });
  });
});
