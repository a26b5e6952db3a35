import { array, assert, asyncProperty, constantFrom, integer } from "fast-check";
import { describe, expect, it } from "vitest";
import { createKinesis } from "../../../../../../local/aws/kinesis/index.ts";
import { createInProcessHost } from "../../../../../../local/aws/lambda/index.ts";
import type { LambdaDependencies } from "../../../../../../local/aws/lambda/dependencies.ts";
import { createSqs } from "../../../../../../local/aws/sqs/index.ts";
import type { Call } from "../../../../../../local/core/call.ts";
import { AwsError } from "../../../../../../local/core/errors.ts";
import type { Properties } from "../../../../../../local/core/resource.ts";
import { defaultKnobs } from "../../../../../../local/faults/knobs.ts";
import { callOf } from "../../account.ts";
import { arnOf, base64, tenths } from "../../kinesis/harness.ts";
import { createPatientKernel } from "../../patient-kernel.ts";
import { messagesOf } from "../../sqs/harness.ts";
import { accountId, create, createWorker, functionArn, lambdaOver, roleArn } from "../harness.ts";

/** A record of an event, as far as tests look at it. */
interface KinesisRecord extends Properties {
  readonly eventID: string;
  readonly kinesis: { readonly partitionKey: string; readonly sequenceNumber: string; readonly data: string };
}
type Event = { readonly Records: readonly KinesisRecord[] };

const eventSourceArn = arnOf("s");
const failuresArn = `arn:aws:sqs:eu-west-1:${accountId}:failures`;
const textOf = ({ kinesis }: KinesisRecord) => Buffer.from(kinesis.data, "base64").toString();
const textsOf = ({ Records }: Event) => Records.map(textOf);
const done = () => undefined;
const poisonedBy = (text: string) => (event: Event) => {
  if (textsOf(event).includes(text)) throw new Error("poison");
};

/** A function that may be fed from the stream `s`, in virtual time. */
async function fed(handler: (event: Event) => unknown, shardCount = 1, more: Partial<LambdaDependencies> = {}) {
  const kernel = createPatientKernel(1);
  const sqs = createSqs({ kernel, accountId });
  const kinesis = createKinesis({ kernel, accountId, limits: defaultKnobs().shards });
  const events: Event[] = [];
  const calls: Call[] = [];
  let refused = false;
  const call = async (one: Call): Promise<Properties> => {
    calls.push(one);
    if (refused) throw new AwsError("AccessDeniedException", "not authorized");
    return (one.service === "sqs" ? sqs : kinesis).service.handle(one);
  };
  const hosts = createInProcessHost(() => (event) => {
    // What the mapping built.
    events.push(event as Event);
    return handler(event as Event);
  });
  const { lambda } = lambdaOver(kernel, hosts, {
    call,
    sources: { onMessages: sqs.onMessages, onStreamRecords: kinesis.onStreamRecords },
    ...more,
  });
  await createWorker(lambda, { timeout: 900 });
  const { id: QueueUrl } = await create(sqs.resources, "aws:sqs/queue:Queue", { name: "failures" });
  const ask = async (action: string, input: Properties = {}) =>
    kinesis.service.handle(callOf("kinesis", action, { StreamName: "s", ...input }));
  await ask("CreateStream", { ShardCount: shardCount });
  return {
    kernel,
    lambda,
    events,
    calls,
    ask,
    put: (text: string, PartitionKey = text) => ask("PutRecord", { PartitionKey, Data: base64(text) }),
    /** As a table's changes come. */
    take(text: string) {
      const data = { bytes: text.length, encode: () => base64(text) };
      kinesis.intake.put(eventSourceArn, [{ partitionKey: text, data }]);
    },
    map: (inputs: Properties = {}) =>
      create(lambda.resources, "aws:lambda/eventSourceMapping:EventSourceMapping", {
        functionName: "worker",
        eventSourceArn,
        startingPosition: "TRIM_HORIZON",
        ...inputs,
      }),
    batches: () => events.map(textsOf),
    async failures(): Promise<readonly Properties[]> {
      const output = await sqs.service.handle(callOf("sqs", "ReceiveMessage", { QueueUrl, MaxNumberOfMessages: 10 }));
      return messagesOf(output).map(({ Body }) => JSON.parse(String(Body)) as Properties);
    },
    refuse: (now: boolean) => void (refused = now),
  };
}

