import { array, assert, asyncProperty, constantFrom, integer } from "fast-check";
import { describe, expect, it } from "vitest";
import { createDynamoDb } from "../../../../../local/aws/dynamodb/index.ts";
import { createKinesis } from "../../../../../local/aws/kinesis/index.ts";
import { AwsError } from "../../../../../local/core/errors.ts";
import type { Properties } from "../../../../../local/core/resource.ts";
import { createVirtualKernel } from "../../../../../local/drivers/virtual-clock.ts";
import { defaultKnobs } from "../../../../../local/faults/knobs.ts";
import { accountId, callOf, register } from "../account.ts";
import { eu, key, ledgerInputs, us } from "./harness.ts";

const journalOf = (region: string) => `arn:aws:kinesis:${region}:${accountId}:stream/journal`;

/** What a record of the journal says. */
interface JournalRecord {
  readonly eventID: string;
  readonly eventName: string;
  readonly userIdentity: unknown;
  readonly dynamodb: {
    readonly ApproximateCreationDateTime: number;
    readonly Keys: { readonly pk: { readonly S: string } };
    readonly NewImage?: Properties;
  } & Properties;
}

/** A ledger in two regions, each with a journal; `observed` are the faults that had an effect. */
async function ledger(seed = 1, precision = "MICROSECOND") {
  const kernel = createVirtualKernel(seed);
  const observed: string[] = [];
  const knobs = { ...defaultKnobs() };
  const journal = { ...knobs.journal, observe: (fault: string) => void observed.push(fault) };
  const kinesis = createKinesis({ kernel, accountId, limits: knobs.shards });
  const streaming = { intake: kinesis.intake, knobs: journal, regions: knobs.regions };
  const dynamoDb = createDynamoDb({ kernel, knobs, accountId, streaming });
  const models = [...kinesis.resources, ...dynamoDb.resources];
  await register(models, "aws:dynamodb/table:Table", ledgerInputs);
  const globalTableArn = `arn:aws:dynamodb:${eu}:${accountId}:table/ledger`;
  await register(models, "aws:dynamodb/tableReplica:TableReplica", { globalTableArn }, us);
  for (const region of [eu, us]) {
    await register(models, "aws:kinesis/stream:Stream", { name: "journal", shardCount: 2 }, region);
    const inputs = { tableName: "ledger", streamArn: journalOf(region) };
    const more = precision === "" ? {} : { approximateCreationDateTimePrecision: precision };
    await register(
      models,
      "aws:dynamodb/kinesisStreamingDestination:KinesisStreamingDestination",
      { ...inputs, ...more },
      region,
    );
  }
  const db = (action: string, input: Properties, region = eu): Properties => {
    const reply = dynamoDb.service.handle(callOf("dynamodb", action, { TableName: "ledger", ...input }, { region }));
    if (reply instanceof Promise) throw new Error("DynamoDB answers at once");
    return reply;
  };
  const ask = (action: string, input: Properties, region: string): Properties => {
    const reply = kinesis.service.handle(callOf("kinesis", action, input, { region }));
    if (reply instanceof Promise) throw new Error("Kinesis answers at once");
    return reply;
  };
  const shards = (region: string) =>
    // As ListShards answers.
    ask("ListShards", { StreamName: "journal" }, region)["Shards"] as readonly { readonly ShardId: string }[];
  const records = (region = eu): readonly JournalRecord[] =>
    shards(region).flatMap(({ ShardId }) => {
      const from = { StreamName: "journal", ShardId, ShardIteratorType: "TRIM_HORIZON" };
      const { ShardIterator } = ask("GetShardIterator", from, region);
      // As GetRecords answers.
      const listed = ask("GetRecords", { ShardIterator }, region)["Records"] as readonly { readonly Data: string }[];
      return listed.map(({ Data }) => JSON.parse(Buffer.from(Data, "base64").toString()) as JournalRecord);
    });
  const write = (pk: string, x: string, region = eu) => db("PutItem", { Item: { ...key(pk), x: { S: x } } }, region);
  return { kernel, knobs, journal, observed, db, records, write };
}

