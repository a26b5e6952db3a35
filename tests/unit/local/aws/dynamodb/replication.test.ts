import { array, assert, asyncProperty, boolean, constantFrom, integer, record } from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { accountId, createHarness, eu, type Harness, type Input, key, ledgerInputs, us } from "./harness.ts";

const globalTableArn = `arn:aws:dynamodb:${eu}:${accountId}:table/ledger`;

let local: Harness;
beforeEach(async () => {
  local = createHarness();
  await local.create("table:Table", ledgerInputs);
});

const join = (region = us, more: Input = {}): Promise<unknown> =>
  local.create("tableReplica:TableReplica", { globalTableArn, ...more }, region);
const write = (pk: string, x: string, region = eu): unknown =>
  local.call("PutItem", { TableName: "ledger", Item: { ...key(pk), x: { S: x } } }, region);
const erase = (pk: string, region = eu): unknown =>
  local.call("DeleteItem", { TableName: "ledger", Key: key(pk) }, region);
const read = (pk: string, region: string): string | undefined => {
  const { Item: item } = local.call("GetItem", { TableName: "ledger", Key: key(pk) }, region);
  return (item as { x: { S: string } } | undefined)?.x.S;
};
const records = (region: string): readonly unknown[] => {
  const { Streams: streams } = local.call("ListStreams", {}, region);
  const [stream] = streams as readonly { StreamArn: string }[];
  const described = local.call("DescribeStream", { StreamArn: stream?.StreamArn }, region)["StreamDescription"];
  const shard = (described as { Shards: readonly { ShardId: string }[] }).Shards[0]?.ShardId;
  const from = { StreamArn: stream?.StreamArn, ShardId: shard, ShardIteratorType: "TRIM_HORIZON" };
  const { ShardIterator: iterator } = local.call("GetShardIterator", from, region);
  return local.call("GetRecords", { ShardIterator: iterator }, region)["Records"] as readonly unknown[];
};

