import { beforeEach, describe, expect, it } from "vitest";
import { listLetters, showLetters } from "../../../../cli/dlq/looking.ts";
import { findDeadLetterQueues } from "../../../../cli/dlq/queues.ts";
import { arnOf, createWorld, type World } from "./world.ts";

const LOOK = { most: 200, hideSeconds: 30 };
const MINUTE_MS = 60_000;
const BROKEN = () => {
  throw new TypeError("broken");
};

let world: World;
beforeEach(async () => {
  world = await createWorld();
});

const held = async (name: string) => {
  const { queues } = await world.passing(findDeadLetterQueues(world.deployment, world.clients));
  const queue = queues.find(({ label }) => label === name);
  return [queue?.waiting, queue?.held];
};
const startsOf = (name: string) => world.events.filter((one) => one.name === name).map(({ event }) => event);

/** A function whose failed runs wait in a queue, as the program's schedules have them. */
async function scheduled(name: string) {
  await world.fn(name);
  await world.queue(`${name}-dlq`);
  await world.resource("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", {
    functionName: name,
    maximumRetryAttempts: 0,
    destinationConfig: { onFailure: { destination: arnOf("sqs", `${name}-dlq`) } },
  });
}

const startAsync = (FunctionName: string, input: object) =>
  world.root("lambda", "Invoke", { FunctionName, InvocationType: "Event", Payload: JSON.stringify(input) });

describe("the dead-letter queues", () => {
  it("are listed with their consumers, what they hold and since when", async () => {
    const dead = await world.queue("prod-eu-credit-inbox-dlq");
    await world.queue("prod-eu-projector-dlq");
    await world.queue("prod-eu-credit-inbox");
    await world.queue("staging-eu-projector-dlq");
    await world.queue("prod-global-watcher-dlq");
    await world.root("sqs", "SendMessage", { QueueUrl: dead, MessageBody: "old" });
    await world.kernel.advance(5 * MINUTE_MS);
    await world.root("sqs", "SendMessage", { QueueUrl: dead, MessageBody: "new" });
    const { queues, silent } = await world.passing(findDeadLetterQueues(world.deployment, world.clients));
    const listed = await world.passing(listLetters(queues, world.clients, LOOK, world.clock));
    expect(silent).toEqual([]);
    expect(listed).toMatchObject([
      { queue: "prod-eu-credit-inbox-dlq", cell: "eu", consumer: "credit-inbox", messages: 2 },
      { queue: "prod-eu-projector-dlq", cell: "eu", consumer: "projector", messages: 0, oldestMs: undefined },
      { queue: "prod-global-watcher-dlq", cell: undefined, consumer: "watcher", messages: 0 },
    ]);
    expect(Math.floor((listed[0]?.oldestMs ?? 0) / MINUTE_MS)).toBe(5);
    expect(await held("prod-eu-credit-inbox-dlq")).toEqual([2, 0]);
  });

  it("are called by region too where several have one name", async () => {
    const create = { QueueName: "prod-global-watcher-dlq" };
    for (const region of world.deployment.authorityRegions) await world.root("sqs", "CreateQueue", create, region);
    const { queues } = await world.passing(findDeadLetterQueues(world.deployment, world.clients));
    expect(queues.map(({ label }) => label)).toEqual(
      world.deployment.authorityRegions.map((region) => `prod-global-watcher-dlq@${region}`),
    );
  });

  it("show what their messages are about, and keep them within anybody's reach", async () => {
    await scheduled("prod-eu-controller");
    world.code("prod-eu-controller", BROKEN);
    await startAsync("prod-eu-controller", {});
    await world.kernel.advance(MINUTE_MS);
    const queue = await world.find("prod-eu-controller-dlq");
    for (let look = 0; look < 2; look += 1) {
      expect(await world.passing(showLetters(queue, world.clients, LOOK, world.clock))).toMatchObject([
        {
          about: "start",
          what: "start of prod-eu-controller with nothing",
          why: "RetriesExhausted after 1 try, TypeError: broken",
        },
      ]);
      expect(await held("prod-eu-controller-dlq")).toEqual([1, 0]);
    }
  });

  it("are refused by other names, and those there are told", async () => {
    await world.queue("prod-eu-relay-dlq");
    await expect(world.find("prod-eu-relay")).rejects.toThrow(
      "There is no dead-letter queue prod-eu-relay; there are: prod-eu-relay-dlq.",
    );
  });
});

