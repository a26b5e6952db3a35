import { beforeEach, describe, expect, it } from "vitest";
import { createHarness, type Harness, type Input, key, ledgerTable, type Reply } from "./harness.ts";

const invalid = "ValidationException: ";

let local: Harness;
beforeEach(() => {
  local = createHarness();
  local.call("CreateTable", ledgerTable());
});

function fill(pk: string, sorts: readonly string[], more: (sk: string) => Input = () => ({})): void {
  for (const sk of sorts) local.call("PutItem", { TableName: "ledger", Item: { ...key(pk, sk), ...more(sk) } });
}

function query(condition: string, values: Input, more: Input = {}): Reply | string {
  const given = { KeyConditionExpression: condition, ExpressionAttributeValues: values };
  return local.answer("Query", { TableName: "ledger", ...given, ...more });
}

const sortKeys = (reply: Reply | string): unknown =>
  typeof reply === "string" ? reply : (reply["Items"] as readonly { sk: { S: string } }[]).map(({ sk }) => sk.S);

describe("Query", () => {
  const a = { ":p": { S: "a" } };

  it.each<[string, Input, Input, readonly string[]]>([
    ["pk = :p", a, {}, ["a1", "a2", "b1", "b2", "c1"]],
    [":p = pk", a, {}, ["a1", "a2", "b1", "b2", "c1"]],
    ["pk = :p AND sk = :s", { ...a, ":s": { S: "b1" } }, {}, ["b1"]],
    ["pk = :p AND sk < :s", { ...a, ":s": { S: "b1" } }, {}, ["a1", "a2"]],
    ["pk = :p AND sk <= :s", { ...a, ":s": { S: "b1" } }, {}, ["a1", "a2", "b1"]],
    ["pk = :p AND sk > :s", { ...a, ":s": { S: "b1" } }, {}, ["b2", "c1"]],
    ["pk = :p AND sk >= :s", { ...a, ":s": { S: "b1" } }, {}, ["b1", "b2", "c1"]],
    ["pk = :p AND begins_with(sk, :s)", { ...a, ":s": { S: "b" } }, {}, ["b1", "b2"]],
    ["pk = :p AND sk BETWEEN :s AND :t", { ...a, ":s": { S: "a2" }, ":t": { S: "b1" } }, {}, ["a2", "b1"]],
    ["pk = :p", a, { ScanIndexForward: false }, ["c1", "b2", "b1", "a2", "a1"]],
    ["pk = :p", a, { Limit: 2, ScanIndexForward: false, ExclusiveStartKey: key("a", "b2") }, ["b1", "a2"]],
    ["pk = :p", a, { ExclusiveStartKey: key("a", "b") }, ["b1", "b2", "c1"]],
    ["pk = :p", { ":p": { S: "none" } }, {}, []],
  ])("%s %j %j", (condition, values, more, found) => {
    fill("a", ["b2", "a1", "c1", "a2", "b1"]);
    fill("b", ["a1"]);
    expect(sortKeys(query(condition, values, more))).toEqual(found);
  });

  it.each<[string, Input, Input, string]>([
    ["sk = :p", a, {}, "Query condition missed key schema element: pk"],
    ["pk > :p", a, {}, "Query key condition not supported"],
    ["pk = :p OR pk = :p", a, {}, "Invalid operator used in KeyConditionExpression: OR"],
    ["pk = :p AND sk <> :p", a, {}, "Invalid operator used in KeyConditionExpression: <>"],
    ["pk = :p AND contains(sk, :p)", a, {}, "Invalid operator used in KeyConditionExpression: contains"],
    ["pk = :p AND sk > :p AND sk < :p", a, {}, "KeyConditionExpressions must only contain one condition per key"],
    ["pk = :p AND colour = :p", a, {}, "Query condition missed key schema element: sk"],
    [
      "pk = :p",
      { ":p": { N: "1" } },
      {},
      "One or more parameter values were invalid: Condition parameter type does not match schema type",
    ],
    [
      "pk = :p",
      a,
      { FilterExpression: "sk = :p" },
      "Filter Expression can only contain non-primary key attributes: Primary key attribute: sk",
    ],
    ["pk = :p", a, { IndexName: "nope" }, "The table does not have the specified index: nope"],
    [
      "pk = :p",
      a,
      { Limit: 0 },
      "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: " +
        "Member must have value greater than or equal to 1",
    ],
    [
      "pk = :p",
      a,
      { ExclusiveStartKey: key("b") },
      "The provided starting key is outside query boundaries based on provided conditions",
    ],
    [
      "pk = :p AND sk > :s",
      { ...a, ":s": { S: "5" } },
      { ExclusiveStartKey: key("a", "1") },
      "The provided starting key does not match the range key predicate",
    ],
    [
      "due = :p",
      a,
      { IndexName: "due-index", ConsistentRead: true },
      "Consistent reads are not supported on global secondary indexes",
    ],
    [
      "due = :p",
      a,
      { IndexName: "due-index", ProjectionExpression: "x" },
      "One or more parameter values were invalid: Global secondary index due-index does not project [x]",
    ],
    [
      "pk = :p",
      a,
      { Select: "COUNT", ProjectionExpression: "x" },
      "Cannot specify the ProjectionExpression when choosing to get only the Count",
    ],
  ])("refuses %s %j %j", (condition, values, more, refused) => {
    expect(query(condition, values, more)).toBe(invalid + refused);
  });

  it("filters what it read, and counts what it filtered", () => {
    fill("a", ["1", "2", "3"], (sk) => ({ x: { N: sk } }));
    const filtered = { FilterExpression: "x > :x", Select: "COUNT" };
    expect(query("pk = :p", { ...a, ":x": { N: "1" } }, filtered)).toEqual({ Count: 2, ScannedCount: 3 });
  });

  it("tells a last key even where the page happened to end with the partition", () => {
    fill("a", ["1", "2"]);
    expect(query("pk = :p", a, { Limit: 2 })).toMatchObject({ LastEvaluatedKey: key("a", "2") });
    expect(query("pk = :p", a, { ExclusiveStartKey: key("a", "2") })).toEqual({ Items: [], Count: 0, ScannedCount: 0 });
  });

  it("ends a page at 1 MB", () => {
    const sorts = Array.from({ length: 5 }, (_, index) => `${index}`);
    fill("a", sorts, () => ({ x: { S: "x".repeat(300 * 1_024) } }));
    const first = query("pk = :p", a, { ReturnConsumedCapacity: "TOTAL" });
    expect(first).toMatchObject({
      Count: 4,
      LastEvaluatedKey: key("a", "3"),
      ConsumedCapacity: { CapacityUnits: 150.5 },
    });
    expect(sortKeys(query("pk = :p", a, { ExclusiveStartKey: key("a", "3") }))).toEqual(["4"]);
  });

  it("orders numbers as numbers and texts as their UTF-8 bytes", () => {
    local.call("CreateTable", {
      TableName: "numbers",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [
        { AttributeName: "pk", AttributeType: "S" },
        { AttributeName: "sk", AttributeType: "N" },
      ],
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
    });
    for (const N of ["10", "9", "-1.5", "0.25", "-20"]) {
      local.call("PutItem", { TableName: "numbers", Item: { pk: { S: "a" }, sk: { N } } });
    }
    const numbers = local.call("Query", {
      TableName: "numbers",
      KeyConditionExpression: "pk = :p",
      ExpressionAttributeValues: a,
    })["Items"];
    expect(numbers).toEqual(["-20", "-1.5", "0.25", "9", "10"].map((N) => ({ pk: { S: "a" }, sk: { N } })));
    fill("a", ["\u{1F600}", "\uFF5E", "z"]);
    expect(sortKeys(query("pk = :p", a))).toEqual(["z", "\uFF5E", "\u{1F600}"]);
  });
});