describe("a table that streams to Kinesis", () => {
  it("puts a record of every change of an item, in the form of DynamoDB's own", async () => {
    const { kernel, db, records, write } = await ledger();
    const at = kernel.now() * 1_000;
    write("a", "1");
    write("a", "1");
    write("a", "2");
    db("DeleteItem", { Key: key("a") });
    expect(records()).toEqual([]);
    await kernel.advance(25);
    expect(records()).toEqual([
      {
        awsRegion: eu,
        eventID: expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/),
        eventName: "INSERT",
        userIdentity: null,
        recordFormat: "application/json",
        tableName: "ledger",
        dynamodb: {
          ApproximateCreationDateTime: at,
          ApproximateCreationDateTimePrecision: "MICROSECOND",
          Keys: key("a"),
          NewImage: { ...key("a"), x: { S: "1" } },
          SizeBytes: 14,
        },
        eventSource: "aws:dynamodb",
      },
      expect.objectContaining({
        eventName: "MODIFY",
        dynamodb: expect.objectContaining({
          ApproximateCreationDateTime: at + 1,
          OldImage: { ...key("a"), x: { S: "1" } },
        }),
      }),
      expect.objectContaining({
        eventName: "REMOVE",
        dynamodb: expect.not.objectContaining({ NewImage: expect.anything() }),
      }),
    ]);
    const [first] = records();
    const order = "awsRegion eventID eventName userIdentity recordFormat tableName dynamodb eventSource";
    expect(Object.keys(first ?? {}).join(" ")).toBe(order);
  });

  it("tells milliseconds where nothing finer was asked for", async () => {
    const { kernel, records, write } = await ledger(1, "");
    const at = kernel.now();
    write("a", "1");
    await kernel.advance(25);
    expect(records()[0]?.dynamodb).toMatchObject({ ApproximateCreationDateTime: at });
    expect(records()[0]?.dynamodb).not.toHaveProperty("ApproximateCreationDateTimePrecision");
  });

  it("streams what its replica takes over from others, once it arrives", async () => {
    const { kernel, records, write } = await ledger();
    write("a", "1", us);
    await kernel.advance(100);
    expect([records(us).length, records(eu).length]).toEqual([1, 0]);
    await kernel.settle();
    expect(records(eu)).toMatchObject([{ awsRegion: eu, eventName: "INSERT", dynamodb: { Keys: key("a") } }]);
  });

  it("names itself where it expires an item", async () => {
    const { kernel, db, records } = await ledger();
    db("UpdateTimeToLive", { TimeToLiveSpecification: { Enabled: true, AttributeName: "ttl" } });
    db("PutItem", { Item: { ...key("a"), ttl: { N: String(Math.floor(kernel.now() / 1_000) + 10) } } });
    await kernel.advance(120_000);
    // Whichever region gets to it first; the other takes a plain delete over.
    const removals = [...records(eu), ...records(us)].filter(({ eventName }) => eventName === "REMOVE");
    const named = { type: "Service", principalId: "dynamodb.amazonaws.com" };
    expect(removals.map(({ userIdentity }) => userIdentity)).toEqual(expect.arrayContaining([null, named]));
  });

  it("keeps what is on its way while its region is gone", async () => {
    const { kernel, knobs, records, write } = await ledger();
    write("a", "1");
    knobs.regions.turn(eu, "lost");
    await kernel.advance(60_000);
    expect(records()).toEqual([]);
    knobs.regions.turn(eu, "here");
    expect(records()).toHaveLength(1);
  });

  it("loses nothing, and tells the order of an item's versions, however records come twice and late", async () => {
    await assert(
      asyncProperty(
        integer({ min: 1, max: 1_000 }),
        array(constantFrom("a", "b", "c"), { minLength: 5, maxLength: 40 }),
        async (seed, items) => {
          const { kernel, journal, db, records, write } = await ledger(seed);
          Object.assign(journal, { duplicated: 0.4, late: 0.4 });
          for (const [index, pk] of items.entries()) {
            write(pk, String(index), index % 2 === 0 ? eu : us);
            await kernel.advance(seed % 7);
          }
          await kernel.settle();
          for (const region of [eu, us]) {
            const seen = new Map(records(region).map((record) => [record.eventID, record]));
            const ordered = [...seen.values()].toSorted(
              (one, other) => one.dynamodb.ApproximateCreationDateTime - other.dynamodb.ApproximateCreationDateTime,
            );
            for (const pk of new Set(items)) {
              const own = ordered.filter(({ dynamodb }) => dynamodb.Keys.pk.S === pk);
              expect(own[0]?.eventName).toBe("INSERT");
              expect(own.at(-1)?.dynamodb.NewImage).toEqual(db("GetItem", { Key: key(pk) }, region)["Item"]);
            }
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  it("counts the faults that had an effect", async () => {
    const { kernel, journal, observed, records, write } = await ledger();
    Object.assign(journal, { duplicated: 1, late: 1 });
    write("a", "1");
    await kernel.settle();
    expect(observed.filter((fault) => fault === "streamDuplicated").length).toBeGreaterThan(0);
    expect(new Set(observed)).toEqual(new Set(["streamDuplicated", "streamReordered"]));
    expect(records()).toHaveLength(2);
    expect(new Set(records().map(({ eventID }) => eventID)).size).toBe(1);
  });

  it("runs no timer while nothing changes", async () => {
    const { kernel, write } = await ledger();
    write("a", "1");
    await kernel.settle();
    expect(kernel.pending()).toBe(0);
  });
});

describe("a table's streaming destination", () => {
  const described = (answer: Properties) => answer["KinesisDataStreamDestinations"];
  const refused = (act: () => unknown): string => {
    try {
      act();
    } catch (fault) {
      if (fault instanceof AwsError) return `${fault.code}: ${fault.message}`;
      throw fault;
    }
    return "done";
  };
  const StreamArn = journalOf(eu);

  it("is described, changed and switched off, after which nothing is streamed", async () => {
    const { kernel, db, records, write } = await ledger();
    const state = { StreamArn, DestinationStatus: "ACTIVE", ApproximateCreationDateTimePrecision: "MICROSECOND" };
    expect(described(db("DescribeKinesisStreamingDestination", {}))).toEqual([state]);
    const UpdateKinesisStreamingConfiguration = { ApproximateCreationDateTimePrecision: "MILLISECOND" };
    db("UpdateKinesisStreamingDestination", { StreamArn, UpdateKinesisStreamingConfiguration });
    db("DisableKinesisStreamingDestination", { StreamArn });
    expect(described(db("DescribeKinesisStreamingDestination", {}))).toMatchObject([
      { DestinationStatus: "DISABLED", ApproximateCreationDateTimePrecision: "MILLISECOND" },
    ]);
    write("a", "1");
    await kernel.settle();
    expect([records(eu).length, records(us).length]).toEqual([0, 1]);
    db("EnableKinesisStreamingDestination", { StreamArn });
    write("a", "2");
    await kernel.settle();
    expect(records(eu)).toHaveLength(1);
  });

  it("is one at a time, of the table's own region, and there", async () => {
    const { db } = await ledger();
    const enable = (streamArn: string) =>
      refused(() => db("EnableKinesisStreamingDestination", { StreamArn: streamArn }));
    expect(enable(StreamArn)).toContain("ResourceInUseException: Table is not in a valid state");
    expect(enable(journalOf(us))).toContain("must be in the same region as the DynamoDB table");
    db("DisableKinesisStreamingDestination", { StreamArn });
    expect(enable(`${StreamArn}-none`)).toContain("ResourceNotFoundException");
    expect(refused(() => db("DisableKinesisStreamingDestination", { StreamArn }))).toContain(
      "ResourceNotFoundException",
    );
  });
});
