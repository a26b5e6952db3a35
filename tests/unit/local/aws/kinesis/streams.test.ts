import { describe, expect, it } from "vitest";
import { createKinesis } from "../../../../../local/aws/kinesis/index.ts";
import type { KeyUse } from "../../../../../local/aws/kms/key-use.ts";
import { AwsError } from "../../../../../local/core/errors.ts";
import { createVirtualKernel } from "../../../../../local/drivers/virtual-clock.ts";
import { defaultKnobs } from "../../../../../local/faults/knobs.ts";
import { accountId, callOf } from "../account.ts";
import { arnOf, base64, kinesisUnderTest } from "./harness.ts";

describe("a stream", () => {
  it("is described", () => {
    const { call, kernel } = kinesisUnderTest(2);
    const described = {
      StreamName: "s",
      StreamARN: arnOf("s"),
      StreamStatus: "ACTIVE",
      StreamModeDetails: { StreamMode: "PROVISIONED" },
      StreamCreationTimestamp: kernel.now() / 1_000,
      RetentionPeriodHours: 24,
      EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
      EncryptionType: "NONE",
    };
    expect(call("DescribeStreamSummary")["StreamDescriptionSummary"]).toEqual({
      ...described,
      OpenShardCount: 2,
      ConsumerCount: 0,
      MaxRecordSizeInKiB: 1_024,
    });
    const { Shards, ...rest } = call("DescribeStream", { StreamARN: arnOf("s"), StreamName: "s", Limit: 1 })[
      "StreamDescription"
    ] as Record<string, unknown>;
    expect(Shards).toHaveLength(1);
    expect(rest).toEqual({ ...described, HasMoreShards: true });
  });

  it("on demand begins with four shards, and takes no count", () => {
    const { call, answer } = kinesisUnderTest();
    const StreamModeDetails = { StreamMode: "ON_DEMAND" };
    call("CreateStream", { StreamName: "d", StreamModeDetails });
    expect(call("ListShards", { StreamName: "d" })["Shards"]).toHaveLength(4);
    expect(answer("CreateStream", { StreamName: "e", ShardCount: 1, StreamModeDetails })).toContain("ON_DEMAND");
    expect(answer("CreateStream", { StreamName: "e" })).toContain("ShardCount is required");
  });

  it("is listed by its name, a page at a time", () => {
    const { call } = kinesisUnderTest();
    for (const StreamName of ["b", "a"]) call("CreateStream", { StreamName, ShardCount: 1 });
    expect(call("ListStreams", { Limit: 2 })).toMatchObject({ StreamNames: ["a", "b"], HasMoreStreams: true });
    expect(call("ListStreams", { ExclusiveStartStreamName: "b" })).toMatchObject({
      StreamNames: ["s"],
      HasMoreStreams: false,
      StreamSummaries: [{ StreamARN: arnOf("s") }],
    });
  });

  it("is gone with its records, and comes back empty and with new numbers", async () => {
    const { call, answer, put, texts, kernel } = kinesisUnderTest();
    const before = String(put("a")["SequenceNumber"]);
    call("DeleteStream");
    expect(answer("DescribeStreamSummary")).toBe(
      `ResourceNotFoundException: Stream s under account ${accountId} not found.`,
    );
    await kernel.advance(1);
    call("CreateStream", { ShardCount: 1 });
    expect(texts()).toEqual([[]]);
    expect(String(put("a")["SequenceNumber"]) > before).toBe(true);
    expect(answer("CreateStream", { ShardCount: 1 })).toBe(
      `ResourceInUseException: Stream s under account ${accountId} already exists.`,
    );
  });

  it("encrypts what is put from then on", () => {
    const { call, put, read, iterator } = kinesisUnderTest();
    put("plain");
    call("StartStreamEncryption", { EncryptionType: "KMS", KeyId: "alias/data" });
    expect(put("sealed")["EncryptionType"]).toBe("KMS");
    expect(call("DescribeStreamSummary")["StreamDescriptionSummary"]).toMatchObject({
      EncryptionType: "KMS",
      KeyId: "alias/data",
    });
    call("StopStreamEncryption", { EncryptionType: "KMS", KeyId: "alias/data" });
    put("open");
    const types = read(iterator("TRIM_HORIZON")).Records.map(({ EncryptionType }) => EncryptionType);
    expect(types).toEqual(["NONE", "KMS", "NONE"]);
  });

  it("has tags, by both of the ways to them", () => {
    const { call, answer } = kinesisUnderTest();
    call("AddTagsToStream", { Tags: { cell: "eu", team: "ledger" } });
    call("TagResource", { ResourceARN: arnOf("s"), Tags: { team: "journal" } });
    call("RemoveTagsFromStream", { TagKeys: ["cell"] });
    expect(call("ListTagsForStream")).toEqual({ Tags: [{ Key: "team", Value: "journal" }], HasMoreTags: false });
    expect(call("ListTagsForResource", { ResourceARN: arnOf("s") })).toEqual({
      Tags: [{ Key: "team", Value: "journal" }],
    });
    call("UntagResource", { ResourceARN: arnOf("s"), TagKeys: ["team"] });
    expect(call("ListTagsForStream")["Tags"]).toEqual([]);
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, "v"]));
    expect(answer("AddTagsToStream", { Tags: many })).toContain("cannot have more than 50 tags");
  });

  it("measures no shard, and notes that it is asked to", () => {
    const { call } = kinesisUnderTest();
    expect(call("EnableEnhancedMonitoring", { ShardLevelMetrics: ["ALL"] })["DesiredShardLevelMetrics"]).toHaveLength(
      7,
    );
    expect(
      call("DisableEnhancedMonitoring", { ShardLevelMetrics: ["IncomingBytes"] })["DesiredShardLevelMetrics"],
    ).toHaveLength(6);
  });

  it.each<[string, string, Record<string, unknown>, string]>([
    ["a short name", "CreateStream", { StreamName: "", ShardCount: 1 }, "StreamName"],
    ["a strange name", "CreateStream", { StreamName: "a b", ShardCount: 1 }, "ValidationException"],
    ["no shard", "CreateStream", { StreamName: "a", ShardCount: 0 }, "Value '0' at 'shardCount'"],
    [
      "a short retention",
      "DecreaseStreamRetentionPeriod",
      { RetentionPeriodHours: 23 },
      "Minimum allowed retention period is 24 hours. Requested retention period (23 hours) is too short.",
    ],
    [
      "a long retention",
      "IncreaseStreamRetentionPeriod",
      { RetentionPeriodHours: 8_761 },
      "Maximum allowed retention period is 8760 hours. Requested retention period (8761 hours) is too long.",
    ],
    [
      "a decrease that increases",
      "DecreaseStreamRetentionPeriod",
      { RetentionPeriodHours: 25 },
      "can not be longer than existing retention period (24 hours). Use IncreaseRetentionPeriod API.",
    ],
    [
      "an encryption of another kind",
      "StartStreamEncryption",
      { EncryptionType: "NONE", KeyId: "k" },
      "ValidationException",
    ],
  ])("is refused %s", (_what, action, input, sentence) => {
    expect(kinesisUnderTest().answer(action, input)).toContain(sentence);
  });
});