describe("redriving failed starts", () => {
  const name = "prod-eu-credit-inbox-sweep";

  beforeEach(async () => {
    await scheduled(name);
    world.code(name, BROKEN);
    for (let run = 0; run < 3; run += 1) await startAsync(name, { sweep: true });
    await startAsync(name, { sweep: false });
    await world.kernel.advance(MINUTE_MS);
    world.events.splice(0);
  });

  it("leaves them where they were while the function still fails", async () => {
    const { done, left } = await world.redrive(`${name}-dlq`);
    expect(done).toBe(0);
    expect(left.map(({ why }) => why)).toEqual(Array.from({ length: 4 }, () => `${name} failed again: broken`));
    expect(await held(`${name}-dlq`)).toEqual([4, 0]);
  });

  it("starts it once for all that ask for the same, and keeps what fails again", async () => {
    world.code(name, ({ sweep }) => (sweep === true ? undefined : BROKEN()));
    expect(await world.redrive(`${name}-dlq`)).toMatchObject({
      done: 3,
      left: [{ what: `start of ${name} with sweep` }],
    });
    expect(startsOf(name)).toEqual([{ sweep: true }, { sweep: false }]);
    expect(await held(`${name}-dlq`)).toEqual([1, 0]);
  });

  it("twice does it once, also where both are under way", async () => {
    world.code(name, () => undefined);
    const both = await world.passing(Promise.all([world.redrive(`${name}-dlq`), world.redrive(`${name}-dlq`)]));
    expect(both.reduce((sum, { done }) => sum + done, 0)).toBe(4);
    expect(await world.redrive(`${name}-dlq`)).toEqual({ done: 0, left: [] });
    expect(await held(`${name}-dlq`)).toEqual([0, 0]);
  });

  it("does again what Scheduler could not start, and starts nothing that is not of this stage", async () => {
    await world.redrive(`${name}-dlq`);
    const url = await world.queue("prod-eu-lease-keeper-dlq");
    await world.fn("prod-eu-lease-keeper");
    const put = (target: string) =>
      world.root("sqs", "SendMessage", {
        QueueUrl: url,
        MessageBody: "{}",
        MessageAttributes: { TARGET_ARN: { DataType: "String", StringValue: arnOf("lambda", `function:${target}`) } },
      });
    await put("prod-eu-lease-keeper");
    await put("payroll");
    expect(await world.redrive("prod-eu-lease-keeper-dlq")).toEqual({
      done: 1,
      left: [{ what: "start of payroll with nothing", why: "it names a function that is none of this stage's" }],
    });
    expect(startsOf("prod-eu-lease-keeper")).toEqual([{}]);
  });
});

describe("redriving batches of the journal", () => {
  const name = "prod-eu-projector";
  const sequences = (event: Readonly<Record<string, unknown>>) =>
    // As Lambda hands over records of a stream.
    (
      event["Records"] as readonly { readonly kinesis: { readonly sequenceNumber: string; readonly data: string } }[]
    ).map(({ kinesis }) => kinesis);
  const refuseAll = (event: Readonly<Record<string, unknown>>) => ({
    batchItemFailures: [{ itemIdentifier: sequences(event)[0]?.sequenceNumber }],
  });

  beforeEach(async () => {
    await world.root("kinesis", "CreateStream", { StreamName: "prod-eu-journal", ShardCount: 1 });
    await world.kernel.advance(MINUTE_MS);
    await world.queue(`${name}-dlq`);
    await world.fn(name);
    world.code(name, refuseAll);
    await world.resource("aws:lambda/eventSourceMapping:EventSourceMapping", {
      functionName: name,
      eventSourceArn: arnOf("kinesis", "stream/prod-eu-journal"),
      startingPosition: "TRIM_HORIZON",
      maximumRetryAttempts: 0,
      functionResponseTypes: ["ReportBatchItemFailures"],
      destinationConfig: { onFailure: { destinationArn: arnOf("sqs", `${name}-dlq`) } },
    });
    for (const text of ["one", "two", "three"]) {
      const Data = Buffer.from(text).toString("base64");
      await world.root("kinesis", "PutRecord", { StreamName: "prod-eu-journal", PartitionKey: "k", Data });
    }
    await world.kernel.advance(MINUTE_MS);
  });

  it("hands the function the records that it refused, as it was given them, and no others", async () => {
    const refused = startsOf(name).flatMap(sequences);
    expect(new Set(refused.map(({ data }) => Buffer.from(data, "base64").toString()))).toEqual(
      new Set(["one", "two", "three"]),
    );
    expect((await world.redrive(`${name}-dlq`)).left[0]?.why).toMatch(/^prod-eu-projector still refuses record \d+$/);
    const [waiting] = await held(`${name}-dlq`);
    expect(waiting).toBeGreaterThan(0);
    world.events.splice(0);
    world.code(name, () => ({ batchItemFailures: [] }));
    expect(await world.redrive(`${name}-dlq`)).toEqual({ done: waiting, left: [] });
    const again = startsOf(name).flatMap(sequences);
    expect(again.map(({ data }) => Buffer.from(data, "base64").toString()).toSorted()).toEqual(["one", "three", "two"]);
    expect(new Set(again.map(({ sequenceNumber }) => sequenceNumber))).toEqual(
      new Set(refused.map(({ sequenceNumber }) => sequenceNumber)),
    );
    expect(await held(`${name}-dlq`)).toEqual([0, 0]);
  });

  it("says how to mend the views where the stream has forgotten them, and keeps the message", async () => {
    await world.kernel.advance(25 * 60 * MINUTE_MS);
    world.code(name, () => ({ batchItemFailures: [] }));
    world.events.splice(0);
    const { done, left } = await world.redrive(`${name}-dlq`);
    expect(done).toBe(0);
    expect(left[0]?.why).toBe("the stream has its records no more: run `cells views rebuild --cell eu`");
    expect(startsOf(name)).toEqual([]);
    expect((await held(`${name}-dlq`))[0]).toBe(left.length);
  });
});