describe("a sparse index", () => {
  const due = (dueAt: string): Input => ({ due: { S: "d" }, dueAt: { S: dueAt }, x: { S: "hidden" } });
  const ask = (more: Input = {}): Reply | string =>
    query("due = :d", { ":d": { S: "d" } }, { IndexName: "due-index", ...more });

  it("shows the keys of the items that have its key, by its own order, page by page", () => {
    fill("a", ["1", "2"], (sk) => due(sk === "1" ? "9" : "5"));
    fill("b", ["1"], () => due("5"));
    fill("c", ["1"]);
    const page = ask({ Limit: 2 });
    expect(page).toMatchObject({
      Items: [
        { ...key("a", "2"), due: { S: "d" }, dueAt: { S: "5" } },
        { ...key("b", "1"), due: { S: "d" }, dueAt: { S: "5" } },
      ],
      LastEvaluatedKey: { ...key("b", "1"), due: { S: "d" }, dueAt: { S: "5" } },
    });
    const start = typeof page === "string" ? page : page["LastEvaluatedKey"];
    expect(ask({ ExclusiveStartKey: start })).toEqual({
      Items: [{ ...key("a", "1"), due: { S: "d" }, dueAt: { S: "9" } }],
      Count: 1,
      ScannedCount: 1,
    });
  });

  it("follows an item that moves, leaves and is deleted", () => {
    fill("a", ["1"], () => due("1"));
    fill("b", ["1"], () => due("2"));
    const update = (expression: string): Reply =>
      local.call("UpdateItem", {
        TableName: "ledger",
        Key: key("a"),
        UpdateExpression: expression,
        ...(expression.includes(":v") && { ExpressionAttributeValues: { ":v": { S: "3" } } }),
      });
    update("SET dueAt = :v");
    expect(ask()).toMatchObject({ Items: [{ pk: { S: "b" } }, { pk: { S: "a" }, dueAt: { S: "3" } }] });
    update("REMOVE due");
    expect(ask()).toMatchObject({ Items: [{ pk: { S: "b" } }] });
    local.call("DeleteItem", { TableName: "ledger", Key: key("b") });
    expect(ask()).toMatchObject({ Count: 0 });
  });
});

