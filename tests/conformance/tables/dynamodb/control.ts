import { is, type Case, type Fields, type Suite } from "../../case.ts";
import { active, createTable, dropTable, invalid } from "./shared.ts";

const simple = (name: string, more: Fields = {}): Fields => ({
  TableName: name,
  BillingMode: "PAY_PER_REQUEST",
  AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
  KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
  ...more,
});
const drop = (name: string) => ({ call: "DeleteTable", input: { TableName: name } });

function refused(name: string, more: Fields, message = /./): Case {
  return { name, call: "CreateTable", input: simple("refused-{case}", more), fails: invalid(message) };
}

/** Tables themselves. */
export const controlCases: Suite = {
  service: "dynamodb",
  topic: "tables",
  setUp: createTable("items"),
  tearDown: [dropTable("items")],
  cases: [
    {
      name: "DescribeTable describes",
      call: "DescribeTable",
      input: { TableName: "{items}" },
      gives: {
        Table: {
          TableName: "{items}",
          TableStatus: "ACTIVE",
          TableArn: is.match(/^arn:aws[\w-]*:dynamodb:[\w-]+:\d{12}:table\/conformance-items-/),
          TableId: is.text,
          CreationDateTime: is.date,
          ItemCount: 0,
          TableSizeBytes: 0,
          BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" },
          KeySchema: [
            { AttributeName: "pk", KeyType: "HASH" },
            { AttributeName: "sk", KeyType: "RANGE" },
          ],
          AttributeDefinitions: is.list(4),
          GlobalSecondaryIndexes: is.unordered(
            { IndexName: "byGroup", IndexStatus: "ACTIVE", Projection: { ProjectionType: "ALL" } },
            { IndexName: "keysOnly", IndexStatus: "ACTIVE", Projection: { ProjectionType: "KEYS_ONLY" } },
          ),
          DeletionProtectionEnabled: false,
        },
      },
    },
    {
      name: "A table that is there cannot be made again",
      call: "CreateTable",
      input: simple("{items}"),
      fails: { name: "ResourceInUseException", message: /Table already exists: conformance-items-/ },
    },
    {
      name: "DescribeTable of an unknown table",
      call: "DescribeTable",
      input: { TableName: "none-{case}" },
      fails: { name: "ResourceNotFoundException", message: /Table: none-\w+ not found/ },
    },
    { name: "DeleteTable of an unknown table", ...drop("none-{case}"), fails: "ResourceNotFoundException" },
    {
      name: "A deleted table is gone",
      before: [{ call: "CreateTable", input: simple("gone-{case}") }, active("gone-{case}"), drop("gone-{case}")],
      call: "DescribeTable",
      input: { TableName: "gone-{case}" },
      fails: "ResourceNotFoundException",
      within: 60_000,
    },
    {
      name: "A table under deletion protection stays",
      before: [
        { call: "CreateTable", input: simple("kept-{case}", { DeletionProtectionEnabled: true }) },
        active("kept-{case}"),
      ],
      ...drop("kept-{case}"),
      fails: "ValidationException",
      after: [
        { call: "UpdateTable", input: { TableName: "kept-{case}", DeletionProtectionEnabled: false } },
        active("kept-{case}"),
        drop("kept-{case}"),
      ],
      source: "Amazon DynamoDB Developer Guide, Using deletion protection",
    },
    {
      name: "ListTables pages by name",
      before: [
        ...["a", "b", "c"].map((letter) => ({ call: "CreateTable", input: simple(`list-{case}-${letter}`) })),
        {
          call: "ListTables",
          input: { ExclusiveStartTableName: "list-{case}-", Limit: 2 },
          gives: {
            TableNames: ["list-{case}-a", "list-{case}-b"],
            LastEvaluatedTableName: "list-{case}-b",
          },
        },
      ],
      call: "ListTables",
      input: { ExclusiveStartTableName: "list-{case}-b", Limit: 1 },
      gives: { TableNames: ["list-{case}-c"] },
      after: ["a", "b", "c"].flatMap((letter) => [active(`list-{case}-${letter}`), drop(`list-{case}-${letter}`)]),
    },
    { name: "ListTables of more than 100", call: "ListTables", input: { Limit: 101 }, fails: "ValidationException" },
    { name: "ListTables of none", call: "ListTables", input: { Limit: 0 }, fails: "ValidationException" },
    refused("An attribute that no key uses", {
      AttributeDefinitions: [
        { AttributeName: "pk", AttributeType: "S" },
        { AttributeName: "x", AttributeType: "S" },
      ],
    }),
    refused("A key without its definition", { KeySchema: [{ AttributeName: "other", KeyType: "HASH" }] }),
    refused("A key of an unknown type", { AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "BOOL" }] }),
    refused("Two indexes of one name", { GlobalSecondaryIndexes: [index("one"), index("one")] }),
    refused("Provisioned without throughput", { BillingMode: "PROVISIONED" }),
    refused("On demand with throughput", {
      ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
    }),
    refused("A stream without its view", { StreamSpecification: { StreamEnabled: true } }),
    {
      name: "A table's name has the wrong characters",
      call: "CreateTable",
      input: simple("no spaces allowed"),
      fails: invalid(/Member must satisfy regular expression pattern|Invalid table/),
    },
    {
      name: "Time to live is off at first",
      call: "DescribeTimeToLive",
      input: { TableName: "{items}" },
      gives: { TimeToLiveDescription: { TimeToLiveStatus: "DISABLED" } },
    },
    {
      name: "Time to live on one attribute, once",
      before: [
        { call: "CreateTable", input: simple("ttl-{case}") },
        active("ttl-{case}"),
        {
          call: "UpdateTimeToLive",
          input: { TableName: "ttl-{case}", TimeToLiveSpecification: { Enabled: true, AttributeName: "expires" } },
          gives: { TimeToLiveSpecification: { Enabled: true, AttributeName: "expires" } },
        },
        {
          call: "DescribeTimeToLive",
          input: { TableName: "ttl-{case}" },
          gives: { TimeToLiveDescription: { TimeToLiveStatus: is.match(/^ENABL(ED|ING)$/), AttributeName: "expires" } },
        },
      ],
      call: "UpdateTimeToLive",
      input: { TableName: "ttl-{case}", TimeToLiveSpecification: { Enabled: true, AttributeName: "expires" } },
      fails: invalid(/TimeToLive is already enabled|multiple times within a fixed interval/),
      after: [drop("ttl-{case}")],
    },
    {
      name: "Tags are listed",
      before: [
        {
          call: "CreateTable",
          input: simple("tags-{case}", { Tags: [{ Key: "cell", Value: "one" }] }),
          keep: { arn: "TableDescription.TableArn" },
        },
        active("tags-{case}"),
      ],
      call: "ListTagsOfResource",
      input: { ResourceArn: "{arn}" },
      gives: { Tags: [{ Key: "cell", Value: "one" }] },
      within: 3_000,
      after: [drop("tags-{case}")],
    },
    {
      name: "Point-in-time recovery is off at first",
      call: "DescribeContinuousBackups",
      input: { TableName: "{items}" },
      gives: {
        ContinuousBackupsDescription: {
          ContinuousBackupsStatus: "ENABLED",
          PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: "DISABLED" },
        },
      },
    },
    {
      name: "UpdateTable of nothing",
      call: "UpdateTable",
      input: { TableName: "{items}" },
      fails: "ValidationException",
    },
  ],
};

function index(name: string): Fields {
  return {
    IndexName: name,
    KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
    Projection: { ProjectionType: "ALL" },
  };
}
