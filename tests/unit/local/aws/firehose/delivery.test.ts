import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { AwsError } from "../../../../../local/core/errors.ts";
import type { Call } from "../../../../../local/core/call.ts";
import type { StreamListener } from "../../../../../local/aws/stream-bell.ts";
import type { Properties } from "../../../../../local/core/resource.ts";
import { roleArn, firehoseUnderTest } from "./harness.ts";

const megabyte = 1024 * 1024;
const records = (...texts: readonly string[]): Properties => ({
  Records: texts.map((text) => ({ Data: Buffer.from(text).toString("base64") })),
});
const texts = (objects: ReadonlyMap<string, Buffer>): readonly string[] => [...objects.values()].map(String);

describe("a delivery stream", () => {
  it("writes what came within its interval as one object, and does nothing without records", async () => {
    const { kernel, create, put, objects } = firehoseUnderTest();
    await create({ bufferingInterval: 60 });
    expect(kernel.pending()).toBe(0);
    await put("a", "b");
    await kernel.advance(30_000);
    await put("c");
    await kernel.advance(29_999);
    expect(objects.size).toBe(0);
    await kernel.advance(1);
    expect(texts(objects)).toEqual(["abc"]);
    expect([...objects.keys()]).toEqual([
      expect.stringMatching(/^2026\/01\/01\/00\/journal-1-2026-01-01-00-00-00-[0-9a-f-]{36}$/),
    ]);
    expect(kernel.pending()).toBe(0);
  });

  it("counts each record in steps of 5 KB, as it is billed, and once however often it is delivered", async () => {
    const { kernel, create, put, counts } = firehoseUnderTest((call) => {
      if (call.action === "PutObject") throw new AwsError("SlowDown", "later", 503);
      return undefined;
    });
    await create({ bufferingInterval: 60 });
    await put("a", "x".repeat(5 * 1024), "y".repeat(5 * 1024 + 1));
    await kernel.advance(120_000);
    expect(counts.list()).toMatchObject([{ service: "firehose", what: "IngestedStep", of: "journal", times: 4 }]);
  });

  it("tells CloudWatch of every object that it has written, and of nothing while it writes none", async () => {
    let refused = true;
    const { kernel, create, put, measured } = firehoseUnderTest(({ action }) => {
      if (action === "PutObject" && refused) throw new AwsError("AccessDenied", "not yet", 403);
      return undefined;
    });
    await create({ bufferingInterval: 0 });
    await put("a", "b");
    await kernel.advance(5_000 - 1);
    expect(measured).toEqual([]);
    refused = false;
    await kernel.advance(1);
    expect(measured).toEqual(['eu-west-1 AWS/Firehose DeliveryToS3.Success {"DeliveryStreamName":"journal"} 1']);
  });

  it("writes at once what fills its buffer", async () => {
    const { kernel, create, put, objects } = firehoseUnderTest();
    await create({ bufferingSize: 1 });
    await put("x".repeat(megabyte / 2));
    await kernel.advance(0);
    expect(objects.size).toBe(0);
    await put("y".repeat(megabyte / 2));
    await kernel.advance(0);
    expect([...objects.values()].map(({ length }) => length)).toEqual([megabyte]);
    expect(kernel.pending()).toBe(0);
  });

  it("packs, delimits, names and encrypts as it was told", async () => {
    const { kernel, create, put, objects, calls } = firehoseUnderTest();
    const parameters = [{ parameterName: "Delimiter", parameterValue: "\\n" }];
    const processors = [{ type: "AppendDelimiterToRecord", parameters }];
    await create({
      compressionFormat: "GZIP",
      errorOutputPrefix: "failed/!{firehose:error-output-type}/",
      kmsKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/k",
      prefix: "journal/day=!{timestamp:yyyy-MM-dd}/",
      processingConfiguration: { enabled: true, processors },
    });
    await put("a", "b");
    await kernel.advance(300_000);
    const [[key, body] = ["", Buffer.alloc(0)]] = objects;
    expect(gunzipSync(body).toString()).toBe("a\nb\n");
    expect(key).toMatch(/^journal\/day=2026-01-01\/journal-1-.*\.gz$/);
    expect(calls).toMatchObject([
      {
        service: "s3",
        action: "PutObject",
        caller: { roleArn, sessionName: "journal" },
        input: { Bucket: "archive", ServerSideEncryption: "aws:kms", SSEKMSKeyId: expect.stringContaining("key/k") },
      },
    ]);
  });

  it("tries again what S3 refused, tells its log, and gives up after a day", async () => {
    let refused = 3;
    const { kernel, create, put, objects, calls } = firehoseUnderTest(({ action }) => {
      if (action !== "PutObject" || refused === 0) return undefined;
      refused -= 1;
      throw new AwsError("NoSuchBucket", "The specified bucket does not exist", 404);
    });
    const cloudwatchLoggingOptions = { enabled: true, logGroupName: "/firehose", logStreamName: "s3" };
    await create({ bufferingInterval: 0, cloudwatchLoggingOptions });
    await put("a");
    await kernel.advance(0);
    expect(objects.size).toBe(0);
    expect(calls.map(({ action }) => action)).toEqual(["PutObject", "PutLogEvents"]);
    expect(JSON.stringify(calls[1]?.input)).toContain("S3.NoSuchBucket");
    await kernel.advance(5_000 + 10_000 + 20_000);
    expect(texts(objects)).toEqual(["a"]);
    refused = Number.POSITIVE_INFINITY;
    await put("b");
    await kernel.settle();
    expect(texts(objects)).toEqual(["a"]);
    refused = 0;
    await put("c");
    await kernel.settle();
    expect(texts(objects)).toEqual(["a", "c"]);
  });

  it("delivers the same bytes under the same key once more where an answer was lost", async () => {
    let lost = 1;
    const { kernel, create, put, calls } = firehoseUnderTest(({ action }) => {
      if (action !== "PutObject" || lost === 0) return undefined;
      lost -= 1;
      throw new AwsError("InternalError", "We encountered an internal error. Please try again.", 500);
    });
    await create({ bufferingInterval: 0 });
    await put("a");
    await kernel.settle();
    const puts = calls.filter(({ action }) => action === "PutObject").map(({ input }) => [input["Key"], input["Body"]]);
    expect(puts).toHaveLength(2);
    expect(puts[1]).toEqual(puts[0]);
  });

  it("takes no more than it can keep while nothing can be delivered", async () => {
    const { create, put, refusal } = firehoseUnderTest(() => {
      throw new AwsError("SlowDown", "Reduce your request rate.", 503);
    });
    await create({ bufferingSize: 128 });
    const chunk = Buffer.alloc(1_000_000);
    for (let batch = 0; batch < 16; batch += 1) await put(chunk, chunk, chunk, chunk);
    const more = { Records: Array.from({ length: 4 }, () => ({ Data: chunk.toString("base64") })) };
    expect(await refusal("PutRecordBatch", more)).toBe("ServiceUnavailableException: Slow down.");
  });

  it("forgets what it holds when it is deleted or shut down", async () => {
    const { kernel, create, put, firehose, objects } = firehoseUnderTest();
    await create();
    await put("a");
    firehose.shutdown();
    await kernel.settle();
    expect(objects.size).toBe(0);
  });
});

