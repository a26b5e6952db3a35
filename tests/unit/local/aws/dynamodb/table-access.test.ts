import { describe, expect, it } from "vitest";
import { createDynamoDb } from "../../../../../local/aws/dynamodb/index.ts";
import type { KeyUse } from "../../../../../local/aws/kms/key-use.ts";
import type { Properties } from "../../../../../local/core/resource.ts";
import { defaultKnobs } from "../../../../../local/faults/knobs.ts";
import { createVirtualKernel } from "../../../../../local/drivers/virtual-clock.ts";
import { accountId, callOf } from "../account.ts";

const keyArn = `arn:aws:kms:eu-west-1:${accountId}:key/1`;
const table = (name: string) => `arn:aws:dynamodb:eu-west-1:${accountId}:table/${name}`;

/** Two tables, of which `sealed` is encrypted with a key of the account; what is asked of keys is kept. */
async function tables() {
  const uses: KeyUse[] = [];
  const { service } = createDynamoDb({
    kernel: createVirtualKernel(1),
    knobs: defaultKnobs(),
    accountId,
    keys: (use) => {
      uses.push(use);
      return use.actions.map((action) => ({ action, resource: keyArn, context: {} }));
    },
  });
  const create = (name: string, more: Properties) =>
    service.handle(
      callOf("dynamodb", "CreateTable", {
        TableName: name,
        KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
        BillingMode: "PAY_PER_REQUEST",
        ...more,
      }),
    );
  await create("open", { Tags: [{ Key: "team", Value: "payments" }] });
  await create("sealed", { SSESpecification: { Enabled: true, SSEType: "KMS", KMSMasterKeyId: keyArn } });
  const asked = (action: string, input: Properties) => service.authorizations(callOf("dynamodb", action, input));
  return { asked, uses };
}

const key = { pk: { S: "1" } };
const get = (name: string) => ({ Get: { TableName: name, Key: key } });

describe("the key of an encrypted table", () => {
  it.each<[string, Properties]>([
    ["GetItem", { TableName: "sealed", Key: key }],
    ["PutItem", { TableName: "sealed", Item: key }],
    ["Query", { TableName: "sealed", KeyConditionExpression: "pk = :p" }],
    ["Scan", { TableName: table("sealed") }],
    ["BatchGetItem", { RequestItems: { open: { Keys: [key] }, sealed: { Keys: [key] } } }],
    ["TransactGetItems", { TransactItems: [get("sealed"), get("open"), get("sealed")] }],
  ])("is opened once by %s, in the caller's name", async (action, input) => {
    const { asked, uses } = await tables();
    expect(asked(action, input).at(-1)).toMatchObject({ action: "kms:Decrypt", resource: keyArn });
    expect(uses).toEqual([
      {
        region: "eu-west-1",
        key: keyArn,
        actions: ["kms:Decrypt"],
        service: "dynamodb",
        encryptionContext: { "aws:dynamodb:subscriberId": accountId, "aws:dynamodb:tableName": "sealed" },
      },
    ]);
  });

  it.each<[string, Properties]>([
    ["DescribeTable", { TableName: "sealed" }],
    ["ListTables", {}],
    ["GetItem", { TableName: "open", Key: key }],
    ["GetItem", { TableName: "none", Key: key }],
  ])("is no matter of %s %j", async (action, input) => {
    const { asked, uses } = await tables();
    expect(asked(action, input)).toHaveLength(1);
    expect(uses).toEqual([]);
  });
});

describe("what IAM is asked about a table", () => {
  it("comes with its tags", async () => {
    const { asked } = await tables();
    expect(asked("GetItem", { TableName: "open", Key: key })).toMatchObject([{ resourceTags: { team: "payments" } }]);
  });

  it.each(["TransactWriteItems", "TransactGetItems", "BatchGetItem", "BatchWriteItem"])(
    "is anything at all where %s names none",
    async (action) => {
      const { asked } = await tables();
      expect(asked(action, {})).toEqual([{ action: `dynamodb:${action}`, resource: "*", context: {} }]);
    },
  );
});
