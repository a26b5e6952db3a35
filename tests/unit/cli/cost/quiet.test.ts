import { describe, expect, it } from "vitest";
import { untilQuiet } from "../../../../cli/cost/quiet.ts";
import type { UnderWay } from "../../../../local/cloud.ts";
import { fakeContext } from "../fake-context.ts";

const QUIET = { replicating: 0, queued: 0, reading: 0 } as const;
/** What was given up is in the way of nothing. */
const GIVEN_UP = ["prod-eu-lease-keeper-dlq", 3] as const;

/** A cloud that has something to do at some looks; the last of these goes on. */
function cloudWith(looks: readonly Partial<Record<keyof UnderWay, number>>[]) {
  let looked = 0;
  const underWay = (): UnderWay => {
    const { queued, ...rest } = { ...QUIET, ...looks[Math.min(looked++, looks.length - 1)] };
    return { ...rest, queued: new Map([GIVEN_UP, ["prod-eu-payouts", queued]]) };
  };
  return { underWay, looked: () => looked };
}

describe("waiting until a platform is quiet", () => {
  it.each([
    ["items replicate", { replicating: 3 }],
    ["queues hold messages", { queued: 1 }],
    ["streams are read", { reading: 2 }],
  ])("goes on while %s", async (_, busy) => {
    const cloud = cloudWith([busy, busy, busy, busy, busy, {}]);
    await untilQuiet(cloud, fakeContext());
    expect(cloud.looked()).toBe(9);
  });

  it("takes a moment between two stages for no rest", async () => {
    const cloud = cloudWith([{}, {}, { reading: 1 }, {}, {}, {}, { queued: 1 }, {}]);
    await untilQuiet(cloud, fakeContext());
    expect(cloud.looked()).toBe(11);
  });

  it("says every few seconds what it waits for", async () => {
    const context = fakeContext();
    await untilQuiet(cloudWith([...Array.from({ length: 120 }, () => ({ replicating: 1, queued: 12 })), {}]), context);
    expect(context.written.err).toEqual([
      "waiting until the platform is quiet: 1 item replicating, 12 messages in queues, 0 streams being read",
      "waiting until the platform is quiet: 1 item replicating, 12 messages in queues, 0 streams being read",
    ]);
  });

  it("draws it where somebody watches, and leaves nothing behind", async () => {
    const drawn: string[] = [];
    const screen = { columns: 60, draw: (line: string) => void drawn.push(line), clear: () => void drawn.push("") };
    await untilQuiet(cloudWith([{ queued: 1 }, {}]), fakeContext({}, screen));
    expect(drawn[0]).toBe("waiting until the platform is quiet: 0 items replicating, 1 ".slice(0, 59));
    expect(drawn.at(-1)).toBe("");
  });

  it("gives up after three minutes, and says what is in the way", async () => {
    const context = fakeContext();
    await expect(untilQuiet(cloudWith([{ queued: 2 }]), context)).rejects.toThrow(
      /^The platform did not come to rest within .*: 0 items replicating, 2 messages in queues, 0 streams being read\./,
    );
    expect(context.clock.now()).toBeGreaterThan(180_000);
    expect(context.clock.now()).toBeLessThan(181_000);
  });
});