describe("a global table", () => {
  it("shows a write elsewhere after the lag, not before, and in the other stream too", async () => {
    await join();
    write("a", "1");
    await local.kernel.advance(local.knobs.replication.lagMs - 1);
    expect(read("a", us)).toBeUndefined();
    await local.kernel.advance(local.knobs.replication.jitterMs + 1);
    expect(read("a", us)).toBe("1");
    expect(records(us)).toMatchObject([{ eventName: "INSERT", awsRegion: us, dynamodb: { Keys: key("a") } }]);
  });

  it("gives a joining replica what is there already, and what is still on its way elsewhere", async () => {
    write("old", "1");
    await join();
    expect(read("old", us)).toBe("1");
    write("fresh", "2", us);
    await join("ap-northeast-1");
    expect(read("fresh", "ap-northeast-1")).toBe("2");
    await local.kernel.settle();
    expect([eu, us, "ap-northeast-1"].map((region) => read("fresh", region))).toEqual(["2", "2", "2"]);
  });

  it("lets the later of two concurrent writes win everywhere", async () => {
    await join();
    write("a", "eu", eu);
    await local.kernel.advance(1);
    write("a", "us", us);
    await local.kernel.settle();
    expect([read("a", eu), read("a", us)]).toEqual(["us", "us"]);
    write("b", "us", us);
    await local.kernel.advance(1);
    write("b", "eu", eu);
    await local.kernel.settle();
    expect([read("b", eu), read("b", us)]).toEqual(["eu", "eu"]);
  });

  it("decides by the region's name where both wrote in the same millisecond", async () => {
    await join();
    write("a", "us", us);
    write("a", "eu", eu);
    await local.kernel.settle();
    expect([read("a", eu), read("a", us)]).toEqual(["us", "us"]);
  });

  it("keeps a deletion that is newer than a write that arrives after it", async () => {
    await join();
    local.knobs.replication.lagMs = 1_000;
    write("a", "1");
    local.knobs.replication.lagMs = 1;
    await local.kernel.advance(10);
    erase("a");
    await local.kernel.settle();
    expect(read("a", us)).toBeUndefined();
    expect(records(us)).toEqual([]);
  });

  it("judges conditions on the local replica alone", async () => {
    await join();
    const once = { TableName: "ledger", Item: key("a"), ConditionExpression: "attribute_not_exists(pk)" };
    expect(local.answer("PutItem", once, eu)).toEqual({});
    expect(local.answer("PutItem", once, us)).toEqual({});
    await local.kernel.settle();
    expect(local.answer("PutItem", once, us)).toMatch(/^ConditionalCheckFailedException/);
  });

  it("replicates a transaction item by item, so that another region sees halves of it", async () => {
    await join();
    const names = Array.from({ length: 20 }, (_, index) => `p${index}`);
    const entries = names.map((name) => ({ Put: { TableName: "ledger", Item: { ...key(name), x: { S: "1" } } } }));
    local.call("TransactWriteItems", { TransactItems: entries });
    await local.kernel.advance(local.knobs.replication.lagMs + local.knobs.replication.jitterMs / 2);
    const arrived = names.filter((name) => read(name, us) !== undefined);
    expect(arrived.length).toBeGreaterThan(0);
    expect(arrived.length).toBeLessThan(names.length);
    expect(arrived).not.toEqual(names.slice(0, arrived.length));
    await local.kernel.settle();
    expect(names.every((name) => read(name, us) === "1")).toBe(true);
  });

  it("converges to the newest version of each item whatever the lags", async () => {
    const writes = array(
      record({
        region: constantFrom(eu, us, "ap-northeast-1"),
        pk: constantFrom("a", "b"),
        erases: boolean(),
        lagMs: integer({ min: 0, max: 500 }),
        pauseMs: integer({ min: 0, max: 200 }),
      }),
      { maxLength: 25 },
    );
    await assert(
      asyncProperty(writes, integer(), async (all, seed) => {
        local = createHarness(seed);
        await local.create("table:Table", ledgerInputs);
        await join();
        await join("ap-northeast-1");
        for (const [index, { region, pk, erases, lagMs, pauseMs }] of all.entries()) {
          local.knobs.replication.lagMs = lagMs;
          if (erases) erase(pk, region);
          else write(pk, `${index}`, region);
          await local.kernel.advance(pauseMs);
        }
        await local.kernel.settle();
        expect(local.kernel.faults).toEqual([]);
        for (const pk of ["a", "b"]) {
          expect(read(pk, us)).toBe(read(pk, eu));
          expect(read(pk, "ap-northeast-1")).toBe(read(pk, eu));
        }
        expect(local.db.replicationLag().inFlight).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it("keeps what each replica has of its own", async () => {
    const outputs = await join(us, {
      pointInTimeRecovery: true,
      deletionProtectionEnabled: true,
      tags: { cell: "us" },
    });
    expect(outputs).toMatchObject({ arn: `arn:aws:dynamodb:${us}:${accountId}:table/ledger`, tags: { cell: "us" } });
    const backups = (region: string): unknown =>
      local.call("DescribeContinuousBackups", { TableName: "ledger" }, region);
    expect(backups(us)).toMatchObject({
      ContinuousBackupsDescription: { PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: "ENABLED" } },
    });
    expect(backups(eu)).toMatchObject({
      ContinuousBackupsDescription: { PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: "DISABLED" } },
    });
    expect(local.call("DescribeTable", { TableName: "ledger" })).toMatchObject({
      Table: { DeletionProtectionEnabled: false, Replicas: [{ RegionName: us, ReplicaStatus: "ACTIVE" }] },
    });
    expect(
      local.call("ListTagsOfResource", { ResourceArn: `arn:aws:dynamodb:${us}:${accountId}:table/ledger` }, us),
    ).toEqual({
      Tags: [{ Key: "cell", Value: "us" }],
    });
  });

  it("tells lag, what is on its way and what replication wrote, and rests when idle", async () => {
    await join();
    expect(local.db.replicationLag()).toEqual({ p50Ms: undefined, p99Ms: undefined, maxMs: undefined, inFlight: 0 });
    write("a", "1");
    write("b", "1");
    expect(local.db.replicationLag().inFlight).toBe(2);
    await local.kernel.settle();
    const { p50Ms, maxMs, inFlight } = local.db.replicationLag();
    expect(p50Ms).toBeGreaterThanOrEqual(local.knobs.replication.lagMs);
    expect(maxMs).toBeLessThanOrEqual(local.knobs.replication.lagMs + local.knobs.replication.jitterMs);
    expect(inFlight).toBe(0);
    expect(local.kernel.pending()).toBe(0);
    const replicated = { replicatedWrites: 0, replicatedWriteUnits: 0, replicatedBytes: 0 };
    const unused = { requests: {}, readUnits: 0, writeUnits: 0, ...replicated, captureUnits: 0 };
    const meter = local.db.meter();
    expect(meter[eu]).toEqual({ ledger: { ...unused, requests: { PutItem: 2 }, writeUnits: 2 } });
    const { replicatedBytes = 0 } = meter[us]?.["ledger"] ?? {};
    expect(replicatedBytes).toBeGreaterThan(0);
    expect(meter[us]).toEqual({ ledger: { ...unused, replicatedWrites: 2, replicatedWriteUnits: 2, replicatedBytes } });
    local.db.resetMeter();
    expect(local.db.meter()[eu]?.["ledger"]).toMatchObject({ requests: {}, writeUnits: 0 });
  });

  it("gets a stream of both images where it has none", async () => {
    await local.create("table:Table", {
      ...ledgerInputs,
      name: "views",
      streamEnabled: false,
      streamViewType: undefined,
    });
    const arn = `arn:aws:dynamodb:${eu}:${accountId}:table/views`;
    await local.create("tableReplica:TableReplica", { globalTableArn: arn }, us);
    for (const region of [eu, us]) {
      expect(local.call("DescribeTable", { TableName: "views" }, region)).toMatchObject({
        Table: { StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" } },
      });
    }
  });
});

describe("a strongly consistent global table", () => {
  const authority = {
    name: "authority",
    billingMode: "PAY_PER_REQUEST",
    hashKey: "pk",
    attributes: [{ name: "pk", type: "S" }],
    replicas: [{ regionName: "eu-central-1", consistencyMode: "STRONG" }],
    globalTableWitness: { regionName: "eu-west-3" },
  };
  const item = { pk: { S: "home" } };

  it("shows every write in both replicas at once, and none at the witness", async () => {
    await local.create("table:Table", authority);
    const once = { TableName: "authority", Item: item, ConditionExpression: "attribute_not_exists(pk)" };
    expect(local.answer("PutItem", once, "eu-central-1")).toEqual({});
    expect(local.answer("PutItem", once, eu)).toMatch(/^ConditionalCheckFailedException/);
    expect(local.call("GetItem", { TableName: "authority", Key: item }, eu)).toEqual({ Item: item });
    expect(local.answer("GetItem", { TableName: "authority", Key: item }, "eu-west-3")).toBe(
      "ResourceNotFoundException: Requested resource not found",
    );
    expect(local.call("DescribeTable", { TableName: "authority" })).toMatchObject({
      Table: {
        MultiRegionConsistency: "STRONG",
        Replicas: [{ RegionName: "eu-central-1" }],
        GlobalTableWitnesses: [{ RegionName: "eu-west-3" }],
      },
    });
    expect(local.kernel.pending()).toBe(0);
  });

  it("has no transactions and no expiry", async () => {
    await local.create("table:Table", authority);
    const entries = [{ Put: { TableName: "authority", Item: item } }];
    expect(local.answer("TransactWriteItems", { TransactItems: entries })).toBe(
      "ValidationException: Transactional operations are not supported on global tables configured for " +
        "multi-Region strong consistency",
    );
    const specification = { AttributeName: "expires", Enabled: true };
    expect(local.answer("UpdateTimeToLive", { TableName: "authority", TimeToLiveSpecification: specification })).toBe(
      "ValidationException: Time to Live is not supported on global tables with multi-Region strong consistency",
    );
  });

  it("needs three members", async () => {
    const { globalTableWitness: _, ...two } = authority;
    await expect(async () => local.create("table:Table", two)).rejects.toThrow(
      "Unsupported table replica count for global tables with MultiRegionConsistency set to STRONG",
    );
  });
});