describe("a put", () => {
  it("answers an id for every record", async () => {
    const { create, call, put } = firehoseUnderTest();
    await create({}, { serverSideEncryption: { enabled: true } });
    const Data = Buffer.from("a").toString("base64");
    expect(await call("PutRecord", { Record: { Data } })).toEqual({ RecordId: expect.any(String), Encrypted: true });
    expect(await put("a", "b")).toMatchObject({
      FailedPutCount: 0,
      RequestResponses: [{ RecordId: expect.any(String) }, { RecordId: expect.any(String) }],
    });
  });

  it.each<[string, string, Properties, string]>([
    [
      "of no stream",
      "PutRecord",
      { DeliveryStreamName: "none", Record: { Data: "YQ==" } },
      "ResourceNotFoundException",
    ],
    ["of nothing", "PutRecordBatch", { Records: [] }, "InvalidArgumentException: Records must have between 1 and 500"],
    ["of many records", "PutRecordBatch", records(...Array.from({ length: 501 }, () => "a")), "between 1 and 500"],
    ["of a long record", "PutRecordBatch", records("a".repeat(1_024_001)), "Record size exceeds 1024000 bytes"],
    ["of much", "PutRecordBatch", records(...Array.from({ length: 5 }, () => "a".repeat(1e6))), "exceeds 4 MB limit"],
    ["of another kind", "PutRecord", { Record: { Data: "YQ==" }, Colour: "red" }, "NotImplemented"],
    ["that is none", "UpdateDestination", {}, "NotImplemented"],
  ])("%s is refused", async (_what, action, input, refused) => {
    const { create, refusal } = firehoseUnderTest();
    await create();
    expect(await refusal(action, input)).toContain(refused);
  });
});