describe("Scan", () => {
  const names = Array.from({ length: 40 }, (_, index) => `p${index}`);
  const partitions = (reply: Reply): readonly string[] =>
    (reply["Items"] as readonly { pk: { S: string } }[]).map(({ pk }) => pk.S);

  function scanAll(more: Input): readonly string[] {
    const found: string[] = [];
    let start: unknown;
    do {
      const page = local.call("Scan", { TableName: "ledger", Limit: 7, ExclusiveStartKey: start, ...more });
      found.push(...partitions(page));
      start = page["LastEvaluatedKey"];
    } while (start !== undefined);
    return found;
  }

  it("meets every item once, page by page", () => {
    for (const name of names) fill(name, ["1", "2"]);
    expect(scanAll({}).toSorted()).toEqual([...names, ...names].toSorted());
  });

  it("goes on after its last key although that item is gone", () => {
    for (const name of names) fill(name, ["1"]);
    const first = local.call("Scan", { TableName: "ledger", Limit: 10 });
    const all = scanAll({});
    local.call("DeleteItem", { TableName: "ledger", Key: first["LastEvaluatedKey"] });
    const rest = local.call("Scan", { TableName: "ledger", ExclusiveStartKey: first["LastEvaluatedKey"] });
    expect([...partitions(first), ...partitions(rest)]).toEqual(all);
  });

  it("shares the items out among segments", () => {
    for (const name of names) fill(name, ["1"]);
    const segments = [0, 1, 2].map((Segment) => scanAll({ Segment, TotalSegments: 3 }));
    expect(segments.every((segment) => segment.length > 0)).toBe(true);
    expect(segments.flat().toSorted()).toEqual(names.toSorted());
    expect(local.answer("Scan", { TableName: "ledger", Segment: 3, TotalSegments: 3 })).toBe(
      `${invalid}The Segment parameter is zero-based and must be less than parameter TotalSegments: ` +
        "Segment: 3 is not less than TotalSegments: 3",
    );
  });
});
