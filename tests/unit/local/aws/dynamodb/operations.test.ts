import { beforeEach, describe, expect, it } from "vitest";
import { createHarness, type Harness, type Input, key, ledgerTable, refusal } from "./harness.ts";

const invalid = "ValidationException: ";
const invalidParameter = `${invalid}One or more parameter values were invalid: `;
const emptyKey =
  `${invalid}One or more parameter values are not valid. ` +
  "The AttributeValue for a key attribute cannot contain an empty string value. Key: ";

let local: Harness;
beforeEach(() => {
  local = createHarness();
  local.call("CreateTable", ledgerTable());
});

const put = (item: Input, more: Input = {}): readonly [string, Input] => [
  "PutItem",
  { TableName: "ledger", Item: item, ...more },
];
const get = (from: Input, more: Input = {}): readonly [string, Input] => [
  "GetItem",
  { TableName: "ledger", Key: from, ...more },
];

describe("items that are refused", () => {
  it.each<[string, readonly [string, Input], string]>([
    ["no sort key", put({ pk: { S: "a" } }), `${invalidParameter}Missing the key sk in the item`],
    [
      "a key of another type",
      put({ ...key("a"), pk: { N: "1" } }),
      `${invalidParameter}Type mismatch for key pk expected: S actual: N`,
    ],
    ["an empty key", put(key("")), `${emptyKey}pk`],
    [
      "a partition key beyond 2 KB",
      put(key("x".repeat(2_049))),
      `${invalidParameter}Size of hashkey has exceeded the maximum size limit of2048 bytes`,
    ],
    [
      "a sort key beyond 1 KB",
      put(key("a", "é".repeat(513))),
      `${invalidParameter}Aggregated size of all range keys has exceeded the size limit of 1024 bytes`,
    ],
    [
      "an index key of another type",
      put({ ...key("a"), due: { N: "1" } }),
      `${invalidParameter}Type mismatch for Index Key due Expected: S Actual: N IndexName: due-index`,
    ],
    [
      "an empty index key",
      put({ ...key("a"), due: { S: "" } }),
      `${invalid}One or more parameter values are not valid. A value specified for a secondary index key is not ` +
        "supported. The AttributeValue for a key attribute cannot contain an empty string value. " +
        "IndexName: due-index, IndexKey: due",
    ],
    [
      "more than 400 KB",
      put({ ...key("a"), x: { S: "x".repeat(400 * 1_024) } }),
      `${invalid}Item size has exceeded the maximum allowed size`,
    ],
    [
      "a value without a type",
      put({ ...key("a"), x: {} }),
      `${invalid}Supplied AttributeValue is empty, must contain exactly one of the supported datatypes`,
    ],
    [
      "a value of two types",
      put({ ...key("a"), x: { S: "a", N: "1" } }),
      `${invalid}Supplied AttributeValue has more than one datatypes set, ` +
        "must contain exactly one of the supported datatypes",
    ],
    ["an empty set", put({ ...key("a"), x: { SS: [] } }), `${invalidParameter}An string set  may not be empty`],
    [
      "a set with twice the same number",
      put({ ...key("a"), x: { NS: ["1", "1.0"] } }),
      `${invalid}Input collection contains duplicates`,
    ],
    [
      "a set with twice the same text",
      put({ ...key("a"), x: { SS: ["a", "a"] } }),
      `${invalidParameter}Input collection [a, a] contains duplicates.`,
    ],
    [
      "a null that is false",
      put({ ...key("a"), x: { NULL: false } }),
      `${invalidParameter}Null attribute value types must have the value of true`,
    ],
    ["an attribute without a name", put({ ...key("a"), "": { S: "a" } }), `${invalid}Empty attribute name`],
    [
      "a table that is not there",
      put(key("a"), { TableName: "other" }),
      "ResourceNotFoundException: Requested resource not found",
    ],
    [
      "no table",
      put(key("a"), { TableName: undefined }),
      `${invalid}1 validation error detected: Value null at 'tableName' failed to satisfy constraint: ` +
        "Member must not be null",
    ],
    ["half a key", get({ pk: { S: "a" } }), `${invalid}The provided key element does not match the schema`],
    [
      "more than a key",
      get({ ...key("a"), x: { S: "1" } }),
      `${invalid}The provided key element does not match the schema`,
    ],
    ["an empty sort key", get(key("a", "")), `${emptyKey}sk`],
    [
      "an unknown ReturnValues",
      put(key("a"), { ReturnValues: "ALL_NEW" }),
      `${invalid}Return values set to invalid value`,
    ],
    [
      "a legacy parameter",
      put(key("a"), { Expected: {} }),
      "NotImplemented: The local cloud does not model the legacy parameter Expected of DynamoDB; " +
        "see docs/local-differences.md.",
    ],
    [
      "an action that is not modelled",
      ["ExportTableToPointInTime", {}],
      "NotImplemented: The local cloud does not model the DynamoDB action ExportTableToPointInTime; " +
        "see docs/local-differences.md.",
    ],
  ])("%s", (_, [action, input], refused) => {
    expect(local.answer(action, input)).toBe(refused);
  });
});

