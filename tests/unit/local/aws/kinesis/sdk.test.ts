import {
  CreateStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  PutRecordsCommand,
} from "@aws-sdk/client-kinesis";
import { ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterEach, describe, expect, it } from "vitest";
import { createLocalCloud } from "../../../../../local/cloud.ts";
import { createWallClock } from "../../../../../local/drivers/wall-clock.ts";
import { listen } from "../../../../../local/listen.ts";

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

const region = "eu-west-1";

/** An empty cloud behind HTTP, and clients of its root user as the SDK makes them. */
async function served() {
  const onFault = (fault: unknown): never => {
    throw fault;
  };
  const cloud = createLocalCloud({ kernel: createWallClock(onFault), awsEndpoint: () => "", onFault });
  const { awsFetch: fetch, awsDirect: direct, awsBreaksOff: breaksOff } = cloud;
  const { url, close } = await listen({ port: 0, flag: "--port", fetch, direct, breaksOff });
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const settings = { endpoint: url, region, credentials, maxAttempts: 1 };
  const kinesis = new KinesisClient(settings);
  const sqs = new SQSClient(settings);
  cleanups.push(
    () => kinesis.destroy(),
    () => sqs.destroy(),
    close,
    () => cloud.shutdown(),
  );
  return { cloud, url, kinesis, sqs };
}

describe("the SDK's own client of Kinesis", () => {
  it("puts and reads records over HTTP/2, beside clients that speak HTTP/1.1", async () => {
    const { kinesis, sqs } = await served();
    await kinesis.send(new CreateStreamCommand({ StreamName: "s", ShardCount: 1 }));
    const Records = ["a", "ä€😀"].map((text) => ({ PartitionKey: text, Data: Buffer.from(text) }));
    const put = await kinesis.send(new PutRecordsCommand({ StreamName: "s", Records }));
    expect(put.FailedRecordCount).toBe(0);
    const from = { StreamName: "s", ShardId: "shardId-000000000000", ShardIteratorType: "TRIM_HORIZON" } as const;
    const { ShardIterator } = await kinesis.send(new GetShardIteratorCommand(from));
    const read = await kinesis.send(new GetRecordsCommand({ ShardIterator }));
    const texts = read.Records?.map(({ Data }) => Buffer.from(Data ?? []).toString());
    expect(texts).toEqual(["a", "ä€😀"]);
    expect(read.Records?.[0]?.ApproximateArrivalTimestamp).toBeInstanceOf(Date);
    expect((await sqs.send(new ListQueuesCommand())).QueueUrls).toBeUndefined();
  });

  it("gets AWS's errors by their names", async () => {
    const { kinesis } = await served();
    const missing = kinesis.send(
      new PutRecordsCommand({ StreamName: "none", Records: [{ PartitionKey: "k", Data: Buffer.from("") }] }),
    );
    await expect(missing).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: "Stream none under account 111122223333 not found.",
    });
  });

  it("gets no answer from a region that is gone", async () => {
    const { cloud, kinesis } = await served();
    cloud.knobs.regions.turn(region, "lost");
    const lost = kinesis.send(new CreateStreamCommand({ StreamName: "s", ShardCount: 1 }));
    await expect(lost).rejects.toThrow();
    cloud.knobs.regions.turn(region, "here");
    await kinesis.send(new CreateStreamCommand({ StreamName: "s", ShardCount: 1 }));
  });
});

describe("a client that speaks CBOR", () => {
  it("is told how to speak JSON", async () => {
    const { url } = await served();
    const headers = { "content-type": "application/x-amz-cbor-1.1", "x-amz-target": "Kinesis_20131202.ListStreams" };
    const answer = await fetch(url, { method: "POST", headers, body: Buffer.from([0xa0]) });
    expect([answer.status, await answer.json()]).toMatchObject([
      501,
      { __type: "NotImplemented", message: expect.stringContaining("AWS_CBOR_DISABLE=true") },
    ]);
  });
});
