import { beforeEach, describe, expect, it } from "vitest";
import { accountId, createHarness, eu, type Harness, type Input, ledgerInputs } from "./harness.ts";

const arn = `arn:aws:dynamodb:${eu}:${accountId}:table/ledger`;

let local: Harness;
beforeEach(() => {
  local = createHarness();
});

describe("aws.dynamodb.Table", () => {
  it("becomes a table, and its outputs are what was put in and what AWS adds", async () => {
    const inputs: Input = {
      ...ledgerInputs,
      ttl: { enabled: true, attributeName: "expires" },
      pointInTimeRecovery: { enabled: true, recoveryPeriodInDays: 7 },
      deletionProtectionEnabled: true,
      serverSideEncryption: { enabled: true, kmsKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/k" },
      tags: { project: "payment-cells" },
    };
    const streamLabel = "2026-01-01T00:00:00.000";
    expect(await local.create("table:Table", inputs)).toMatchObject({
      ...inputs,
      arn,
      region: eu,
      streamLabel,
      streamArn: `${arn}/stream/${streamLabel}`,
      tagsAll: { project: "payment-cells" },
      replicas: [],
    });
    expect(local.call("DescribeTable", { TableName: "ledger" })).toMatchObject({
      Table: {
        DeletionProtectionEnabled: true,
        SSEDescription: { KMSMasterKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/k" },
        GlobalSecondaryIndexes: [{ IndexName: "due", Projection: { ProjectionType: "KEYS_ONLY" } }],
      },
    });
    expect(local.call("DescribeTimeToLive", { TableName: "ledger" })).toEqual({
      TimeToLiveDescription: { TimeToLiveStatus: "ENABLED", AttributeName: "expires" },
    });
    expect(local.call("DescribeContinuousBackups", { TableName: "ledger" })).toMatchObject({
      ContinuousBackupsDescription: { PointInTimeRecoveryDescription: { RecoveryPeriodInDays: 7 } },
    });
  });

  it("is named after the resource where it has no name of its own", async () => {
    const { name: _, ...nameless } = ledgerInputs;
    const { name } = await local.create("table:Table", nameless);
    expect(name).toMatch(/^it-[0-9a-f]{7}$/);
    expect(local.call("ListTables", {})).toEqual({ TableNames: [name] });
  });

  it.each<[string, Input, string]>([
    [
      "an input that it does not know",
      { restoreSourceName: "other" },
      "restoreSourceName: NotImplemented: The local cloud does not model aws:dynamodb/table:Table.restoreSourceName; " +
        "see docs/local-differences.md.",
    ],
    [
      "a key that is no attribute",
      { hashKey: "nowhere" },
      'attributes: all indexes must match a defined attribute. Unmatched indexes: ["nowhere"]',
    ],
    [
      "a witness without strong replicas",
      { globalTableWitness: { regionName: "eu-west-3" } },
      "MultiRegionConsistency must be set as STRONG when GlobalTableWitnessUpdates parameter is present.",
    ],
  ])("refuses %s", async (_, more, refused) => {
    await expect(async () => local.create("table:Table", { ...ledgerInputs, ...more })).rejects.toThrow(refused);
  });
});

describe("aws.dynamodb.getTable", () => {
  it("tells a replica's own stream", async () => {
    await local.create("table:Table", ledgerInputs);
    await local.kernel.advance(1_000);
    await local.create("tableReplica:TableReplica", { globalTableArn: arn }, "us-east-1");
    const [model] = local.db.invokes;
    expect(model?.token).toBe("aws:dynamodb/getTable:getTable");
    expect(await model?.invoke({ name: "ledger" }, "us-east-1", accountId)).toMatchObject({
      arn: `arn:aws:dynamodb:us-east-1:${accountId}:table/ledger`,
      streamArn: `arn:aws:dynamodb:us-east-1:${accountId}:table/ledger/stream/2026-01-01T00:00:01.000`,
      hashKey: "pk",
      replicas: [{ regionName: eu }],
    });
    expect(() => model?.invoke({ name: "nowhere" }, eu, accountId)).toThrow(
      "Requested resource not found: Table: nowhere not found",
    );
  });
});