describe("items", () => {
  it("come back with canonical numbers and ordered sets, names such as __proto__ included", () => {
    const item = {
      ...key("a"),
      amount: { N: "12.50" },
      tags: { SS: ["b", "a"] },
      sizes: { NS: ["10", "9.0"] },
      nested: { M: { list: { L: [{ N: "1e2" }, { BOOL: false }, { NULL: true }, { B: "AAE=" }] } } },
      constructor: { S: "plain" },
      ["__proto__"]: { S: "own" },
      empty: { S: "" },
    };
    local.call(...put(item));
    expect(local.call(...get(key("a")))).toEqual({
      Item: {
        ...item,
        ["__proto__"]: { S: "own" },
        amount: { N: "12.5" },
        tags: { SS: ["a", "b"] },
        sizes: { NS: ["9", "10"] },
        nested: { M: { list: { L: [{ N: "100" }, { BOOL: false }, { NULL: true }, { B: "AAE=" }] } } },
      },
    });
    expect(local.call(...get(key("a"), { ProjectionExpression: "toString" }))).toEqual({ Item: {} });
  });

  it("are answered without Item where there are none", () => {
    expect(local.call(...get(key("nobody")))).toEqual({});
  });

  it("are deleted once, and deleting nothing is no fault", () => {
    local.call(...put({ ...key("a"), x: { N: "1" } }));
    const del = { TableName: "ledger", Key: key("a"), ReturnValues: "ALL_OLD" };
    expect(local.call("DeleteItem", del)).toEqual({ Attributes: { ...key("a"), x: { N: "1" } } });
    expect(local.call("DeleteItem", del)).toEqual({});
  });

  it("show themselves where a condition fails, if that was asked for", () => {
    local.call(...put({ ...key("a"), x: { N: "1" } }));
    const guarded = { ConditionExpression: "attribute_not_exists(pk)" };
    expect(local.answer(...put(key("a"), guarded))).toBe(
      "ConditionalCheckFailedException: The conditional request failed",
    );
    expect(refusal(() => local.call(...put(key("a"), guarded)))).not.toHaveProperty("Item");
    const shown = { ...guarded, ReturnValuesOnConditionCheckFailure: "ALL_OLD" };
    expect(refusal(() => local.call(...put(key("a"), shown)))).toEqual({
      code: "ConditionalCheckFailedException",
      Item: { ...key("a"), x: { N: "1" } },
    });
  });

  it("are read and written in batches, duplicates refused", () => {
    const requests = [
      { PutRequest: { Item: key("a", "1") } },
      { PutRequest: { Item: key("a", "2") } },
      { DeleteRequest: { Key: key("b") } },
    ];
    const write = { RequestItems: { ledger: requests }, ReturnConsumedCapacity: "TOTAL" };
    expect(local.call("BatchWriteItem", write)).toEqual({
      UnprocessedItems: {},
      ConsumedCapacity: [{ TableName: "ledger", CapacityUnits: 3 }],
    });
    const read = (keys: readonly Input[]): Input => ({ RequestItems: { ledger: { Keys: keys } } });
    expect(local.call("BatchGetItem", read([key("a", "2"), key("c")]))).toEqual({
      Responses: { ledger: [key("a", "2")] },
      UnprocessedKeys: {},
    });
    expect(local.answer("BatchGetItem", read([key("a"), key("a")]))).toBe(
      `${invalid}Provided list of item keys contains duplicates`,
    );
    const many = Array.from({ length: 26 }, (_, index) => ({ PutRequest: { Item: key("a", `${index}`) } }));
    expect(local.answer("BatchWriteItem", { RequestItems: { ledger: many } })).toBe(
      `${invalid}Too many items requested for the BatchWriteItem call`,
    );
  });
});

