import { describe, expect, it } from "vitest";
import { createBatches, pauseSeconds, type InboxMessage } from "../../../../functions/credit-inbox/batches.ts";
import { systemClock } from "../../../../functions/stores/clock.ts";
import { createInboxReturns } from "../../../../functions/stores/inbox-queue.ts";
import { inboxReceivesMax } from "../../../../infra/plan/functions.ts";
import { accountId } from "../../local/aws/lambda/harness.ts";
import { fed } from "../../local/aws/lambda/event-sources/harness.ts";

const QUARTER_OF_AN_HOUR_S = 900;
const RETENTION_S = 4 * 24 * 3600;
const almostOne = 1 - Number.EPSILON;

describe("the pause of a message that failed", () => {
  it.each([
    { receives: 1, shortest: 1, longest: 2 },
    { receives: 2, shortest: 2, longest: 4 },
    { receives: 3, shortest: 4, longest: 8 },
    { receives: 5, shortest: 16, longest: 32 },
    { receives: 6, shortest: 30, longest: 60 },
    { receives: 36, shortest: 30, longest: 60 },
    { receives: 5_000, shortest: 30, longest: 60 },
  ])("is $shortest to $longest s after receipt $receives", ({ receives, shortest, longest }) => {
    expect([pauseSeconds(receives, almostOne), pauseSeconds(receives, 0)]).toEqual([shortest, longest]);
  });

  const pauses = (chance: number) =>
    Array.from({ length: inboxReceivesMax }, (_, before) => pauseSeconds(before + 1, chance));

  it("keeps what fails at once from going aside for a quarter of an hour, and not for ever", () => {
    const sum = (seconds: readonly number[]) => seconds.reduce((total, one) => total + one, 0);
    expect(sum(pauses(almostOne))).toBeGreaterThanOrEqual(QUARTER_OF_AN_HOUR_S);
    expect(sum(pauses(almostOne).slice(0, -3))).toBeLessThan(QUARTER_OF_AN_HOUR_S);
    expect(sum(pauses(0))).toBeLessThan(3_600);
    // Where nothing can be given back the visibility of 180 s counts, and the queue still keeps the message.
    expect(180 * inboxReceivesMax).toBeLessThan(RETENTION_S);
  });
});

/** What acting on a key comes to, the so-manieth time that anything is acted on, so many seconds from the start. */
type Act = (key: { readonly pk: string }, turn: number, at: number) => Promise<boolean>;

/** The inbox's batches behind a mapping of a queue as the program has it, in virtual time. */
async function inboxOver(act: Act, { givesBack = true, waitsForReturn = false } = {}) {
  const tries: string[] = [];
  const logged: string[] = [];
  const handler = async ({ Records }: { readonly Records: readonly Record<string, unknown>[] }) => {
    const failed = await work(Records.map(messageOf));
    return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
  };
  const world = await fed(handler, { timeout: 30 });
  const { kernel, queue, root, map } = world;
  const dead = await queue("inbox-dlq");
  const deadLetterTargetArn = `arn:aws:sqs:eu-west-1:${accountId}:inbox-dlq`;
  const redrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: inboxReceivesMax });
  const url = await queue("inbox", { visibilityTimeoutSeconds: 180, redrivePolicy });
  const send = async (command: { readonly input: Readonly<Record<string, unknown>> }) => {
    if (!givesBack) throw Object.assign(new Error("SQS is slow"), { name: "TimeoutError" });
    return root(command.constructor.name.replace(/Command$/, ""), command.input);
  };
  const clock = { ...systemClock(), now: kernel.now, monotonic: kernel.now, sleep: async () => {} };
  const work = createBatches({
    inbox: {
      act: async (key) => {
        tries.push(key.pk);
        return act(key, tries.length, (kernel.now() - started) / 1_000);
      },
      waitsForReturn: async () => waitsForReturn,
    },
    returns: createInboxReturns({ send }, url, clock, kernel.random),
    log: (_, message) => void logged.push(message),
    random: kernel.random,
  });
  await map({
    eventSourceArn: `arn:aws:sqs:eu-west-1:${accountId}:inbox`,
    batchSize: 10,
    functionResponseTypes: ["ReportBatchItemFailures"],
  });
  const started = kernel.now();
  const put = (...bodies: readonly string[]) =>
    root("SendMessageBatch", {
      QueueUrl: url,
      Entries: bodies.map((MessageBody, index) => ({ Id: `${index}`, MessageBody })),
    });
  const held = async (QueueUrl: string) => {
    const { Attributes } = await root("GetQueueAttributes", { QueueUrl, AttributeNames: ["All"] });
    // SQS answers with texts by name.
    const found = Attributes as Readonly<Record<string, string>>;
    return Number(found["ApproximateNumberOfMessages"]) + Number(found["ApproximateNumberOfMessagesNotVisible"]);
  };
  return { kernel, put, tries, logged, waiting: () => held(url), aside: () => held(dead) };
}