describe("a function fed from a Kinesis stream", () => {
  it("gets records as Lambda hands them over", async () => {
    const { kernel, put, map, events } = await fed(done);
    const { SequenceNumber } = await put("a", "k");
    await map();
    await kernel.advance(0);
    expect(events).toEqual([
      {
        Records: [
          {
            kinesis: {
              kinesisSchemaVersion: "1.0",
              partitionKey: "k",
              sequenceNumber: SequenceNumber,
              data: base64("a"),
              approximateArrivalTimestamp: Date.UTC(2026, 0, 1) / 1_000,
            },
            eventSource: "aws:kinesis",
            eventVersion: "1.0",
            eventID: `shardId-000000000000:${String(SequenceNumber)}`,
            eventName: "aws:kinesis:record",
            invokeIdentityArn: roleArn,
            awsRegion: "eu-west-1",
            eventSourceARN: eventSourceArn,
          },
        ],
      },
    ]);
  });

  it("is looked for only in the shards that got something, where the stream knows them", async () => {
    const { kernel, take, put, map, batches, calls } = await fed(done, 4);
    await map({ startingPosition: "LATEST" });
    await kernel.advance(1_000);
    const looks = () => calls.filter(({ action }) => action === "GetRecords").length;
    const before = looks();
    take("a");
    await kernel.advance(1_000);
    expect([batches(), looks() - before]).toEqual([[["a"]], 1]);
    await put("b");
    await kernel.advance(1_000);
    expect([batches(), looks() - before]).toEqual([[["a"], ["b"]], 5]);
  });

  it("is woken by records, and costs nothing while there are none", async () => {
    const { kernel, put, map, batches, calls } = await fed(done, 2);
    await map({ startingPosition: "LATEST" });
    await kernel.advance(1_000);
    const before = calls.length;
    await kernel.advance(24 * 3_600_000);
    expect(calls).toHaveLength(before);
    await put("a");
    await kernel.advance(0);
    expect(batches()).toEqual([["a"]]);
  });

  it("is looked at no more often than five times a second, each of its shards", async () => {
    const { kernel, put, map, calls, batches } = await fed(done, 2);
    await map();
    await kernel.advance(0);
    const looks = () => calls.filter(({ action }) => action === "GetRecords").length;
    const before = looks();
    for (let at = 0; at < 1_000; at += 10) {
      await put(`${at}`);
      await kernel.advance(10);
    }
    expect(looks() - before).toBe(10);
    expect(batches()).toHaveLength(10);
    expect(batches().flat()).toHaveLength(100);
  });

  it("comes back when it was refused", async () => {
    const { kernel, put, map, batches, refuse } = await fed(done);
    await map();
    await kernel.advance(0);
    refuse(true);
    await put("a");
    await kernel.advance(5_000);
    refuse(false);
    await kernel.advance(1_000);
    expect(batches()).toEqual([["a"]]);
  });

  it("waits for more as long as its window says, but no longer than until a batch is full", async () => {
    const { kernel, put, map, batches } = await fed(done);
    await map({ batchSize: 3, maximumBatchingWindowInSeconds: 1 });
    for (const text of ["a", "b"]) {
      await put(text);
      await kernel.advance(400);
    }
    expect(batches()).toEqual([]);
    await kernel.advance(200);
    expect(batches()).toEqual([["a", "b"]]);
    for (const text of ["c", "d", "e"]) await put(text);
    await kernel.advance(200);
    expect(batches()).toEqual([
      ["a", "b"],
      ["c", "d", "e"],
    ]);
  });

  it("begins at a moment where it says so", async () => {
    const { kernel, put, map, batches } = await fed(done);
    await put("before");
    await kernel.advance(10_000);
    const startingPositionTimestamp = new Date(kernel.now()).toISOString();
    await put("after");
    await map({ startingPosition: "AT_TIMESTAMP", startingPositionTimestamp });
    await kernel.advance(0);
    expect(batches()).toEqual([["after"]]);
  });

  it("loses nothing that came after its start, though its first iterator expired unused", async () => {
    const { kernel, put, map, batches } = await fed(done);
    await put("before");
    await kernel.advance(2_000);
    await map({ startingPosition: "LATEST" });
    await kernel.advance(3_600_000);
    await put("after");
    await kernel.advance(0);
    expect(batches()).toEqual([["after"]]);
  });

  it("reads parents before their children, and finds shards that come", async () => {
    let slow = true;
    const { kernel, put, ask, map, batches } = await fed(() => {
      if (slow) throw new Error("not yet");
    });
    await map({ batchSize: 10 });
    await put("1", "k");
    await ask("SplitShard", { ShardToSplit: "shardId-000000000000", NewStartingHashKey: tenths(5) });
    await put("2", "k");
    await ask("MergeShards", { ShardToMerge: "shardId-000000000001", AdjacentShardToMerge: "shardId-000000000002" });
    await put("3", "k");
    await kernel.advance(10_000);
    expect(new Set(batches().flat())).toEqual(new Set(["1"]));
    slow = false;
    await kernel.advance(60_000);
    expect(batches().slice(-3)).toEqual([["1"], ["2"], ["3"]]);
  });

  it("halves a failing batch down to the poison, whose whereabouts go to the failure destination", async () => {
    const { kernel, put, map, batches, events, failures } = await fed(poisonedBy("3"));
    for (const text of ["1", "2", "3", "4"]) await put(text);
    await map({
      bisectBatchOnFunctionError: true,
      maximumRetryAttempts: 1,
      destinationConfig: { onFailure: { destinationArn: failuresArn } },
    });
    await kernel.advance(10_000);
    expect(batches()).toEqual([["1", "2", "3", "4"], ["1", "2"], ["3", "4"], ["3"], ["3"], ["4"]]);
    const [message, ...others] = await failures();
    expect(others).toEqual([]);
    const sequence = events[3]?.Records[0]?.kinesis.sequenceNumber;
    expect(message).toEqual({
      requestContext: {
        requestId: expect.any(String),
        functionArn,
        condition: "RetryAttemptsExhausted",
        approximateInvokeCount: 2,
      },
      responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
      version: "1.0",
      timestamp: expect.any(String),
      KinesisBatchInfo: {
        shardId: "shardId-000000000000",
        startSequenceNumber: sequence,
        endSequenceNumber: sequence,
        approximateArrivalOfFirstRecord: "2026-01-01T00:00:00.000Z",
        approximateArrivalOfLastRecord: "2026-01-01T00:00:00.000Z",
        batchSize: 1,
        streamArn: eventSourceArn,
      },
    });
  });

  it("restarts at the lowest failure that the function reports", async () => {
    let reported = false;
    const { kernel, put, map, batches } = await fed(({ Records }) => {
      if (reported) return { batchItemFailures: [] };
      reported = true;
      const failed = [Records[2], Records[1]].map((record) => ({ itemIdentifier: record?.kinesis.sequenceNumber }));
      return { batchItemFailures: failed };
    });
    for (const text of ["1", "2", "3"]) await put(text);
    await map({ functionResponseTypes: ["ReportBatchItemFailures"] });
    await kernel.advance(10_000);
    expect(batches()).toEqual([
      ["1", "2", "3"],
      ["2", "3"],
    ]);
  });

  it("gives up records that are too old", async () => {
    const { kernel, put, map, batches, failures } = await fed(done);
    await put("old");
    await kernel.advance(61_000);
    await put("young");
    await map({
      maximumRecordAgeInSeconds: 60,
      destinationConfig: { onFailure: { destinationArn: failuresArn } },
    });
    await kernel.advance(0);
    expect(batches()).toEqual([["young"]]);
    expect(await failures()).toMatchObject([{ requestContext: { condition: "RecordAgeExceeded" } }]);
  });

  it("gets only what its filter lets through, data that is JSON included", async () => {
    const { kernel, put, map, batches } = await fed(done);
    for (const kind of ["a", "b", "a"]) await put(JSON.stringify({ kind, at: 1 }), kind);
    await put("no JSON");
    const pattern = JSON.stringify({ data: { kind: ["a"] } });
    await map({ filterCriteria: { filters: [{ pattern }] } });
    await kernel.advance(0);
    expect(batches().flat()).toEqual(['{"kind":"a","at":1}', '{"kind":"a","at":1}']);
  });

  it("is refused where its role may not read the stream", async () => {
    const asked: string[] = [];
    const { map } = await fed(done, 1, {
      judge: (_call, requests) => {
        asked.push(...requests.map(({ action, resource }) => `${action} ${resource}`));
        throw new AwsError("AccessDeniedException", "not allowed");
      },
    });
    await expect(map()).rejects.toThrow(
      `Cannot access stream ${eventSourceArn}. Please ensure the role can perform the DescribeStream, ListShards, ` +
        "GetShardIterator, and GetRecords Actions on your stream in IAM.",
    );
    expect(asked).toEqual(
      ["DescribeStream", "ListShards", "GetShardIterator", "GetRecords"].map(
        (action) => `kinesis:${action} ${eventSourceArn}`,
      ),
    );
  });
});

