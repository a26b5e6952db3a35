import { is, type Case, type Failure, type Fields, type Suite } from "../../case.ts";
import { createTable, dropTable, holds, invalid, items, key, N, put, S } from "./shared.ts";

const putting = (sk: string, more: Fields = {}, attributes: Fields = {}): Fields => ({
  Put: { ...items, Item: { ...key(sk), ...attributes }, ...more },
});
const deleting = (sk: string, more: Fields = {}): Fields => ({ Delete: { ...items, Key: key(sk), ...more } });
const checking = (sk: string, condition: string, more: Fields = {}): Fields => ({
  ConditionCheck: { ...items, Key: key(sk), ConditionExpression: condition, ...more },
});
const updating = (sk: string, expression: string, more: Fields = {}): Fields => ({
  Update: { ...items, Key: key(sk), UpdateExpression: expression, ...more },
});
const transact = (...entries: readonly Fields[]): Fields => ({ TransactItems: entries });

const failed = { Code: "ConditionalCheckFailed", Message: "The conditional request failed" };
const none = { Code: "None", Message: is.absent, Item: is.absent };
const isNew = { ConditionExpression: "attribute_not_exists(pk)" };

function cancelled(...reasons: readonly Fields[]): Failure {
  const codes = reasons.map(({ Code }) => String(Code)).join(", ");
  return {
    name: "TransactionCanceledException",
    message: new RegExp(
      `^Transaction cancelled, please refer cancellation reasons for specific reasons \\[${codes}\\]$`,
    ),
    with: { CancellationReasons: reasons },
  };
}

function refused(name: string, message: RegExp, input: Fields, call = "TransactWriteItems"): Case {
  return { name, call, input, fails: invalid(message) };
}

const sizes = (count: number, each: number): readonly Fields[] =>
  Array.from({ length: count }, (_, index) => putting(String(index), {}, { a: S("x".repeat(each)) }));

