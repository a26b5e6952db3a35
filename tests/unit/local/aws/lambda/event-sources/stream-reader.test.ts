import { describe, expect, it } from "vitest";
import { accountId, functionArn } from "../harness.ts";
import { streamArn } from "./fake-stream.ts";
import { messagesOf } from "../../sqs/harness.ts";
import { fed, type Event } from "./harness.ts";

const eventSourceArn = streamArn;
const done = () => undefined;
const sequencesOf = ({ Records }: Event) => Records.map(({ dynamodb }) => String(dynamodb?.SequenceNumber));
/** A handler that fails whenever its batch holds the record of that sequence number. */
const poisonedBy = (sequence: string) => (event: Event) => {
  if (sequencesOf(event).includes(sequence)) throw new Error("poison");
};

describe("a function fed from a stream", () => {
  it("gets records in order, batch by batch, and is woken by new ones", async () => {
    const { kernel, stream, map, events, sequences } = await fed(done);
    for (const n of ["1", "2", "3"]) stream.put({ n: { N: n } });
    await map({ eventSourceArn, batchSize: 2, startingPosition: "TRIM_HORIZON" });
    await kernel.advance(0);
    expect(sequences()).toEqual([["1", "2"], ["3"]]);
    expect(events[0]?.Records[0]).toEqual({
      eventID: "e0",
      eventName: "INSERT",
      eventSource: "aws:dynamodb",
      eventSourceARN: streamArn,
      dynamodb: {
        ApproximateCreationDateTime: Date.UTC(2026, 0, 1) / 1000,
        NewImage: { n: { N: "1" } },
        SequenceNumber: "1",
      },
    });
    stream.put({ n: { N: "4" } });
    await kernel.advance(250);
    expect(sequences()[2]).toEqual(["4"]);
  });

  it("counts as read from once a record is there until it is taken, or given up", async () => {
    let taken: () => void = () => undefined;
    const { kernel, lambda, stream, map, events } = await fed(() => new Promise<void>((resolve) => (taken = resolve)));
    await map({ eventSourceArn, startingPosition: "TRIM_HORIZON", maximumRetryAttempts: 0 });
    expect(lambda.reading()).toBe(1);
    await kernel.advance(0);
    expect(lambda.reading()).toBe(0);
    await kernel.advance(60_000);
    expect(lambda.reading()).toBe(0);
    stream.put({});
    expect(lambda.reading()).toBe(1);
    await kernel.advance(250);
    expect([events.length, lambda.reading()]).toEqual([1, 1]);
    taken();
    await kernel.advance(500);
    expect(lambda.reading()).toBe(0);
  });

  it("starts at the end where it says LATEST", async () => {
    const { kernel, stream, map, sequences } = await fed(done);
    stream.put({});
    await map({ eventSourceArn, startingPosition: "LATEST" });
    await kernel.advance(0);
    stream.put({});
    await kernel.advance(250);
    expect(sequences()).toEqual([["2"]]);
  });

  it("is looked at four times a second, by one look for all that came meanwhile", async () => {
    const { kernel, stream, map, calls, sequences } = await fed(done);
    await map({ eventSourceArn, startingPosition: "TRIM_HORIZON" });
    await kernel.advance(0);
    const looks = () => calls.filter(({ action }) => action === "GetRecords").length;
    const before = looks();
    for (let at = 0; at < 1_000; at += 10) {
      stream.put({});
      await kernel.advance(10);
    }
    expect(looks() - before).toBe(4);
    expect(sequences().map(({ length }) => length)).toEqual([25, 25, 25, 25]);
  });

  it("gets all of one look, batch after batch, without waiting for another", async () => {
    const { kernel, stream, map, sequences } = await fed(done);
    for (let count = 0; count < 1_000; count += 1) stream.put({});
    await map({ eventSourceArn, batchSize: 10, startingPosition: "TRIM_HORIZON" });
    await kernel.advance(0);
    expect(sequences()).toHaveLength(100);
  });

  it("does not poll, and comes back when it was refused", async () => {
    const { kernel, stream, map, calls, sequences, lambda } = await fed(done);
    stream.refuse(true);
    stream.put({});
    await map({ eventSourceArn, startingPosition: "TRIM_HORIZON" });
    await kernel.advance(0);
    expect(sequences()).toEqual([]);
    stream.refuse(false);
    await kernel.advance(1_000);
    expect(sequences()).toEqual([["1"]]);
    // One more look tells that nothing is left.
    await kernel.advance(250);
    const before = calls.length;
    await kernel.advance(3_600_000);
    expect(calls).toHaveLength(before);
    await lambda.shutdown();
  });

  it("holds the shard back until a failing batch is taken", async () => {
    let healthy = false;
    const { kernel, stream, map, sequences } = await fed(() => {
      if (!healthy) throw new Error("down");
    });
    await map({ eventSourceArn, startingPosition: "TRIM_HORIZON" });
    stream.put({});
    await kernel.advance(0);
    stream.put({});
    await kernel.advance(1_000);
    expect(new Set(sequences().flat())).toEqual(new Set(["1"]));
    healthy = true;
    await kernel.advance(60_000);
    expect(sequences().slice(-2)).toEqual([["1"], ["2"]]);
  });

  it("halves a failing batch down to the poison, whose whereabouts go to the failure destination", async () => {
    const { kernel, stream, queue, map, root, sequences } = await fed(poisonedBy("3"));
    const QueueUrl = await queue("failures");
    for (let n = 0; n < 4; n += 1) stream.put({});
    await map({
      eventSourceArn,
      startingPosition: "TRIM_HORIZON",
      bisectBatchOnFunctionError: true,
      maximumRetryAttempts: 1,
      destinationConfig: { onFailure: { destinationArn: `arn:aws:sqs:eu-west-1:${accountId}:failures` } },
    });
    await kernel.advance(10_000);
    expect(sequences()).toEqual([["1", "2", "3", "4"], ["1", "2"], ["3", "4"], ["3"], ["3"], ["4"]]);
    const output = await root("ReceiveMessage", { QueueUrl });
    expect(JSON.parse(String(messagesOf(output)[0]?.["Body"]))).toMatchObject({
      version: "1.0",
      requestContext: { functionArn, condition: "RetryAttemptsExhausted", approximateInvokeCount: 2 },
      responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
      DDBStreamBatchInfo: {
        shardId: "shard-1",
        startSequenceNumber: "3",
        endSequenceNumber: "3",
        batchSize: 1,
        streamArn,
        approximateArrivalOfFirstRecord: "2026-01-01T00:00:00.000Z",
      },
    });
  });

  it("restarts at the first failure that the function reports", async () => {
    let reported = false;
    const { kernel, stream, map, sequences } = await fed(() => {
      if (reported) return { batchItemFailures: [] };
      reported = true;
      return { batchItemFailures: [{ itemIdentifier: "3" }, { itemIdentifier: "2" }] };
    });
    for (let n = 0; n < 3; n += 1) stream.put({});
    await map({ eventSourceArn, startingPosition: "TRIM_HORIZON", functionResponseTypes: ["ReportBatchItemFailures"] });
    await kernel.advance(10_000);
    expect(sequences()).toEqual([
      ["1", "2", "3"],
      ["2", "3"],
    ]);
  });

  it("gives up records that are too old", async () => {
    const { kernel, stream, queue, map, root, sequences } = await fed(done);
    const QueueUrl = await queue("failures");
    stream.put({});
    await kernel.advance(61_000);
    stream.put({});
    await map({
      eventSourceArn,
      startingPosition: "TRIM_HORIZON",
      maximumRecordAgeInSeconds: 60,
      destinationConfig: { onFailure: { destinationArn: `arn:aws:sqs:eu-west-1:${accountId}:failures` } },
    });
    await kernel.advance(0);
    expect(sequences()).toEqual([["2"]]);
    const output = await root("ReceiveMessage", { QueueUrl });
    expect(JSON.parse(String(messagesOf(output)[0]?.["Body"]))).toMatchObject({
      requestContext: { condition: "RecordAgeExceeded" },
    });
  });

  it("gets only what its filter lets through", async () => {
    const { kernel, stream, map, sequences } = await fed(done);
    for (const kind of ["transfer", "balance", "transfer"]) stream.put({ kind: { S: kind } });
    const pattern = JSON.stringify({ dynamodb: { NewImage: { kind: { S: ["transfer"] } } } });
    await map({ eventSourceArn, startingPosition: "TRIM_HORIZON", filterCriteria: { filters: [{ pattern }] } });
    await kernel.advance(0);
    expect(sequences()).toEqual([["1", "3"]]);
  });

  it.each([
    ["eleven readers a shard", { parallelizationFactor: 11 }, "parallelizationFactor"],
    ["a time that it cannot begin at", { startingPosition: "AT_TIMESTAMP" }, "StartingPositionTimestamp"],
    ["a tumbling window", { tumblingWindowInSeconds: 30 }, "tumblingWindowInSeconds"],
    ["no starting position", { startingPosition: undefined }, "StartingPosition is missing"],
    [
      "another source",
      { eventSourceArn: "arn:aws:kafka:eu-west-1:111122223333:cluster/x" },
      "eventSourceArn arn:aws:kafka",
    ],
    [
      "another destination",
      { destinationConfig: { onFailure: { destinationArn: "arn:aws:sns:eu-west-1:111122223333:x" } } },
      "destinationConfig to arn:aws:sns",
    ],
  ])("is refused with %s", async (_case, inputs, part) => {
    const { map } = await fed(done);
    await expect(map({ eventSourceArn, startingPosition: "LATEST", ...inputs })).rejects.toThrow(part);
  });
});
