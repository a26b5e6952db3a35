import { is, type Case, type Fields, type Suite } from "../../case.ts";
import { createTable, dropTable, holds, invalid, key, N, put, S } from "./shared.ts";

const putting = (sk: string, attributes: Fields = {}): Fields => ({
  PutRequest: { Item: { ...key(sk), ...attributes } },
});
const deleting = (sk: string): Fields => ({ DeleteRequest: { Key: key(sk) } });
const writes = (...requests: readonly Fields[]): Fields => ({ RequestItems: { "{items}": requests } });
const gets = (keys: readonly Fields[], more: Fields = {}): Fields => ({
  RequestItems: { "{items}": { Keys: keys, ...more } },
});

function refused(name: string, call: string, message: RegExp, input: Fields): Case {
  return { name, call, input, fails: invalid(message) };
}

/** Batches: each entry on its own. */
export const batchCases: Suite = {
  service: "dynamodb",
  topic: "batches",
  setUp: createTable("items"),
  tearDown: [dropTable("items")],
  cases: [
    {
      name: "Puts and deletes",
      before: [put({}, "d")],
      call: "BatchWriteItem",
      input: writes(putting("1", { a: N(1) }), putting("2"), deleting("d"), deleting("missing")),
      gives: { UnprocessedItems: {} },
      after: [holds({ a: N(1) }, "1"), holds(key("2"), "2"), holds(undefined, "d")],
    },
    {
      name: "Twenty-five writes",
      call: "BatchWriteItem",
      input: writes(...Array.from({ length: 25 }, (_, index) => putting(String(index)))),
      after: [holds(key("24"), "24")],
    },
    refused(
      "Twenty-six writes",
      "BatchWriteItem",
      /Too many items requested for the BatchWriteItem call|Member must have length less than or equal to 25/,
      writes(...Array.from({ length: 26 }, (_, index) => putting(String(index)))),
    ),
    refused("No table", "BatchWriteItem", /Member must have length greater than or equal to 1/, { RequestItems: {} }),
    refused("No write", "BatchWriteItem", /length greater than or equal to 1|cannot be null or empty/, writes()),
    refused(
      "One item twice",
      "BatchWriteItem",
      /Provided list of item keys contains duplicates/,
      writes(putting("1"), deleting("1")),
    ),
    refused("An entry of nothing", "BatchWriteItem", /./, writes({})),
    refused(
      "A put without its sort key",
      "BatchWriteItem",
      /The provided key element does not match the schema|Missing the key sk/,
      {
        RequestItems: { "{items}": [{ PutRequest: { Item: { pk: S("{case}") } } }] },
      },
    ),
    {
      name: "One entry that is wrong refuses all",
      call: "BatchWriteItem",
      input: writes(putting("1"), { PutRequest: { Item: { ...key("2"), a: { N: "x" } } } }),
      fails: "ValidationException",
      after: [holds(undefined)],
    },
    {
      name: "A table is unknown",
      call: "BatchWriteItem",
      input: { RequestItems: { "conformance-none-{run}": [putting("1")] } },
      fails: "ResourceNotFoundException",
    },
    {
      name: "Gets answer what there is, in any order",
      before: [put({ a: N(1) }, "1"), put({ a: N(2) }, "2")],
      call: "BatchGetItem",
      input: gets([key("2"), key("missing"), key("1")], { ConsistentRead: true }),
      gives: {
        Responses: { "{items}": is.unordered({ ...key("1"), a: N(1) }, { ...key("2"), a: N(2) }) },
        UnprocessedKeys: {},
      },
    },
    {
      name: "Gets project",
      before: [put({ a: N(1), b: N(2) }, "1")],
      call: "BatchGetItem",
      input: gets([key()], { ProjectionExpression: "#a", ExpressionAttributeNames: { "#a": "a" } }),
      gives: { Responses: { "{items}": [{ a: N(1), b: is.absent, pk: is.absent }] } },
    },
    {
      name: "Nothing found is an empty list",
      call: "BatchGetItem",
      input: gets([key("missing")]),
      gives: { Responses: { "{items}": [] } },
    },
    refused(
      "A hundred and one keys",
      "BatchGetItem",
      /Too many items requested for the BatchGetItem call|Member must have length less than or equal to 100/,
      gets(Array.from({ length: 101 }, (_, index) => key(String(index)))),
    ),
    refused("One key twice", "BatchGetItem", /Provided list of item keys contains duplicates/, gets([key(), key()])),
    refused("No key", "BatchGetItem", /Member must have length greater than or equal to 1/, gets([])),
    refused(
      "A key that is no key",
      "BatchGetItem",
      /The provided key element does not match the schema/,
      gets([{ pk: S("x") }]),
    ),
    {
      name: "Keys beyond 16 MB of answer are handed back",
      before: Array.from({ length: 5 }, (_, batch) => ({
        call: "BatchWriteItem",
        input: writes(
          ...Array.from({ length: 9 }, (_, index) => putting(`${batch}${index}`, { a: S("x".repeat(400_000)) })),
        ),
      })),
      call: "BatchGetItem",
      input: gets(Array.from({ length: 45 }, (_, index) => key(`${Math.floor(index / 9)}${index % 9}`))),
      gives: { UnprocessedKeys: { "{items}": { Keys: is.present } } },
      source: "BatchGetItem: 16 MB of data, up to 100 items",
    },
  ],
};
