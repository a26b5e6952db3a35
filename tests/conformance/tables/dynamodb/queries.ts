import { is, type Case, type Fields, type Suite } from "../../case.ts";
import { createTable, dropTable, invalid, items, key, N, put, S } from "./shared.ts";

const seeded = ["a1", "a2", "b1", "b2", "c1"];
const seed = seeded.map((sk, index) => put({ n: N(index), g: S("{case}"), h: N(10 - index), x: S("padding") }, sk));

const rows = (...sks: readonly string[]): Fields => ({ Items: sks.map((sk) => ({ sk: S(sk) })), Count: sks.length });
const own = { ":p": S("{case}") };

function found(name: string, condition: string, values: Fields, expected: unknown, more: Fields = {}): Case {
  return {
    name,
    before: seed,
    call: "Query",
    input: {
      ...items,
      KeyConditionExpression: condition,
      ExpressionAttributeValues: { ...own, ...values },
      ConsistentRead: true,
      ...more,
    },
    gives: expected,
  };
}

function refused(name: string, message: RegExp, input: Fields): Case {
  return {
    name,
    call: "Query",
    input: { ...items, KeyConditionExpression: "pk = :p", ExpressionAttributeValues: own, ...input },
    fails: invalid(message),
  };
}

const keyOf = (sk: string): Fields => key(sk);