describe("redriving what the relay could not hand on", () => {
  const name = "prod-eu-relay";
  type Event = Readonly<Record<string, unknown>>;
  interface Change {
    readonly dynamodb: { readonly SequenceNumber: string; readonly NewImage: unknown };
  }
  // As Lambda hands over records of a stream.
  const changes = (event: Event) => event["Records"] as readonly Change[];
  const bySequence = (one: Change, other: Change) =>
    Number(BigInt(one.dynamodb.SequenceNumber) - BigInt(other.dynamodb.SequenceNumber));
  const put = (id: string) =>
    world.root("dynamodb", "PutItem", {
      TableName: "ledger",
      Item: { pk: { S: `eu#event#${id}` }, sk: { S: "event" } },
    });

  beforeEach(async () => {
    await world.queue(`${name}-dlq`);
    await world.fn(name);
    await world.fn("prod-eu-credit-inbox");
    world.code(name, BROKEN);
    const { outputs } = await world.resource("aws:dynamodb/table:Table", {
      name: "ledger",
      hashKey: "pk",
      rangeKey: "sk",
      attributes: ["pk", "sk"].map((attribute) => ({ name: attribute, type: "S" })),
      billingMode: "PAY_PER_REQUEST",
      streamEnabled: true,
      streamViewType: "NEW_AND_OLD_IMAGES",
    });
    await world.resource("aws:lambda/eventSourceMapping:EventSourceMapping", {
      functionName: name,
      eventSourceArn: outputs["streamArn"],
      startingPosition: "TRIM_HORIZON",
      maximumRetryAttempts: 0,
      bisectBatchOnFunctionError: true,
      functionResponseTypes: ["ReportBatchItemFailures"],
      destinationConfig: { onFailure: { destinationArn: arnOf("sqs", `${name}-dlq`) } },
    });
    await world.kernel.advance(1_000);
    for (const id of ["one", "two", "three"]) await put(id);
    await world.kernel.advance(MINUTE_MS);
  });

  it("gives the relay the changes that it refused, as it was given them, and no others", async () => {
    const refused = new Map(
      startsOf(name)
        .flatMap(changes)
        .map((change) => [change.dynamodb.SequenceNumber, change]),
    );
    expect(refused.size).toBe(3);
    const [waiting = 0] = await held(`${name}-dlq`);
    expect(waiting).toBeGreaterThan(0);
    expect((await world.redrive(`${name}-dlq`)).left.map(({ why }) => why)).toEqual(
      Array.from({ length: waiting }, () => `${name} failed again: broken`),
    );
    world.code(name, (event) => ({
      batchItemFailures: [{ itemIdentifier: changes(event)[0]?.dynamodb.SequenceNumber }],
    }));
    expect((await world.redrive(`${name}-dlq`)).left[0]?.why).toMatch(/^prod-eu-relay still refuses record \d+$/);
    world.events.splice(0);
    world.code(name, () => ({ batchItemFailures: [] }));
    expect(await world.redrive(`${name}-dlq`)).toEqual({ done: waiting, left: [] });
    const again = startsOf(name).flatMap(changes);
    expect(again.toSorted(bySequence)).toEqual([...refused.values()].toSorted(bySequence));
    expect(again.map(({ dynamodb }) => dynamodb.NewImage)).toContainEqual({
      pk: { S: "eu#event#two" },
      sk: { S: "event" },
    });
    expect(startsOf("prod-eu-credit-inbox")).toEqual([]);
    expect(await world.redrive(`${name}-dlq`)).toEqual({ done: 0, left: [] });
  });

  it("sweeps the cell's ledger once where the stream has forgotten them, and says what that leaves", async () => {
    await put("four");
    await world.kernel.advance(25 * 60 * MINUTE_MS);
    const [waiting = 0] = await held(`${name}-dlq`);
    expect(waiting).toBeGreaterThan(1);
    world.code(name, () => ({ batchItemFailures: [] }));
    world.events.splice(0);
    const { done, left } = await world.redrive(`${name}-dlq`);
    expect([done, left.length]).toEqual([0, waiting]);
    expect(new Set(left.map(({ why }) => why))).toEqual(
      new Set(["the stream has its records no more: what is due was swept, webhooks need a replay"]),
    );
    expect(startsOf("prod-eu-credit-inbox")).toEqual([{ sweep: true }]);
    expect(startsOf(name)).toEqual([]);
    expect(await held(`${name}-dlq`)).toEqual([waiting, 0]);
  });
});