describe("a delivery stream that reads a Kinesis stream", () => {
  const streamArn = "arn:aws:kinesis:eu-west-1:111122223333:stream/journal";
  const kinesisSourceConfiguration = { kinesisStreamArn: streamArn, roleArn: `${roleArn}-reader` };

  /** A Kinesis stream of one shard, read by the position in its list. */
  function reading() {
    const journal: string[] = [];
    const silent: StreamListener = () => undefined;
    const bell = { ring: silent };
    let isThere = true;
    const answer = ({ action, input }: Call): Properties | undefined => {
      if (action === "PutObject") return undefined;
      if (!isThere) throw new AwsError("AccessDeniedException", "not yet");
      if (action === "ListShards") return { Shards: [{ ShardId: "shardId-0" }] };
      if (action === "GetShardIterator") return { ShardIterator: "0" };
      const from = Number(input["ShardIterator"]);
      const Records = journal.slice(from, from + 2).map((text) => ({ Data: Buffer.from(text).toString("base64") }));
      const next = from + Records.length;
      return { Records, NextShardIterator: String(next), MillisBehindLatest: next < journal.length ? 1 : 0 };
    };
    const under = firehoseUnderTest(answer, (arn, listener) => {
      expect(arn).toBe(streamArn);
      bell.ring = listener;
      return () => (bell.ring = silent);
    });
    return {
      ...under,
      ring: (shards: ReadonlySet<string>) => bell.ring(shards),
      add(...more: readonly string[]) {
        journal.push(...more);
        bell.ring();
      },
      allow(allowed: boolean) {
        isThere = allowed;
      },
    };
  }

  it("reads on where it was, in the role for it, whenever there is something", async () => {
    const { kernel, create, add, objects, calls, refusal } = reading();
    await create({ bufferingInterval: 1 }, { kinesisSourceConfiguration });
    expect(kernel.pending()).toBe(0);
    add("a", "b", "c");
    await kernel.settle();
    add("d");
    await kernel.settle();
    expect(texts(objects)).toEqual(["abc", "d"]);
    expect(calls[0]).toMatchObject({ service: "kinesis", caller: { roleArn: `${roleArn}-reader` } });
    expect(await refusal("PutRecord", { Record: { Data: "YQ==" } })).toContain("KinesisStreamAsSource");
  });

  it("asks once for what came where that is all, and not where nothing came", async () => {
    const { kernel, create, add, ring, objects, calls } = reading();
    await create({ bufferingInterval: 1 }, { kinesisSourceConfiguration });
    add("a");
    await kernel.settle();
    const looks = () => calls.filter(({ action }) => action === "GetRecords").length;
    const before = looks();
    add("b", "c", "d");
    await kernel.settle();
    expect([texts(objects), looks() - before]).toEqual([["a", "bcd"], 2]);
    ring(new Set(["shardId-1"]));
    await kernel.settle();
    expect(looks() - before).toBe(2);
    ring(new Set(["shardId-0"]));
    await kernel.settle();
    expect(looks() - before).toBe(3);
  });

  it("waits for a right that it does not have yet", async () => {
    const { kernel, create, add, objects, allow } = reading();
    await create({ bufferingInterval: 1 }, { kinesisSourceConfiguration });
    allow(false);
    add("a");
    await kernel.advance(12_000);
    expect(objects.size).toBe(0);
    allow(true);
    await kernel.settle();
    expect(texts(objects)).toEqual(["a"]);
  });
});