/** Queries of a table and of its indexes. */
export const queryCases: Suite = {
  service: "dynamodb",
  topic: "queries",
  setUp: createTable("items"),
  tearDown: [dropTable("items")],
  cases: [
    found(
      "A partition comes in the order of its sort keys",
      "pk = :p",
      {},
      {
        ...rows(...seeded),
        ScannedCount: 5,
        LastEvaluatedKey: is.absent,
      },
    ),
    found("Backwards", "pk = :p", {}, rows(...seeded.toReversed()), { ScanIndexForward: false }),
    found("The operands may be in any order", "sk = :s AND :p = pk", { ":s": S("b1") }, rows("b1")),
    found("sk <", "pk = :p AND sk < :s", { ":s": S("b1") }, rows("a1", "a2")),
    found("sk <=", "pk = :p AND sk <= :s", { ":s": S("b1") }, rows("a1", "a2", "b1")),
    found("sk >", "pk = :p AND sk > :s", { ":s": S("b1") }, rows("b2", "c1")),
    found("sk >=", "pk = :p AND sk >= :s", { ":s": S("b1") }, rows("b1", "b2", "c1")),
    found("sk BETWEEN", "pk = :p AND sk BETWEEN :a AND :b", { ":a": S("a2"), ":b": S("b1") }, rows("a2", "b1")),
    found("begins_with", "pk = :p AND begins_with(sk, :s)", { ":s": S("b") }, rows("b1", "b2")),
    found("Parentheses", "(pk = :p) AND (sk = :s)", { ":s": S("c1") }, rows("c1")),
    found("Nothing found", "pk = :p AND sk = :s", { ":s": S("z") }, { Items: [], Count: 0, ScannedCount: 0 }),
    found(
      "A filter counts what it read",
      "pk = :p",
      { ":n": N(3) },
      { ...rows("b2", "c1"), ScannedCount: 5 },
      {
        FilterExpression: "n >= :n",
      },
    ),
    found(
      "A limit is counted before the filter",
      "pk = :p",
      { ":n": N(3) },
      {
        Items: [],
        Count: 0,
        ScannedCount: 2,
        LastEvaluatedKey: keyOf("a2"),
      },
      { FilterExpression: "n >= :n", Limit: 2 },
    ),
    found(
      "A page ends at its limit and says where",
      "pk = :p",
      {},
      { ...rows("a1", "a2"), LastEvaluatedKey: keyOf("a2") },
      {
        Limit: 2,
      },
    ),
    found(
      "A limit of exactly what there is still says where it ended",
      "pk = :p",
      {},
      {
        ...rows(...seeded),
        LastEvaluatedKey: keyOf("c1"),
      },
      { Limit: 5 },
    ),
    found(
      "A page after the last is empty and the end",
      "pk = :p",
      {},
      { Items: [], LastEvaluatedKey: is.absent },
      {
        ExclusiveStartKey: keyOf("c1"),
      },
    ),
    found("A page goes on after a key that is not there", "pk = :p", {}, rows("b1", "b2", "c1"), {
      ExclusiveStartKey: keyOf("a9"),
    }),
    found(
      "A page goes on backwards",
      "pk = :p",
      {},
      { ...rows("a2", "a1"), LastEvaluatedKey: is.absent },
      {
        ExclusiveStartKey: keyOf("b1"),
        ScanIndexForward: false,
      },
    ),
    found("A count has no items", "pk = :p", {}, { Items: is.absent, Count: 5, ScannedCount: 5 }, { Select: "COUNT" }),
    found(
      "A projection",
      "pk = :p AND sk = :s",
      { ":s": S("a1") },
      {
        Items: [{ n: N(0), sk: is.absent, x: is.absent }],
      },
      { ProjectionExpression: "n" },
    ),
    found("An index sorts by its own key", "g = :p", {}, rows("c1", "b2", "b1", "a2", "a1"), {
      IndexName: "byGroup",
      ConsistentRead: false,
    }),
    found("An index sorts numbers as numbers", "g = :p AND h > :h", { ":h": N(9) }, rows("a1"), {
      IndexName: "byGroup",
      ConsistentRead: false,
    }),
    found(
      "A page of an index says all keys",
      "g = :p",
      {},
      {
        ...rows("c1"),
        LastEvaluatedKey: { ...keyOf("c1"), g: S("{case}"), h: N(6) },
      },
      { IndexName: "byGroup", Limit: 1, ConsistentRead: false },
    ),
    found("A page of an index goes on", "g = :p", {}, rows("b2", "b1", "a2", "a1"), {
      IndexName: "byGroup",
      ConsistentRead: false,
      ExclusiveStartKey: { ...keyOf("c1"), g: S("{case}"), h: N(6) },
    }),
    found(
      "An index of keys has keys only",
      "g = :p",
      {},
      {
        Count: 5,
        Items: Array.from({ length: 5 }, () => ({ pk: S("{case}"), sk: is.present, g: S("{case}"), n: is.absent })),
      },
      { IndexName: "keysOnly", ConsistentRead: false },
    ),
    {
      name: "An item without an index's key is not in the index",
      before: [put({ g: S("{case}") }, "without h"), put({ g: S("{case}"), h: N(1) }, "with h")],
      call: "Query",
      input: {
        ...items,
        IndexName: "byGroup",
        KeyConditionExpression: "g = :p",
        ExpressionAttributeValues: own,
      },
      gives: rows("with h"),
      within: 5_000,
    },
    {
      name: "An update moves an item within an index",
      before: [
        ...seed,
        {
          call: "UpdateItem",
          input: {
            ...items,
            Key: key("a1"),
            UpdateExpression: "SET h = :h",
            ExpressionAttributeValues: { ":h": N("6.5") },
          },
        },
      ],
      call: "Query",
      input: { ...items, IndexName: "byGroup", KeyConditionExpression: "g = :p", ExpressionAttributeValues: own },
      gives: rows("c1", "a1", "b2", "b1", "a2"),
      within: 5_000,
    },
    {
      name: "Sort keys are ordered by their UTF-8 bytes",
      before: ["Z", "a", "é", "\u{FF5E}", "\u{1F600}", "~"].map((sk) => put({}, sk)),
      call: "Query",
      input: { ...items, KeyConditionExpression: "pk = :p", ExpressionAttributeValues: own },
      gives: rows("Z", "a", "~", "é", "\u{FF5E}", "\u{1F600}"),
    },
    {
      name: "A page ends at one megabyte",
      before: ["1", "2", "3", "4"].map((sk) => put({ a: S("x".repeat(350_000)) }, sk)),
      call: "Query",
      input: { ...items, KeyConditionExpression: "pk = :p", ExpressionAttributeValues: own, Select: "COUNT" },
      gives: { Count: 3, LastEvaluatedKey: keyOf("3") },
      source: "Amazon DynamoDB Developer Guide, Paginating table query results",
    },
    refused("No condition on the partition key", /Query condition missed key schema element: pk/, {
      KeyConditionExpression: "sk = :p",
    }),
    refused("A partition key has to be equal", /Query key condition not supported/, {
      KeyConditionExpression: "pk > :p",
    }),
    refused("A condition on another attribute", /Query condition missed key schema element: sk/, {
      KeyConditionExpression: "pk = :p AND n = :p",
    }),
    refused("<> is no key condition", /Invalid operator used in KeyConditionExpression: <>/, {
      KeyConditionExpression: "pk = :p AND sk <> :p",
    }),
    refused("OR is no key condition", /Invalid operator used in KeyConditionExpression: OR/, {
      KeyConditionExpression: "pk = :p OR sk = :p",
    }),
    refused("contains is no key condition", /Invalid operator used in KeyConditionExpression: contains/, {
      KeyConditionExpression: "pk = :p AND contains(sk, :p)",
    }),
    refused(
      "A key condition names one attribute once",
      /KeyConditionExpressions must only contain one condition per key/,
      {
        KeyConditionExpression: "pk = :p AND sk > :p AND sk < :p",
      },
    ),
    refused("A key value has the wrong type", /Condition parameter type does not match schema type/, {
      ExpressionAttributeValues: { ":p": N(1) },
    }),
    refused(
      "A filter names no key attribute",
      /Filter Expression can only contain non-primary key attributes: Primary key attribute: sk/,
      {
        FilterExpression: "sk = :p",
      },
    ),
    refused("An index is unknown", /The table does not have the specified index: none/, { IndexName: "none" }),
    refused("A consistent read of a global index", /Consistent reads are not supported on global secondary indexes/, {
      IndexName: "byGroup",
      KeyConditionExpression: "g = :p",
      ConsistentRead: true,
    }),
    refused(
      "Select ALL_ATTRIBUTES of an index of keys",
      /ALL_ATTRIBUTES .*not supported for global secondary index keysOnly/i,
      {
        IndexName: "keysOnly",
        KeyConditionExpression: "g = :p",
        Select: "ALL_ATTRIBUTES",
      },
    ),
    refused("Select SPECIFIC_ATTRIBUTES without attributes", /SPECIFIC_ATTRIBUTES/, { Select: "SPECIFIC_ATTRIBUTES" }),
    refused(
      "Select COUNT with a projection",
      /Cannot specify the ProjectionExpression when choosing to get only the Count/,
      {
        Select: "COUNT",
        ProjectionExpression: "n",
      },
    ),
    refused("A limit of nothing", /Member must have value greater than or equal to 1/, { Limit: 0 }),
    refused(
      "A start key of another partition",
      /The provided starting key is (outside query boundaries based on provided conditions|invalid)/,
      {
        ExclusiveStartKey: { pk: S("other"), sk: S("a1") },
      },
    ),
    refused("A start key that is no key", /The provided starting key is invalid/, {
      ExclusiveStartKey: { pk: S("{case}") },
    }),
  ],
};