describe("what IAM is asked about a call of Kinesis", () => {
  function streams(keys?: (use: KeyUse) => never) {
    const uses: KeyUse[] = [];
    const kinesis = createKinesis({
      kernel: createVirtualKernel(1),
      accountId,
      limits: defaultKnobs().shards,
      keys: (use) => {
        keys?.(use);
        uses.push(use);
        return use.actions.map((action) => ({ action, resource: "key", context: {} }));
      },
    });
    const call = (action: string, input: Record<string, unknown>) =>
      kinesis.service.handle(callOf("kinesis", action, { StreamName: "sealed", ...input }));
    void call("CreateStream", { ShardCount: 1, Tags: { cell: "eu" } });
    void call("StartStreamEncryption", { EncryptionType: "KMS", KeyId: "alias/data" });
    const iterator = `${arnOf("sealed")}|shardId-000000000000|0|1|0`;
    const asked = (action: string, input: Record<string, unknown>) =>
      kinesis.service.authorizations(callOf("kinesis", action, input));
    return { uses, asked, iterator };
  }

  it.each<[string, Record<string, unknown>, string]>([
    ["DescribeStream", { StreamName: "sealed" }, arnOf("sealed")],
    ["PutRecord", { StreamARN: arnOf("sealed") }, arnOf("sealed")],
    ["ListShards", { NextToken: `${arnOf("sealed")}||x` }, arnOf("sealed")],
    ["TagResource", { ResourceARN: arnOf("sealed") }, arnOf("sealed")],
    ["CreateStream", { StreamName: "fresh" }, arnOf("fresh")],
    ["ListStreams", {}, "*"],
    ["GetRecords", { ShardIterator: "nonsense" }, "*"],
  ])("%s", (action, input, resource) => {
    const [first] = streams().asked(action, input);
    expect(first).toMatchObject({ action: `kinesis:${action}`, resource });
    expect(first?.resourceTags).toEqual(resource === arnOf("sealed") ? { cell: "eu" } : {});
  });

  it.each([
    ["PutRecord", ["kms:GenerateDataKey"]],
    ["PutRecords", ["kms:GenerateDataKey"]],
    ["GetRecords", ["kms:Decrypt"]],
    ["GetShardIterator", []],
  ])("%s uses the stream's key in the caller's name", (action, actions) => {
    const { asked, uses, iterator } = streams();
    const [, ...ofKey] = asked(
      action,
      action === "GetRecords" ? { ShardIterator: iterator } : { StreamName: "sealed" },
    );
    expect(ofKey.map((request) => request.action)).toEqual(actions);
    const encryptionContext = { "aws:kinesis:arn": arnOf("sealed") };
    const use = { region: "eu-west-1", key: "alias/data", actions, service: "kinesis", encryptionContext };
    expect(uses).toEqual(actions.length === 0 ? [] : [use]);
  });

  it("has errors of its own for a key that is gone", () => {
    const { asked } = streams(() => {
      throw new AwsError("NotFoundException", "Alias alias/data is not found.");
    });
    const put = () => asked("PutRecord", { StreamName: "sealed", Data: base64("x") });
    expect(put).toThrow(expect.objectContaining({ code: "KMSNotFoundException" }));
  });
});