function messageOf(record: Readonly<Record<string, unknown>>): InboxMessage {
  // Lambda's shape of a record, as the function's edge reads it.
  const attributes = record["attributes"] as Readonly<Record<string, string>>;
  return {
    id: String(record["messageId"]),
    handle: String(record["receiptHandle"]),
    body: String(record["body"]),
    receives: Number(attributes["ApproximateReceiveCount"]),
  };
}

const key = (pk: string) => JSON.stringify({ pk, sk: "payment" });

/** An attempt that runs out of its time, as every call of an overloaded machine does. */
const timedOut = () => Promise.reject(Object.assign(new Error("timed out"), { name: "TimeoutError" }));

describe("a message that fails once", () => {
  it.each<{ readonly says: string; readonly first: Act; readonly givesBack: boolean; readonly within: number }>([
    { says: "by a timeout comes again at once", first: timedOut, givesBack: true, within: 2 },
    { says: "since it has to wait comes again at once", first: async () => false, givesBack: true, within: 2 },
    { says: "and cannot be given back shows after its visibility", first: timedOut, givesBack: false, within: 180 },
  ])("$says", async ({ first, givesBack, within }) => {
    const world = await inboxOver((...asked) => (asked[1] === 1 ? first(...asked) : Promise.resolve(true)), {
      givesBack,
    });
    await world.put(key("eu#pay#1"));
    await world.kernel.advance(within * 1_000 - 1_001);
    expect(world.tries).toHaveLength(1);
    await world.kernel.advance(1_001);
    expect(world.tries).toHaveLength(2);
    expect(await world.waiting()).toBe(0);
    expect(world.logged.includes("messages could not be given back")).toBe(!givesBack);
  });

  it("does not hold up the others of its batch, which are done once", async () => {
    let failed = false;
    const world = await inboxOver(async ({ pk }) => {
      if (pk !== "b" || failed) return true;
      failed = true;
      return false;
    });
    await world.put(key("a"), key("b"), key("c"));
    await world.kernel.advance(10_000);
    expect(world.tries).toEqual(["a", "b", "c", "b"]);
    expect(await world.waiting()).toBe(0);
  });
});

describe("what fails for long", () => {
  it("is done within a minute of the end of ten minutes without tables, and nothing went aside", async () => {
    const DOWN_S = 600;
    const world = await inboxOver(async (_, __, at) => at >= DOWN_S);
    await world.put(...Array.from({ length: 10 }, (_, index) => key(`eu#pay#${index}`)));
    await world.kernel.advance(DOWN_S * 1_000);
    expect(await world.waiting()).toBe(10);
    await world.kernel.advance(61_000);
    expect([await world.waiting(), await world.aside()]).toEqual([0, 0]);
  });

  it("is not tried again where only the sweep can do it, when the home is back", async () => {
    const world = await inboxOver(async () => false, { waitsForReturn: true });
    await world.put(key("eu#pay#1"));
    await world.kernel.advance(60 * 60_000);
    expect(world.tries).toHaveLength(1);
    expect([await world.waiting(), await world.aside()]).toEqual([0, 0]);
    expect(world.logged).toEqual(["an entry waits for its home to return"]);
  });

  it("goes aside in the end, as a message does that is no key and can never be done", async () => {
    const world = await inboxOver(async () => false);
    await world.put(key("eu#pay#1"), "no key");
    await world.kernel.advance(QUARTER_OF_AN_HOUR_S * 1_000);
    expect(await world.aside()).toBe(0);
    await world.kernel.advance(45 * 60_000);
    expect(world.tries).toHaveLength(inboxReceivesMax);
    expect([await world.waiting(), await world.aside()]).toEqual([0, 2]);
  });
});