describe("several batches of a shard at a time", () => {
  it("do not wait for one another, but those of a partition key do", async () => {
    let open: (() => void)[] = [];
    const { kernel, put, map, batches } = await fed(() => new Promise<void>((resolve) => void open.push(resolve)));
    await map({ batchSize: 1, parallelizationFactor: 4 });
    // "a" and "e" have lanes of their own among four.
    for (const [text, partitionKey] of [
      ["a1", "a"],
      ["a2", "a"],
      ["e1", "e"],
    ])
      await put(text ?? "", partitionKey);
    await kernel.advance(0);
    expect(batches()).toEqual([["a1"], ["e1"]]);
    for (const finish of open) finish();
    open = [];
    await kernel.advance(0);
    expect(batches()).toEqual([["a1"], ["e1"], ["a2"]]);
  });

  it("hand over everything, every partition key in its order, whatever fails and however shards change", async () => {
    await assert(
      asyncProperty(
        integer({ min: 1, max: 10 }),
        integer({ min: 1, max: 5 }),
        array(constantFrom("a", "b", "c", "d", "split", "merge"), { minLength: 1, maxLength: 60 }),
        async (parallelizationFactor, batchSize, steps) => {
          let count = 0;
          const taken: string[] = [];
          const under = await fed(({ Records }) => {
            count += 1;
            if (count % 3 === 0) throw new Error("now and then");
            const half = count % 3 === 1 ? Math.floor(Records.length / 2) : 0;
            const kept = Records.slice(0, Records.length - half);
            taken.push(...kept.map(textOf));
            const failed = Records[kept.length];
            return {
              batchItemFailures: failed === undefined ? [] : [{ itemIdentifier: failed.kinesis.sequenceNumber }],
            };
          });
          const { kernel, put, ask, map } = under;
          await map({ parallelizationFactor, batchSize, functionResponseTypes: ["ReportBatchItemFailures"] });
          for (const [index, step] of steps.entries()) {
            const shards = (await ask("DescribeStreamSummary"))["StreamDescriptionSummary"] as {
              OpenShardCount: number;
            };
            const TargetShardCount =
              step === "split" ? shards.OpenShardCount * 2 : Math.ceil(shards.OpenShardCount / 2);
            if (step.length === 1) await put(`${step}${index}`, step);
            else if (TargetShardCount <= 8)
              await ask("UpdateShardCount", { TargetShardCount, ScalingType: "UNIFORM_SCALING" });
            if (index % 4 === 0) await kernel.advance(10);
          }
          await kernel.advance(3_600_000);
          const expected = steps.flatMap((step, index) => (step.length === 1 ? [`${step}${index}`] : []));
          expect(taken.toSorted()).toEqual(expected.toSorted());
          for (const letter of "abcd") {
            const own = (texts: readonly string[]) => texts.filter((text) => text.startsWith(letter));
            expect(own(taken)).toEqual(own(expected));
          }
          await under.lambda.shutdown();
        },
      ),
      { numRuns: 15 },
    );
  });

  it("may be as many as the mapping is told later", async () => {
    const { kernel, put, map, lambda, events } = await fed(done);
    const { id } = await map({ batchSize: 1 });
    await put("a");
    await kernel.advance(0);
    const update = { UUID: id, ParallelizationFactor: 3 };
    const answer = await lambda.service.handle(callOf("lambda", "UpdateEventSourceMapping", update));
    expect(answer).toMatchObject({ ParallelizationFactor: 3, EventSourceArn: eventSourceArn });
    await put("b");
    await kernel.advance(200);
    expect(events.map(textsOf)).toEqual([["a"], ["b"]]);
  });
});
