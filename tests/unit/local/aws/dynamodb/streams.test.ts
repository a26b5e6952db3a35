import { beforeEach, describe, expect, it } from "vitest";
import { createHarness, type Harness, type Input, key, ledgerTable } from "./harness.ts";

let local: Harness;
let streamArn = "";
let shardId = "";
beforeEach(() => {
  local = createHarness();
  local.call("CreateTable", ledgerTable());
  const { Table: table } = local.call("DescribeTable", { TableName: "ledger" });
  streamArn = (table as { LatestStreamArn: string }).LatestStreamArn;
  const { StreamDescription: stream } = local.call("DescribeStream", { StreamArn: streamArn });
  shardId = (stream as { Shards: { ShardId: string }[] }).Shards[0]?.ShardId ?? "";
});

const write = (sk: string, more: Input = {}): void => {
  local.call("PutItem", { TableName: "ledger", Item: { ...key("a", sk), ...more } });
};
const iterator = (type: string, sequence?: string): string =>
  String(
    local.call("GetShardIterator", {
      StreamArn: streamArn,
      ShardId: shardId,
      ShardIteratorType: type,
      SequenceNumber: sequence,
    })["ShardIterator"],
  );

interface Records {
  readonly Records: readonly { eventName: string; dynamodb: { SequenceNumber: string; Keys: { sk: { S: string } } } }[];
  readonly NextShardIterator?: string;
}
const read = (from: string, limit?: number): Records =>
  local.call("GetRecords", { ShardIterator: from, Limit: limit }) as unknown as Records;
const sorts = ({ Records: records }: Records): unknown => records.map(({ dynamodb }) => dynamodb.Keys.sk.S);

describe("a stream", () => {
  it("tells inserts, changes and removals with both images, and nothing that changed nothing", () => {
    write("1", { x: { N: "1" } });
    write("1", { x: { N: "1.0" } });
    write("1", { x: { N: "2" } });
    local.call("DeleteItem", { TableName: "ledger", Key: key("a") });
    local.call("DeleteItem", { TableName: "ledger", Key: key("a") });
    const { Records: records } = read(iterator("TRIM_HORIZON"));
    expect(records).toMatchObject([
      { eventName: "INSERT", dynamodb: { Keys: key("a"), NewImage: { x: { N: "1" } } } },
      { eventName: "MODIFY", dynamodb: { NewImage: { x: { N: "2" } }, OldImage: { x: { N: "1" } } } },
      { eventName: "REMOVE", dynamodb: { OldImage: { x: { N: "2" } }, StreamViewType: "NEW_AND_OLD_IMAGES" } },
    ]);
    expect(records).toHaveLength(3);
    expect(records[0]).toEqual({
      eventID: expect.stringMatching(/^\d{32}$/),
      eventName: "INSERT",
      eventVersion: "1.1",
      eventSource: "aws:dynamodb",
      awsRegion: "eu-west-1",
      dynamodb: {
        ApproximateCreationDateTime: Date.UTC(2026, 0, 1) / 1_000,
        Keys: key("a"),
        NewImage: { ...key("a"), x: { N: "1" } },
        SequenceNumber: "100000000000000000001",
        SizeBytes: 15,
        StreamViewType: "NEW_AND_OLD_IMAGES",
      },
    });
  });

  it("is read from any of its four places, page by page", () => {
    for (const sk of ["1", "2", "3"]) write(sk);
    const latest = iterator("LATEST");
    const first = read(iterator("TRIM_HORIZON"), 2);
    expect(sorts(first)).toEqual(["1", "2"]);
    expect(sorts(read(first.NextShardIterator ?? ""))).toEqual(["3"]);
    const second = first.Records[1]?.dynamodb.SequenceNumber;
    expect(sorts(read(iterator("AT_SEQUENCE_NUMBER", second)))).toEqual(["2", "3"]);
    expect(sorts(read(iterator("AFTER_SEQUENCE_NUMBER", second)))).toEqual(["3"]);
    expect(sorts(read(latest))).toEqual([]);
    write("4");
    expect(sorts(read(latest))).toEqual(["4"]);
  });

  it("forgets after a day, and says so to a reader that was too slow", async () => {
    write("1");
    const sequence = read(iterator("TRIM_HORIZON")).Records[0]?.dynamodb.SequenceNumber;
    await local.kernel.advance(24 * 60 * 60_000);
    write("2");
    expect(sorts(read(iterator("TRIM_HORIZON")))).toEqual(["2"]);
    const late = { StreamArn: streamArn, ShardId: shardId, ShardIteratorType: "AT_SEQUENCE_NUMBER" };
    expect(local.answer("GetShardIterator", { ...late, SequenceNumber: sequence })).toBe(
      "TrimmedDataAccessException: The operation attempted to read past the oldest stream record in a shard.",
    );
  });

  it("lets an iterator expire after fifteen minutes", async () => {
    const old = iterator("TRIM_HORIZON");
    await local.kernel.advance(15 * 60_000 + 1);
    expect(local.answer("GetRecords", { ShardIterator: old })).toMatch(/^ExpiredIteratorException: /);
  });

  it("ends where the table was deleted", () => {
    write("1");
    local.call("DeleteTable", { TableName: "ledger" });
    const end = read(iterator("TRIM_HORIZON"));
    expect(sorts(end)).toEqual(["1"]);
    expect(end.NextShardIterator).toBeUndefined();
  });

  it("wakes its reader once for several records, and not after the reader left", async () => {
    let woken = 0;
    const leave = local.db.onStreamRecords(streamArn, () => (woken += 1));
    write("1");
    write("2");
    expect(woken).toBe(0);
    await local.kernel.advance(0);
    expect(woken).toBe(1);
    leave();
    write("3");
    await local.kernel.advance(0);
    expect(woken).toBe(1);
  });

  it("is listed", () => {
    expect(local.call("ListStreams", { TableName: "ledger" })).toEqual({
      Streams: [{ StreamArn: streamArn, TableName: "ledger", StreamLabel: "2026-01-01T00:00:00.000" }],
    });
    expect(local.answer("DescribeStream", { StreamArn: `${streamArn}x` })).toBe(
      `ResourceNotFoundException: Requested resource not found: Stream: ${streamArn}x not found`,
    );
  });
});

