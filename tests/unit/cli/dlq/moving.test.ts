import { describe, expect, it } from "vitest";
import { createBatches } from "../../../../functions/credit-inbox/batches.ts";
import { apiClient, funded } from "../../functions/platform/api-client.ts";
import { createPlatform } from "../../functions/platform/platform.ts";
import { arnOf, createWorld, type World } from "./world.ts";

const QUEUE = "prod-eu-credit-inbox";
const DEAD = `${QUEUE}-dlq`;

interface Received {
  readonly Body: string;
  readonly MessageId: string;
  readonly ReceiptHandle: string;
}

async function receive(world: World, url: string, VisibilityTimeout: number): Promise<readonly Received[]> {
  const reply = await world.root("sqs", "ReceiveMessage", {
    QueueUrl: url,
    MaxNumberOfMessages: 10,
    VisibilityTimeout,
  });
  // As SQS answers.
  return (reply["Messages"] ?? []) as readonly Received[];
}

/** A queue whose messages go aside after one receipt, with such messages. */
async function aside(world: World, bodies: readonly string[]): Promise<string> {
  await world.queue(DEAD);
  const redrivePolicy = JSON.stringify({ deadLetterTargetArn: arnOf("sqs", DEAD), maxReceiveCount: 1 });
  const url = await world.queue(QUEUE, { redrivePolicy });
  for (const MessageBody of bodies) await world.root("sqs", "SendMessage", { QueueUrl: url, MessageBody });
  await receive(world, url, 0);
  expect(await receive(world, url, 0)).toEqual([]);
  return url;
}

describe("redriving what came out of a queue", () => {
  it("moves it back, and says so where there is nothing to move", async () => {
    const world = await createWorld();
    const url = await aside(world, ["a", "b", "c"]);
    expect(await world.redrive(DEAD)).toEqual({ done: 3, left: [] });
    expect((await receive(world, url, 30)).map(({ Body }) => Body)).toEqual(["a", "b", "c"]);
    expect(await world.redrive(DEAD)).toEqual({ done: 0, left: [] });
  });

  it("says what stays because it came out of no queue", async () => {
    const world = await createWorld();
    await aside(world, ["a"]);
    const QueueUrl = (await world.find(DEAD)).url;
    await world.root("sqs", "SendMessage", { QueueUrl, MessageBody: "sent here by somebody" });
    const left = [{ what: "a message", why: expect.stringMatching(/^SQS has not moved it: it came out of no queue/) }];
    expect(await world.redrive(DEAD)).toEqual({ done: 1, left });
    expect(await world.redrive(DEAD)).toEqual({ done: 0, left });
  });

  it("waits for a move that somebody else has begun", async () => {
    const world = await createWorld();
    await aside(
      world,
      Array.from({ length: 9 }, (_, index) => `${index}`),
    );
    const slowly = { SourceArn: arnOf("sqs", DEAD), MaxNumberOfMessagesPerSecond: 2 };
    await world.root("sqs", "StartMessageMoveTask", slowly);
    expect(await world.redrive(DEAD)).toEqual({ done: 9, left: [] });
  });

  it("says where SQS stopped, and what is not moved stays", async () => {
    const world = await createWorld();
    await aside(
      world,
      Array.from({ length: 9 }, (_, index) => `${index}`),
    );
    const slowly = { SourceArn: arnOf("sqs", DEAD), MaxNumberOfMessagesPerSecond: 2 };
    const { TaskHandle } = await world.root("sqs", "StartMessageMoveTask", slowly);
    world.kernel.after(1_500, () => world.root("sqs", "CancelMessageMoveTask", { TaskHandle }).then(() => undefined));
    await expect(world.redrive(DEAD)).rejects.toThrow(
      "SQS stopped moving after 4: cancelled. The rest is where it was.",
    );
    expect(await world.find(DEAD)).toMatchObject({ waiting: 5, held: 0 });
  });

  it("twice credits a payee once", async () => {
    const [world, platform] = [await createWorld(), await createPlatform()];
    const shop = apiClient(platform);
    const payee = await shop.open("eu");
    await shop.pay(await funded(platform, "us", 10_000), payee, 700);
    await platform.kernel.advance(2_000);
    await platform.renewLeases();
    const { ledger, inbox, name } = platform.cell("eu");
    const { keys } = await ledger.dueBefore(name, new Date(platform.kernel.now()).toISOString());
    expect(keys).toHaveLength(1);

    // The message was doubled on its way, as SQS may do.
    const body = JSON.stringify(keys[0]);
    const url = await aside(world, [body, body]);
    const returns = { giveBack: () => Promise.reject(new Error("nothing fails")) };
    const work = createBatches({ inbox, returns, log: () => undefined, random: () => 0 });
    for (const moved of [2, 0]) {
      expect(await world.redrive(DEAD)).toEqual({ done: moved, left: [] });
      const batch = await receive(world, url, 30);
      expect(batch).toHaveLength(moved);
      const messages = batch.map(({ Body, MessageId, ReceiptHandle }) => ({
        id: MessageId,
        handle: ReceiptHandle,
        body: Body,
        receives: 1,
      }));
      expect(await work(messages)).toEqual(new Set());
      expect(await shop.figures(payee)).toEqual([700, 700, 0]);
    }
  });
});