/** Transactions: all or nothing, and why nothing. */
export const transactionCases: Suite = {
  service: "dynamodb",
  topic: "transactions",
  setUp: createTable("items"),
  tearDown: [dropTable("items")],
  cases: [
    {
      name: "Every kind of write at once",
      before: [put({ n: N(1) }, "u"), put({}, "d"), put({}, "c")],
      call: "TransactWriteItems",
      input: transact(
        putting("p", isNew),
        updating("u", "ADD n :v", { ExpressionAttributeValues: { ":v": N(2) } }),
        deleting("d"),
        checking("c", "attribute_exists(pk)"),
      ),
      after: [holds(key("p"), "p"), holds({ n: N(3) }, "u"), holds(undefined, "d"), holds(key("c"), "c")],
    },
    {
      name: "Reasons come in the order of the entries, and nothing is written",
      before: [put({}, "2"), put({}, "4")],
      call: "TransactWriteItems",
      input: transact(putting("1", isNew), putting("2", isNew), putting("3", isNew), putting("4", isNew)),
      fails: cancelled(none, failed, none, failed),
      after: [holds(undefined, "1"), holds(undefined, "3")],
    },
    {
      name: "A reason has the old item where it is asked for",
      before: [put({ a: N(7) }, "1"), put({ a: N(8) }, "2")],
      call: "TransactWriteItems",
      input: transact(
        putting("1", { ...isNew, ReturnValuesOnConditionCheckFailure: "ALL_OLD" }),
        putting("2", isNew),
        checking("3", "attribute_exists(pk)", { ReturnValuesOnConditionCheckFailure: "ALL_OLD" }),
      ),
      fails: cancelled(
        { ...failed, Item: { ...key("1"), a: N(7) } },
        { ...failed, Item: is.absent },
        { ...failed, Item: is.absent },
      ),
    },
    {
      name: "An update that cannot be done is a ValidationError among the reasons",
      before: [put({ n: S("text") }, "1")],
      call: "TransactWriteItems",
      input: transact(putting("2"), updating("1", "ADD n :v", { ExpressionAttributeValues: { ":v": N(2) } })),
      fails: cancelled(none, {
        Code: "ValidationError",
        Message: is.match(/An operand in the update expression has an incorrect data type/),
      }),
      after: [holds(undefined, "2")],
    },
    {
      name: "Each entry is judged on what was before the transaction",
      before: [put({ n: N(1) }, "1")],
      call: "TransactWriteItems",
      input: transact(
        updating("1", "SET n = :v", { ExpressionAttributeValues: { ":v": N(2) } }),
        checking("2", "attribute_not_exists(pk)"),
      ),
      after: [holds({ n: N(2) }, "1")],
    },
    refused(
      "One item twice",
      /^Transaction request cannot include multiple operations on one item$/,
      transact(putting("1"), deleting("1")),
    ),
    refused("No entry", /Member must have length greater than or equal to 1/, { TransactItems: [] }),
    refused(
      "A hundred and one entries",
      /Member must have length less than or equal to 100/,
      transact(...Array.from({ length: 101 }, (_, index) => putting(String(index)))),
    ),
    {
      name: "A hundred entries",
      call: "TransactWriteItems",
      input: transact(...Array.from({ length: 100 }, (_, index) => putting(String(index)))),
      after: [holds(key("99"), "99")],
    },
    refused(
      "An entry of two kinds",
      /TransactItems can only contain one of Check, Put, Update or Delete/,
      transact({ ...putting("1"), ...deleting("2") }),
    ),
    refused(
      "A check without a condition",
      /conditionExpression|ConditionExpression/,
      transact({ ConditionCheck: { ...items, Key: key() } }),
    ),
    refused(
      "An update of a key",
      /Cannot update attribute sk\. This attribute is part of the key/,
      transact(updating("1", "SET sk = :v", { ExpressionAttributeValues: { ":v": S("2") } })),
    ),
    refused(
      "A reserved word in an entry",
      /Attribute name is a reserved keyword; reserved keyword: status/,
      transact(checking("1", "attribute_exists(status)")),
    ),
    refused(
      "An entry's unused value",
      /unused in expressions: keys: \{:w\}/,
      transact(putting("1", { ...isNew, ExpressionAttributeValues: { ":w": N(1) } })),
    ),
    refused("An entry lacks its sort key", /Missing the key sk in the item|The provided key element/, {
      TransactItems: [{ Put: { ...items, Item: { pk: S("{case}") } } }],
    }),
    {
      name: "A table of an entry is unknown",
      call: "TransactWriteItems",
      input: transact(putting("1"), { Put: { TableName: "conformance-none-{run}", Item: key() } }),
      fails: "ResourceNotFoundException",
      after: [holds(undefined)],
    },
    {
      name: "Almost four megabytes are taken",
      call: "TransactWriteItems",
      input: transact(...sizes(10, 400_000)),
      after: [holds({ sk: S("9") }, "9")],
      source: "Amazon DynamoDB Developer Guide, Amazon DynamoDB Transactions: How it works",
    },
    {
      name: "More than four megabytes are refused",
      call: "TransactWriteItems",
      input: transact(...sizes(11, 400_000)),
      fails: "ValidationException",
      after: [holds(undefined, "0")],
      source: "Amazon DynamoDB Developer Guide, Amazon DynamoDB Transactions: How it works",
    },
    {
      name: "An item of more than 400 KB in an entry",
      call: "TransactWriteItems",
      input: transact(putting("1", {}, { a: S("x".repeat(409_700)) }), putting("2")),
      fails: invalid(/Item size has exceeded the maximum allowed size|Item size to update has exceeded/),
      after: [holds(undefined, "2")],
    },
    {
      name: "A replayed client token does nothing and succeeds",
      before: [
        { call: "TransactWriteItems", input: { ...transact(putting("1", isNew)), ClientRequestToken: "t{case}" } },
        { call: "DeleteItem", input: { ...items, Key: key() } },
      ],
      call: "TransactWriteItems",
      input: { ...transact(putting("1", isNew)), ClientRequestToken: "t{case}" },
      after: [holds(undefined)],
    },
    {
      name: "A client token with another request",
      before: [{ call: "TransactWriteItems", input: { ...transact(putting("1")), ClientRequestToken: "t{case}" } }],
      call: "TransactWriteItems",
      input: { ...transact(putting("1", {}, { a: N(1) })), ClientRequestToken: "t{case}" },
      fails: "IdempotentParameterMismatchException",
      after: [holds({ a: is.absent })],
    },
    {
      name: "A client token with its request's members in another order",
      before: [
        {
          call: "TransactWriteItems",
          input: { ...transact(putting("1", {}, { a: N(1), b: N(2) })), ClientRequestToken: "t{case}" },
        },
      ],
      call: "TransactWriteItems",
      input: { ...transact(putting("1", {}, { b: N(2), a: N(1) })), ClientRequestToken: "t{case}" },
    },
    {
      name: "A replay may ask for another ReturnConsumedCapacity",
      before: [{ call: "TransactWriteItems", input: { ...transact(putting("1")), ClientRequestToken: "t{case}" } }],
      call: "TransactWriteItems",
      input: { ...transact(putting("1")), ClientRequestToken: "t{case}", ReturnConsumedCapacity: "TOTAL" },
      gives: { ConsumedCapacity: [{ TableName: "{items}" }] },
      source: "TransactWriteItems, ClientRequestToken: a replay costs read capacity",
    },
    {
      name: "A token of a cancelled transaction can be used again",
      before: [
        put({}, "1"),
        {
          call: "TransactWriteItems",
          input: { ...transact(putting("1", isNew)), ClientRequestToken: "t{case}" },
          fails: "TransactionCanceledException",
        },
        { call: "DeleteItem", input: { ...items, Key: key("1") } },
      ],
      call: "TransactWriteItems",
      input: { ...transact(putting("1", isNew)), ClientRequestToken: "t{case}" },
      after: [holds(key("1"), "1")],
    },
    refused("A client token of 37 characters", /Member must have length less than or equal to 36/, {
      ...transact(putting("1")),
      ClientRequestToken: "t".repeat(37),
    }),
    {
      name: "A transaction costs two units for one",
      call: "TransactWriteItems",
      input: { ...transact(putting("1"), putting("2")), ReturnConsumedCapacity: "TOTAL" },
      gives: { ConsumedCapacity: [{ TableName: "{items}", CapacityUnits: 4 }] },
      source: "Amazon DynamoDB Developer Guide, Capacity consumption for transactions",
    },
    {
      name: "TransactGetItems answers in the order asked, and an empty entry where nothing is",
      before: [put({ a: N(1) }, "1"), put({ a: N(3), b: N(4) }, "3")],
      call: "TransactGetItems",
      input: transact(
        { Get: { ...items, Key: key("3"), ProjectionExpression: "a" } },
        { Get: { ...items, Key: key("2") } },
        { Get: { ...items, Key: key("1") } },
      ),
      gives: {
        Responses: [{ Item: { a: N(3), b: is.absent, sk: is.absent } }, { Item: is.absent }, { Item: { a: N(1) } }],
      },
    },
    refused(
      "TransactGetItems of one item twice",
      /^Transaction request cannot include multiple operations on one item$/,
      transact({ Get: { ...items, Key: key() } }, { Get: { ...items, Key: key() } }),
      "TransactGetItems",
    ),
    refused(
      "TransactGetItems of a hundred and one",
      /Member must have length less than or equal to 100/,
      transact(...Array.from({ length: 101 }, (_, index) => ({ Get: { ...items, Key: key(String(index)) } }))),
      "TransactGetItems",
    ),
    {
      name: "TransactGetItems of an unknown table",
      call: "TransactGetItems",
      input: transact({ Get: { TableName: "conformance-none-{run}", Key: key() } }),
      fails: "ResourceNotFoundException",
    },
  ],
};
