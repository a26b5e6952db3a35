import { beforeEach, describe, expect, it } from "vitest";
import { accountId, createHarness, type Harness, type Input, key, ledgerTable } from "./harness.ts";

const table = `arn:aws:dynamodb:eu-west-1:${accountId}:table/ledger`;
const stream = `${table}/stream/2026-01-01T00:00:00.000`;

let local: Harness;
beforeEach(() => {
  local = createHarness();
  local.call("CreateTable", ledgerTable());
});

const on = (input: Input): Input => ({ TableName: "ledger", ...input });

describe("what IAM judges", () => {
  it.each<[string, Input, Input]>([
    [
      "PutItem",
      on({
        Item: { ...key("eu#a"), x: { S: "1" } },
        ConditionExpression: "#v < x",
        ExpressionAttributeNames: { "#v": "v" },
      }),
      { LeadingKeys: ["eu#a"], Attributes: ["pk", "sk", "x", "v"], ReturnValues: ["NONE"] },
    ],
    [
      "UpdateItem",
      on({ Key: key("eu#a"), UpdateExpression: "SET x.y[0] = :v REMOVE z", ReturnValues: "ALL_NEW" }),
      { LeadingKeys: ["eu#a"], Attributes: ["pk", "sk", "x", "z"], ReturnValues: ["ALL_NEW"] },
    ],
    [
      "DeleteItem",
      on({ Key: key("eu#a") }),
      { LeadingKeys: ["eu#a"], Attributes: ["pk", "sk"], ReturnValues: ["NONE"] },
    ],
    [
      "GetItem",
      on({ Key: key("eu#a"), ProjectionExpression: "x" }),
      { LeadingKeys: ["eu#a"], Attributes: ["pk", "sk", "x"], Select: ["SPECIFIC_ATTRIBUTES"] },
    ],
    [
      "Query",
      on({
        KeyConditionExpression: "sk > :s AND pk = :p",
        ExpressionAttributeValues: { ":p": { S: "eu#a" }, ":s": { S: "1" } },
      }),
      { LeadingKeys: ["eu#a"], Attributes: ["pk", "sk"], Select: ["ALL_ATTRIBUTES"], ReturnValues: ["NONE"] },
    ],
    ["Scan", on({ Select: "COUNT" }), { Attributes: ["pk", "sk"], Select: ["COUNT"], ReturnValues: ["NONE"] }],
    ["DescribeTable", on({}), {}],
    ["DescribeTable", { TableName: table }, {}],
    ["PutItem", on({ Item: "no item at all" }), { ReturnValues: ["NONE"] }],
  ])("%s %j", (action, input, context) => {
    const keyed = Object.fromEntries(Object.entries(context).map(([name, values]) => [`dynamodb:${name}`, values]));
    expect(local.authorizations(action, input)).toEqual([
      { action: `dynamodb:${action}`, resource: table, context: keyed },
    ]);
  });

  it("is every item of a transaction by its own action, with the operation around it", () => {
    const entries = [
      { Put: on({ Item: key("eu#a") }) },
      { Update: on({ Key: key("eu#b"), UpdateExpression: "REMOVE x" }) },
      { Delete: on({ Key: key("eu#c") }) },
      { ConditionCheck: on({ Key: key("us#d"), ConditionExpression: "attribute_exists(x)" }) },
    ];
    const judged = local.authorizations("TransactWriteItems", { TransactItems: entries });
    expect(judged.map(({ action, context }) => [action, context["dynamodb:LeadingKeys"]])).toEqual([
      ["dynamodb:PutItem", ["eu#a"]],
      ["dynamodb:UpdateItem", ["eu#b"]],
      ["dynamodb:DeleteItem", ["eu#c"]],
      ["dynamodb:ConditionCheckItem", ["us#d"]],
    ]);
    expect(judged.every(({ resource }) => resource === table)).toBe(true);
    expect(judged.map(({ context }) => context["dynamodb:EnclosingOperation"])).toEqual(
      judged.map(() => ["TransactWriteItems"]),
    );
    expect(judged[3]?.context["dynamodb:Attributes"]).toEqual(["pk", "sk", "x"]);
    const read = local.authorizations("TransactGetItems", { TransactItems: [{ Get: on({ Key: key("eu#a") }) }] });
    expect(read).toMatchObject([
      { action: "dynamodb:GetItem", context: { "dynamodb:EnclosingOperation": ["TransactGetItems"] } },
    ]);
  });

  it("is one question a table for a batch, with all partition keys", () => {
    const requests = [{ PutRequest: { Item: key("eu#a") } }, { DeleteRequest: { Key: key("us#b") } }];
    expect(local.authorizations("BatchWriteItem", { RequestItems: { ledger: requests } })).toEqual([
      {
        action: "dynamodb:BatchWriteItem",
        resource: table,
        context: { "dynamodb:LeadingKeys": ["eu#a", "us#b"], "dynamodb:Attributes": ["pk", "sk"] },
      },
    ]);
    const keys = { Keys: [key("eu#a"), key("eu#a", "2")] };
    expect(local.authorizations("BatchGetItem", { RequestItems: { ledger: keys } })).toMatchObject([
      { action: "dynamodb:BatchGetItem", context: { "dynamodb:LeadingKeys": ["eu#a"] } },
    ]);
  });

  it("is the index where one is queried, by the index's own partition key", () => {
    const query = on({
      IndexName: "due-index",
      KeyConditionExpression: "due = :d",
      ExpressionAttributeValues: { ":d": { S: "eu" } },
    });
    expect(local.authorizations("Query", query)).toMatchObject([
      {
        resource: `${table}/index/due-index`,
        context: { "dynamodb:LeadingKeys": ["eu"], "dynamodb:Select": ["ALL_PROJECTED_ATTRIBUTES"] },
      },
    ]);
  });

  it("is the stream where one is read", () => {
    const { StreamDescription: described } = local.call("DescribeStream", { StreamArn: stream });
    const shard = (described as { Shards: readonly { ShardId: string }[] }).Shards[0]?.ShardId;
    const from = { StreamArn: stream, ShardId: shard, ShardIteratorType: "LATEST" };
    const iterator = local.call("GetShardIterator", from);
    expect(local.authorizations("GetRecords", iterator)).toEqual([
      { action: "dynamodb:GetRecords", resource: stream, context: {} },
    ]);
    expect(local.authorizations("GetShardIterator", from)).toMatchObject([{ resource: stream }]);
  });
});
