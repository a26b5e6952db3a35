import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packNothing, storeItem } from "../../../../../local/aws/dynamodb/stored-item.ts";
import type { AttributeValue, Item } from "../../../../../local/aws/dynamodb/values.ts";
import { createHarness } from "./harness.ts";

/** More items than stay unpacked. */
const many = 250;

const texts = fc.oneof(
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.constantFrom(
    "",
    ":",
    "1:",
    "é",
    "\u00ff3:abc",
    "😀",
    "\ud800",
    "x".repeat(254),
    "y".repeat(255),
    "z".repeat(3_000),
  ),
);
const { value } = fc.letrec<{ value: AttributeValue; item: Item }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.record({ S: texts }),
    fc.record({ N: fc.integer().map(String) }),
    fc.record({ B: fc.base64String({ maxLength: 16 }) }),
    fc.record({ BOOL: fc.boolean() }),
    fc.constant({ NULL: true } as const),
    fc.record({ SS: fc.array(texts, { maxLength: 3 }) }),
    fc.record({ NS: fc.array(fc.integer().map(String), { maxLength: 3 }) }),
    fc.record({ BS: fc.array(fc.base64String({ maxLength: 8 }), { maxLength: 3 }) }),
    fc.record({ L: fc.array(tie("value"), { maxLength: 4 }) }),
    fc.record({ M: tie("item") }),
  ),
  item: fc.dictionary(fc.oneof(texts, fc.constantFrom("__proto__", "constructor", "1", "2")), tie("value"), {
    maxKeys: 4,
    noNullPrototype: true,
  }),
}));
const items = fc.dictionary(fc.oneof(texts, fc.constant("__proto__")), value, { maxKeys: 6, noNullPrototype: true });

/** Stores an item, and then so many others that it is packed. */
function storedLongAgo(item: Item) {
  const stored = storeItem(item, 1, { at: 2, by: "eu-west-1" });
  for (let index = 0; index < many; index += 1) storeItem({ n: { N: `${index}` } }, 1, stored);
  return stored;
}

describe("a stored item", () => {
  it("is what was stored, however long ago", () => {
    fc.assert(
      fc.property(items, (item) => {
        const before = JSON.stringify(item);
        const stored = storedLongAgo(item);
        expect(JSON.stringify(stored.item)).toBe(before);
        expect(stored.item).not.toBe(item);
        expect([stored.bytes, stored.at, stored.by]).toEqual([1, 2, "eu-west-1"]);
      }),
      { numRuns: 300 },
    );
  });

  it("keeps apart what has the same values under other names and types", () => {
    const alike: readonly Item[] = [
      { ab: { S: "1" }, c: { S: "2" } },
      { a: { S: "1" }, bc: { S: "2" } },
      { ab: { N: "1" }, c: { S: "2" } },
      { ab: { B: "1" }, c: { S: "2" } },
      { ab: { SS: ["1", "2"] } },
      { ab: { NS: ["1", "2"] } },
      { ab: { BS: ["1", "2"] } },
      { ab: { L: [{ S: "1" }, { S: "2" }] } },
      { ab: { L: [{ L: [{ S: "1" }] }, { S: "2" }] } },
      { ab: { L: [{ L: [{ S: "1" }, { S: "2" }] }] } },
      { ab: { M: { c: { S: "1" }, d: { S: "2" } } } },
      { ab: { M: { c: { S: "1" } } }, d: { S: "2" } },
      { ab: { BOOL: true } },
      { ab: { BOOL: false } },
      { ab: { NULL: true } },
      { ab: { M: {} } },
      { ab: { L: [] } },
      {},
    ];
    const stored = alike.map((item) => storeItem(item, 1, { at: 1, by: "" }));
    storedLongAgo({});
    expect(stored.map(({ item }) => item)).toEqual(alike);
  });

  it("is found by scans and by queries of an index long after it was written", () => {
    const { call } = createHarness();
    const [Key, Range] = ["pk", "sk"];
    call("CreateTable", {
      TableName: "many",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [Key, Range].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
      KeySchema: [{ AttributeName: Key, KeyType: "HASH" }],
      GlobalSecondaryIndexes: [
        {
          IndexName: "second",
          KeySchema: [{ AttributeName: Range, KeyType: "HASH" }],
          Projection: { ProjectionType: "ALL" },
        },
      ],
    });
    const written = Array.from({ length: many }, (_, index) => ({
      pk: { S: `${index}` },
      sk: { S: `${index % 2}` },
      n: { N: `${index}` },
    }));
    for (const Item of written) call("PutItem", { TableName: "many", Item });
    const byNumber = (one: unknown, other: unknown): number => numberOf(one) - numberOf(other);
    const scanned = itemsOf(call("Scan", { TableName: "many" })["Items"]).toSorted(byNumber);
    expect(scanned).toEqual(written);
    const queried = call("Query", {
      TableName: "many",
      IndexName: "second",
      KeyConditionExpression: "sk = :odd",
      ExpressionAttributeValues: { ":odd": { S: "1" } },
    });
    expect(itemsOf(queried["Items"]).toSorted(byNumber)).toEqual(written.filter(({ sk }) => sk.S === "1"));
    call("DeleteItem", { TableName: "many", Key: { pk: { S: "7" } } });
    expect(call("Scan", { TableName: "many", Select: "COUNT" })["Count"]).toBe(many - 1);
    expect(call("GetItem", { TableName: "many", Key: { pk: { S: "8" } } })["Item"]).toEqual(written[8]);
  });

  // The last of this file: from now on nothing is packed any more.
  it("stays as it is where nothing is packed", () => {
    const item = { a: { S: "1" } };
    packNothing();
    const stored = storedLongAgo(item);
    expect(stored.item).toBe(item);
    expect([stored.bytes, stored.at, stored.by]).toEqual([1, 2, "eu-west-1"]);
  });
});

function itemsOf(items: unknown): readonly Item[] {
  // What Scan and Query answer.
  return items as readonly Item[];
}

function numberOf(item: unknown): number {
  // Every item of the table has this attribute.
  return Number((item as { readonly n: { readonly N: string } }).n.N);
}
