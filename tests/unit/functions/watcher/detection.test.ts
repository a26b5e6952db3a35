import { describe, expect, it } from "vitest";
import { EU } from "../domain/world.ts";
import { createWatchedWorld, type WatchedWorld, type WorldOptions } from "./world.ts";

/** What a fault does to the world, from the moment on that it happens. */
type Fault = (world: WatchedWorld) => void;

const regionLoss: Fault = ({ lost }) => void lost.add("eu-west-1");
const refusing: Fault = ({ probed, paying }) => {
  probed.set(EU, "refuses");
  paying.set(EU, "refuses");
};
const hanging: Fault = ({ probed, paying }) => {
  probed.set(EU, "hangs");
  paying.set(EU, "hangs");
};
/** Nothing can be written in the region any more; it answers probes until its lease has ended. */
const noDynamoDb: Fault = ({ probed, paying, kernel }) => {
  paying.set(EU, "refuses");
  kernel.after(8_000, () => void probed.set(EU, "refuses"));
};

/** How long after the fault, at this second, the cell is evacuated. */
async function detectionMs(fault: Fault, atMs: number, options: WorldOptions = {}): Promise<number> {
  const world = await createWatchedWorld(options);
  await world.advance(atMs, 200);
  expect(await world.owner(EU)).toBe("eu");
  fault(world);
  const began = world.kernel.now();
  while ((await world.owner(EU)) === "eu" && world.kernel.now() - began < 60_000) await world.advance(100);
  return world.kernel.now() - began;
}

/** Times of the fault over more than the period of beats and probes, at different times of overlap. */
const MOMENTS = [150_000, 168_000, 181_000].flatMap((base) =>
  [0, 900, 1_800, 2_700, 3_600, 4_500].map((phase) => base + phase),
);

describe("from the fault to the evacuation it takes at most fifteen seconds, whenever it happens", () => {
  it.each<[string, Fault]>([
    ["a region is lost, and the watcher in it", regionLoss],
    ["a cell refuses everything", refusing],
    ["a cell answers nothing", hanging],
    ["all DynamoDB calls of a region fail", noDynamoDb],
  ])("%s", { timeout: 120_000 }, async (_, fault) => {
    const took: number[] = [];
    for (const moment of MOMENTS) took.push(await detectionMs(fault, moment));
    expect(Math.max(...took)).toBeLessThanOrEqual(15_000);
    // Two beats have to be missing: nobody is evacuated in a hurry.
    expect(Math.min(...took)).toBeGreaterThanOrEqual(5_000);
  });

  it("and clocks that are minutes apart do not count", async () => {
    const ahead = { "eu-west-1": 300_000, "us-east-1": -600_000, "eu-central-1": 120_000 };
    for (const moment of MOMENTS.slice(0, 4)) {
      expect(await detectionMs(regionLoss, moment, { ahead })).toBeLessThanOrEqual(15_000);
    }
  });

  it("nor does which watchers and keepers have just been started", async () => {
    for (const phases of [
      [0, 0, 0, 0],
      [59_000, 30_000, 1_000, 2_000],
      [10_000, 8_000, 9_500, 5_000],
    ] as const) {
      expect(await detectionMs(regionLoss, 183_000, { phases })).toBeLessThanOrEqual(15_000);
    }
  });
});