describe("tables", () => {
  it("are described, listed and deleted", () => {
    expect(local.call("DescribeTable", { TableName: "ledger" })).toMatchObject({
      Table: {
        TableName: "ledger",
        TableStatus: "ACTIVE",
        TableArn: "arn:aws:dynamodb:eu-west-1:111122223333:table/ledger",
        ItemCount: 0,
        KeySchema: [
          { AttributeName: "pk", KeyType: "HASH" },
          { AttributeName: "sk", KeyType: "RANGE" },
        ],
        GlobalSecondaryIndexes: [{ IndexName: "due-index", IndexStatus: "ACTIVE" }],
        LatestStreamArn: "arn:aws:dynamodb:eu-west-1:111122223333:table/ledger/stream/2026-01-01T00:00:00.000",
      },
    });
    local.call("CreateTable", ledgerTable("views"));
    expect(local.call("ListTables", { Limit: 1 })).toEqual({
      TableNames: ["ledger"],
      LastEvaluatedTableName: "ledger",
    });
    expect(local.call("ListTables", {}, "us-east-1")).toEqual({ TableNames: [] });
    local.call("DeleteTable", { TableName: "ledger" });
    expect(local.call("ListTables", {})).toEqual({ TableNames: ["views"] });
    expect(local.answer("DescribeTable", { TableName: "ledger" })).toBe(
      "ResourceNotFoundException: Requested resource not found: Table: ledger not found",
    );
  });

  it("cannot be deleted while they are protected", () => {
    local.call("UpdateTable", { TableName: "ledger", DeletionProtectionEnabled: true });
    expect(local.answer("DeleteTable", { TableName: "ledger" })).toBe(
      `${invalid}Resource cannot be deleted as it is currently protected against deletion. ` +
        "Disable deletion protection first.",
    );
  });

  it.each<[string, Input, string]>([
    ["there already", {}, "ResourceInUseException: Table already exists: ledger"],
    [
      "with too short a name",
      { TableName: "ab" },
      `${invalid}Invalid table/index name.  Table/index names must be between 3 and 255 characters long, ` +
        "and may contain only the characters a-z, A-Z, 0-9, '_', '-', and '.'",
    ],
    [
      "without throughput or on-demand billing",
      { TableName: "other", BillingMode: "PROVISIONED" },
      `${invalidParameter}ReadCapacityUnits and WriteCapacityUnits must both be specified ` +
        "when BillingMode is PROVISIONED",
    ],
    [
      "with an attribute that no key uses",
      { TableName: "other", GlobalSecondaryIndexes: undefined },
      `${invalidParameter}Number of attributes in KeySchema does not exactly match ` +
        "number of attributes defined in AttributeDefinitions",
    ],
    [
      "with local indexes",
      { TableName: "other", LocalSecondaryIndexes: [{}] },
      "NotImplemented: The local cloud does not model local secondary indexes of DynamoDB; " +
        "see docs/local-differences.md.",
    ],
  ])("are refused: %s", (_, change, refused) => {
    expect(local.answer("CreateTable", { ...ledgerTable(), ...change })).toBe(refused);
  });
});

describe("consumed capacity", () => {
  const tell = { ReturnConsumedCapacity: "INDEXES" };
  it.each<[string, readonly [string, Input], unknown]>([
    [
      "a put of 1 KB",
      put({ ...key("a"), x: { S: "x".repeat(1_000) } }, tell),
      { CapacityUnits: 1, Table: { CapacityUnits: 1 } },
    ],
    [
      "a put of 1.5 KB",
      put({ ...key("a"), x: { S: "x".repeat(1_500) } }, tell),
      { CapacityUnits: 2, Table: { CapacityUnits: 2 } },
    ],
    [
      "a put that enters an index",
      put({ ...key("a"), due: { S: "d" }, dueAt: { S: "1" } }, tell),
      { CapacityUnits: 2, Table: { CapacityUnits: 1 }, GlobalSecondaryIndexes: { "due-index": { CapacityUnits: 1 } } },
    ],
    ["a stale read", get(key("b"), tell), { CapacityUnits: 0.5, Table: { CapacityUnits: 0.5 } }],
    [
      "a consistent read",
      get(key("b"), { ...tell, ConsistentRead: true }),
      { CapacityUnits: 1, Table: { CapacityUnits: 1 } },
    ],
  ])("%s", (_, [action, input], capacity) => {
    expect(local.call(action, input)["ConsumedCapacity"]).toEqual({ TableName: "ledger", ...(capacity as object) });
  });

  it("counts an index entry that moves twice and one that stays not at all", () => {
    local.call(...put({ ...key("a"), due: { S: "d" }, dueAt: { S: "1" } }));
    const update = (expression: string, value: Input): unknown =>
      local.call("UpdateItem", {
        TableName: "ledger",
        Key: key("a"),
        UpdateExpression: expression,
        ExpressionAttributeValues: { ":v": value },
        ReturnConsumedCapacity: "TOTAL",
      })["ConsumedCapacity"];
    expect(update("SET x = :v", { N: "1" })).toEqual({ TableName: "ledger", CapacityUnits: 1 });
    expect(update("SET dueAt = :v", { S: "2" })).toEqual({ TableName: "ledger", CapacityUnits: 3 });
  });
});
