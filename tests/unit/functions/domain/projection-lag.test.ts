import { describe, expect, it } from "vitest";
import { viewsFreshness } from "../../../../functions/domain/projection-lag.ts";

const NOW = 1_000_000;
const us = (secondsAgo: number) => BigInt(NOW - secondsAgo * 1_000) * 1_000n;
/** A shard whose last batch reached to a time, was tried at another, and had something newer that failed. */
const shard = (through: number, tried = through, newest = through) => ({
  us: us(through),
  newest: us(newest),
  tried: BigInt(NOW - tried * 1_000),
});

describe("how fresh views are", () => {
  it.each([
    ["nothing was ever projected", [], { stale: true, secondsAgo: undefined }],
    ["a change came just now", [shard(1)], { stale: false, secondsAgo: 1 }],
    ["one shard has had nothing for an hour", [shard(1), shard(3_600)], { stale: false, secondsAgo: 1 }],
    ["no shard has had anything for a minute", [shard(60), shard(3_600)], { stale: true, secondsAgo: 60 }],
    ["a shard's last batch failed in part", [shard(1), shard(20, 2, 3)], { stale: true, secondsAgo: 20 }],
    ["a shard catches up", [shard(1), shard(600, 1)], { stale: true, secondsAgo: 600 }],
  ] as const)("%s", (_, marks, { stale, secondsAgo }) => {
    const found = viewsFreshness(marks, NOW);
    expect(found).toEqual({ stale, asOf: secondsAgo === undefined ? 0 : NOW - secondsAgo * 1_000 });
  });
});