describe("expiry", () => {
  const now = (): number => local.kernel.now() / 1_000;
  const enable = (): void => {
    const specification = { AttributeName: "expires", Enabled: true };
    local.call("UpdateTimeToLive", { TableName: "ledger", TimeToLiveSpecification: specification });
  };

  it("is set once", () => {
    expect(local.call("DescribeTimeToLive", { TableName: "ledger" })).toEqual({
      TimeToLiveDescription: { TimeToLiveStatus: "DISABLED" },
    });
    enable();
    expect(local.call("DescribeTimeToLive", { TableName: "ledger" })).toEqual({
      TimeToLiveDescription: { TimeToLiveStatus: "ENABLED", AttributeName: "expires" },
    });
    const again = { TableName: "ledger", TimeToLiveSpecification: { AttributeName: "expires", Enabled: true } };
    expect(local.answer("UpdateTimeToLive", again)).toBe("ValidationException: TimeToLive is already enabled");
  });

  it("deletes what is over, in DynamoDB's own name, and then lets the kernel rest", async () => {
    write("before", { expires: { N: `${now() + 10}` } });
    enable();
    write("after", { expires: { N: `${now() + 3_600}` } });
    write("text", { expires: { S: "1" } });
    write("ancient", { expires: { N: "1" } });
    await local.kernel.advance(9_000);
    expect(local.call("Scan", { TableName: "ledger", Select: "COUNT" })).toMatchObject({ Count: 4 });
    await local.kernel.advance(62_000);
    expect(local.call("Scan", { TableName: "ledger", Select: "COUNT" })).toMatchObject({ Count: 3 });
    await local.kernel.settle();
    expect(local.call("Scan", { TableName: "ledger", Select: "COUNT" })).toMatchObject({ Count: 2 });
    const removed = read(iterator("TRIM_HORIZON")).Records.filter(({ eventName }) => eventName === "REMOVE");
    expect(removed).toMatchObject([
      {
        dynamodb: { Keys: key("a", "before") },
        userIdentity: { PrincipalId: "dynamodb.amazonaws.com", Type: "Service" },
      },
      { dynamodb: { Keys: key("a", "after") } },
    ]);
    expect(local.kernel.pending()).toBe(0);
  });

  it("spares an item whose time was put off", async () => {
    enable();
    write("1", { expires: { N: `${now() + 10}` } });
    write("1", { expires: { N: `${now() + 10_000}` } });
    await local.kernel.advance(200_000);
    expect(local.call("Scan", { TableName: "ledger", Select: "COUNT" })).toMatchObject({ Count: 1 });
  });
});
