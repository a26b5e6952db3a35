import { is, type Case, type Fields, type Suite } from "../../case.ts";
import { createTable, dropTable, invalid, items, N, S } from "./shared.ts";

const put = (pk: string, sk: string, more: Fields = {}) => ({
  call: "PutItem",
  input: { ...items, Item: { pk: S(pk), sk: S(sk), ...more } },
});

function refused(name: string, message: RegExp, input: Fields): Case {
  return { name, call: "Scan", input: { ...items, ...input }, fails: invalid(message) };
}

/** Scans of a table of six items in three partitions. */
export const scanCases: Suite = {
  service: "dynamodb",
  topic: "scans",
  setUp: [
    ...createTable("items"),
    ...["p", "q", "r"].flatMap((pk) => [put(pk, "1", { n: N(1) }), put(pk, "2", { n: N(2), g: S("g"), h: N(1) })]),
  ],
  tearDown: [dropTable("items")],
  cases: [
    {
      name: "Everything",
      call: "Scan",
      input: items,
      gives: { Count: 6, ScannedCount: 6, LastEvaluatedKey: is.absent },
    },
    {
      name: "A filter may name key attributes",
      call: "Scan",
      input: {
        ...items,
        FilterExpression: "pk = :p AND n > :n",
        ExpressionAttributeValues: { ":p": S("q"), ":n": N(1) },
      },
      gives: { Items: [{ pk: S("q"), sk: S("2") }], Count: 1, ScannedCount: 6 },
    },
    {
      name: "Within a partition items come in the order of their sort keys, and pages join without gap or overlap",
      before: [
        {
          call: "Scan",
          input: { ...items, Limit: 4 },
          gives: { Count: 4, LastEvaluatedKey: { pk: is.present, sk: S("2") } },
          keep: { first: "Items", last: "LastEvaluatedKey" },
        },
      ],
      call: "Scan",
      input: { ...items, ExclusiveStartKey: "{last}" },
      gives: { Count: 2, Items: [{ sk: S("1") }, { sk: S("2") }], LastEvaluatedKey: is.absent },
    },
    {
      name: "A limit of exactly everything still says where it ended",
      call: "Scan",
      input: { ...items, Limit: 6 },
      gives: { Count: 6, LastEvaluatedKey: is.present },
    },
    {
      name: "Two segments are everything",
      before: [
        { call: "Scan", input: { ...items, Segment: 0, TotalSegments: 1 }, gives: { Count: 6 } },
        { call: "Scan", input: { ...items, Segment: 0, TotalSegments: 2, Select: "COUNT" }, keep: { count: "Count" } },
      ],
      call: "Scan",
      input: { ...items, Segment: 1, TotalSegments: 2, Select: "COUNT" },
      gives: { Items: is.absent },
    },
    {
      name: "An index has the items that have its keys",
      call: "Scan",
      input: { ...items, IndexName: "byGroup" },
      gives: { Count: 3, Items: is.unordered({ pk: S("p") }, { pk: S("q") }, { pk: S("r") }) },
    },
    {
      name: "A projection",
      call: "Scan",
      input: { ...items, ProjectionExpression: "n" },
      gives: { Items: Array.from({ length: 6 }, () => ({ n: is.present, pk: is.absent })) },
    },
    refused("A segment without their number", /The TotalSegments parameter is required but was not present/, {
      Segment: 0,
    }),
    refused("Their number without a segment", /The Segment parameter is required but was not present/, {
      TotalSegments: 2,
    }),
    refused(
      "A segment out of range",
      /The Segment parameter is zero-based and must be less than parameter TotalSegments/,
      {
        Segment: 2,
        TotalSegments: 2,
      },
    ),
    refused("An index is unknown", /The table does not have the specified index: none/, { IndexName: "none" }),
    refused("A consistent read of a global index", /Consistent reads are not supported on global secondary indexes/, {
      IndexName: "byGroup",
      ConsistentRead: true,
    }),
    refused("A start key that is no key", /The provided starting key is invalid/, {
      ExclusiveStartKey: { pk: S("p") },
    }),
    {
      name: "A table is unknown",
      call: "Scan",
      input: { TableName: "conformance-none-{run}" },
      fails: "ResourceNotFoundException",
    },
  ],
};
