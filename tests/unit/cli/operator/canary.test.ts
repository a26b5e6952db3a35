import { describe, expect, it } from "vitest";
import { faultsOf, watchCanary } from "../../../../cli/operator/canary.ts";
import type { HomeStanding, Standing } from "../../../../cli/operator/standing.ts";
import { cell } from "./fake-platform.ts";
import { fakeContext } from "../fake-context.ts";

const healthy: NonNullable<HomeStanding["health"]> = {
  cell: cell("eu"),
  verdict: "up",
  beatAge: 900,
  probes: [],
  evacuated: false,
  forbidden: false,
};
const well: HomeStanding = {
  cell: "eu",
  region: "eu-west-1",
  owner: "eu",
  epoch: 1n,
  mode: "normal",
  homeIsDead: false,
  leaseAgeMs: 1_500,
  health: healthy,
};
const standing = (change: Partial<HomeStanding>, edge?: Standing["edge"]): Standing => ({
  homes: [{ ...well, ...change }],
  takeovers: [],
  lag: [],
  clearing: [],
  history: [],
  ...(edge !== undefined && { edge }),
});
const unwell = (verdict: "degraded" | "down" | "unknown") => standing({ health: { ...healthy, verdict } });

describe("what is wrong with a cell", () => {
  it.each([
    ["nothing", standing({}), []],
    ["nothing, although the edge's store cannot be read", standing({}), []],
    ["another owner", standing({ owner: "us" }), ["us serves the accounts of eu."]],
    ["on its way home", standing({ mode: "returning" }), ["eu is returning."]],
    ["an old lease", standing({ leaseAgeMs: 8_001 }), ["eu has no lease."]],
    ["degraded", unwell("degraded"), ["eu is degraded."]],
    ["down", unwell("down"), ["eu is down."]],
    ["no signs", unwell("unknown"), ["Nobody knows how eu is."]],
    [
      "a route that nobody decided",
      standing({}, { agrees: false, differing: ["down/eu"] }),
      ["The edge routes against the authority: down/eu."],
    ],
  ])("%s", (_, seen, faults) => {
    expect(faultsOf(seen, "eu")).toEqual(faults);
  });

  it("an unknown cell is refused by name", () => {
    expect(() => faultsOf(standing({}), "ap")).toThrow("There is no cell ap; there are eu.");
  });
});

describe("a watch", () => {
  const watch = (looks: readonly Standing[]) => {
    const { clock } = fakeContext();
    let next = 0;
    const look = async (): Promise<Standing> => looks[Math.min(next++, looks.length - 1)] ?? standing({});
    return watchCanary({ cell: "eu", forMs: 60_000 }, clock, look, () => {});
  };
  const [good, bad] = [standing({}), unwell("degraded")];

  it("passes after its time, and forgives two bad looks in a row", async () => {
    expect(await watch([good, bad, bad, good])).toEqual({ cell: "eu", looks: 13, badLooks: 2, afterMs: 60_000 });
  });

  it("stops at the third bad look in a row", async () => {
    await expect(watch([good, bad, bad, bad, good])).rejects.toThrow("Stop here: eu is degraded.");
  });

  it("does not end on a bad look", async () => {
    await expect(watch([...Array<Standing>(12).fill(good), bad])).rejects.toThrow("Stop here: eu is degraded.");
  });
});
