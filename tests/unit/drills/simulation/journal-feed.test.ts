import { describe, expect, it } from "vitest";
import { createJournalFeed } from "../../../../drills/simulation/journal-feed.ts";
import type { StreamRecord } from "../../../../functions/projector/app.ts";
import { createVirtualKernel } from "../../../../local/drivers/virtual-clock.ts";
import { createFaultLog } from "../../../../local/faults/catalogue.ts";

type Answer = (records: readonly StreamRecord[]) => string | undefined;

function feeding(answer: Answer) {
  const kernel = createVirtualKernel(1);
  const log = createFaultLog();
  const batches: (readonly StreamRecord[])[] = [];
  const handler = (records: readonly StreamRecord[]) => {
    batches.push(records);
    return Promise.resolve(answer(records));
  };
  const feed = createJournalFeed({ kernel, log, handler });
  const put = (...texts: readonly string[]): void =>
    feed.put(
      texts.map((text) => ({
        partitionKey: Buffer.from(text.padEnd(8)).toString("hex").toUpperCase(),
        data: { bytes: text.length, encode: () => Buffer.from(text).toString("base64") },
      })),
    );
  const seen = (): readonly string[] => batches.flat().map(({ data }) => data);
  return { kernel, log, batches, feed, put, seen };
}

const taken: Answer = () => undefined;
const refusing =
  (text: string): Answer =>
  (records) =>
    records.find(({ data }) => data === text)?.sequenceNumber;

describe("the journal of a cell", () => {
  it("gives every record once, in batches of one shard each, in the shard's order", async () => {
    const { kernel, feed, put, batches, seen } = feeding(taken);
    const texts = Array.from({ length: 1_200 }, (_, index) => `record ${index}`);
    put(...texts);
    await kernel.elapse(10_000);
    expect(seen().toSorted()).toEqual(texts.toSorted());
    for (const batch of batches) {
      expect(batch.length).toBeLessThanOrEqual(500);
      expect(new Set(batch.map(({ shard }) => shard)).size).toBe(1);
      const numbers = batch.map(({ sequenceNumber }) => Number(sequenceNumber));
      expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
    }
    expect(feed.waiting()).toBe(0);
  });

  it("delivers from the first failure on again and gives up that record alone; it is redriven, twice", async () => {
    const bad = { answer: refusing("bad") };
    const { kernel, log, feed, put, seen } = feeding((records) => bad.answer(records));
    feed.reshard(1);
    put("one", "bad", "two");
    await kernel.elapse(30_000);
    expect(seen().filter((text) => text === "one")).toHaveLength(1);
    expect(seen().at(-1)).toBe("two");
    expect(feed.waiting()).toBe(1);
    bad.answer = taken;
    feed.redriveTwice();
    await kernel.elapse(2_000);
    expect(seen().slice(-2)).toEqual(["bad", "bad"]);
    expect(feed.waiting()).toBe(0);
    expect(log.counts()).toEqual({ redrivenTwice: 1 });
  });

  it("keeps what nobody can read apart in the end, and does not redrive it", async () => {
    const half = "unread".slice(0, 3);
    const { kernel, log, feed, put, seen } = feeding(refusing(half));
    feed.faults({ duplicated: 0, unreadable: 1 });
    put("unread");
    await kernel.elapse(30_000);
    expect(seen()).toContain("unread");
    expect(seen()).toContain(half);
    expect(log.counts()).toEqual({ poison: 1 });
    expect(feed.waiting()).toBe(0);
  });

  it("reads new shards once the old ones are read to their end", async () => {
    const { kernel, log, feed, put, batches } = feeding(taken);
    put("before");
    feed.reshard(3);
    put("after");
    await kernel.elapse(5_000);
    expect(batches.map(([record]) => record?.data)).toEqual(["before", "after"]);
    const [old, fresh] = batches.map(([record]) => record?.shard);
    expect(old).not.toBe(fresh);
    expect(log.counts()).toEqual({ resharded: 1 });
  });

  it("keeps what comes while nobody reads, and gives it then", async () => {
    const { kernel, log, feed, put, seen } = feeding(taken);
    feed.pause(true);
    put("waiting");
    await kernel.elapse(60_000);
    expect(seen()).toEqual([]);
    feed.pause(false);
    await kernel.elapse(2_000);
    expect(seen()).toEqual(["waiting"]);
    expect(log.counts()).toEqual({ unread: 1 });
  });

  it("keeps what comes while it is held, without anybody waiting for it", async () => {
    const { kernel, feed, put, seen } = feeding(taken);
    feed.pause(true, "held");
    put("held");
    feed.pause(true);
    feed.pause(false);
    await kernel.elapse(60_000);
    expect(seen()).toEqual([]);
    expect(feed.waiting()).toBe(0);
    feed.pause(false, "held");
    expect(feed.waiting()).toBeGreaterThan(0);
    await kernel.elapse(2_000);
    expect(seen()).toEqual(["held"]);
  });

  it("may deliver a batch again that was taken", async () => {
    const { kernel, log, feed, put, seen } = feeding(taken);
    feed.faults({ duplicated: 1, unreadable: 0 });
    put("again");
    await kernel.elapse(2_000);
    expect(seen()).toEqual(["again", "again"]);
    expect(log.counts()).toEqual({ streamDuplicated: 1 });
  });
});
