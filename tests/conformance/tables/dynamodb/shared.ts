import type { Failure, Fields, Step } from "../../case.ts";

/** Attribute values, as the JSON protocol writes them. */
export const S = (text: string): Fields => ({ S: text });
export const N = (number: number | string): Fields => ({ N: String(number) });
export const L = (...members: readonly Fields[]): Fields => ({ L: members });
export const M = (members: Fields): Fields => ({ M: members });
export const SS = (...members: readonly string[]): Fields => ({ SS: members });
export const NS = (...members: readonly (number | string)[]): Fields => ({ NS: members.map(String) });

/** The key of an item that no other case touches. */
export const key = (sk = "1"): Fields => ({ pk: S("{case}"), sk: S(sk) });

/** The table that most cases share. */
export const items = { TableName: "{items}" } as const;

export const put = (attributes: Fields = {}, sk?: string): Step => ({
  call: "PutItem",
  input: { ...items, Item: { ...key(sk), ...attributes } },
});

/** What a consistent read of the case's item gives. */
export const holds = (attributes: Fields | undefined, sk?: string): Step => ({
  call: "GetItem",
  input: { ...items, Key: key(sk), ConsistentRead: true },
  gives: { Item: attributes },
});

/** A ValidationException with this in its message. */
export const invalid = (message: RegExp): Failure => ({ name: "ValidationException", message });

/** A table with a partition key `pk`, a sort key `sk` and an index on `g` and `h`; kept under `name`. */
export function createTable(name: string, more: Fields = {}): readonly Step[] {
  return [
    {
      call: "CreateTable",
      input: {
        TableName: `conformance-${name}-{run}`,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [
          { AttributeName: "pk", AttributeType: "S" },
          { AttributeName: "sk", AttributeType: "S" },
          { AttributeName: "g", AttributeType: "S" },
          { AttributeName: "h", AttributeType: "N" },
        ],
        KeySchema: [
          { AttributeName: "pk", KeyType: "HASH" },
          { AttributeName: "sk", KeyType: "RANGE" },
        ],
        GlobalSecondaryIndexes: [
          {
            IndexName: "byGroup",
            KeySchema: [
              { AttributeName: "g", KeyType: "HASH" },
              { AttributeName: "h", KeyType: "RANGE" },
            ],
            Projection: { ProjectionType: "ALL" },
          },
          {
            IndexName: "keysOnly",
            KeySchema: [{ AttributeName: "g", KeyType: "HASH" }],
            Projection: { ProjectionType: "KEYS_ONLY" },
          },
        ],
        ...more,
      },
      keep: { [name]: "TableDescription.TableName", [`${name}Arn`]: "TableDescription.TableArn" },
    },
    active(`{${name}}`),
  ];
}

/** Waits until a table is there. */
export const active = (table: string): Step => ({
  call: "DescribeTable",
  input: { TableName: table },
  gives: { Table: { TableStatus: "ACTIVE" } },
  within: 60_000,
});

export const dropTable = (name: string): Step => ({ call: "DeleteTable", input: { TableName: `{${name}}` } });
