import { describe, expect, it } from "vitest";
import {
  countProbes,
  createSightings,
  healthOf,
  mayStandIn,
  verdictOn,
  withProbe,
  type Beat,
  type Probe,
  type ProbeHealth,
  type Survey,
  type Verdict,
} from "../../../../functions/domain/health.ts";
import { EU, US } from "./world.ts";

describe("the probes that are kept", () => {
  it.each<[string, string, number, number]>([
    ["none failed", "......", 0, 0],
    ["the last one failed", ".....x", 1, 1],
    ["the last two failed", "....xx", 2, 2],
    ["some failed before, the last did not", "x.xx..", 0, 3],
    ["some failed before, and the last again", "xx.x.x", 1, 4],
    ["all failed", "x".repeat(24), 24, 24],
    ["what is older than 24 probes is forgotten", `xxx${".".repeat(24)}`, 0, 0],
    ["a failure just within them", `x${".".repeat(23)}`, 0, 1],
  ])("%s", (_, probes, failures, errors) => {
    const recent = Array.from(probes).reduce((bits, probe) => withProbe(bits, probe === "."), 0n);
    expect(countProbes(recent)).toEqual({ failures, errors });
  });
});

describe("the verdict on a cell", () => {
  const probe = (failures: number, errors = failures, age = 1_000): ProbeHealth => ({
    region: "eu-west-1",
    age,
    failures,
    errors,
  });
  const BEATS = 3_000;
  const SILENT = 10_001;

  it.each<[string, number | undefined, readonly ProbeHealth[], Verdict]>([
    ["it beats, and answers", BEATS, [probe(0), probe(0)], "up"],
    ["its beat is just in time", 10_000, [probe(0)], "up"],
    ["it neither beats nor answers anybody", SILENT, [probe(2), probe(2)], "down"],
    ["it answers nobody, but beats", BEATS, [probe(2), probe(2)], "degraded"],
    ["it does not beat, but answers", SILENT, [probe(0), probe(0)], "degraded"],
    ["it answers one of two watchers", SILENT, [probe(2), probe(0)], "degraded"],
    ["one probe was lost, and it does not beat", SILENT, [probe(1), probe(1)], "degraded"],
    ["one probe was lost", BEATS, [probe(1), probe(0)], "up"],
    ["a watcher that is gone has no say: not for it", SILENT, [probe(2), probe(0, 0, 10_001)], "down"],
    ["a watcher that is gone has no say: not against it", SILENT, [probe(0), probe(2, 2, 10_001)], "degraded"],
    ["nobody watches", SILENT, [probe(2, 2, 10_001)], "unknown"],
    ["nobody ever watched", SILENT, [], "unknown"],
    ["it never beat: it is not there yet", undefined, [probe(2)], "unknown"],
    ["every eighth request fails", BEATS, [probe(0, 3), probe(0, 0)], "degraded"],
    ["two requests failed in two minutes", BEATS, [probe(0, 2)], "up"],
  ])("%s", (_, beatAge, probes, verdict) => {
    expect(verdictOn({ beatAge, probes }, "up")).toBe(verdict);
    expect(verdictOn({ beatAge, probes }, undefined)).toBe(verdict);
  });

  it.each<[Verdict, number, Verdict]>([
    ["up", 2, "up"],
    ["degraded", 2, "degraded"],
    ["down", 2, "degraded"],
    ["degraded", 1, "up"],
  ])("does not flap: %s with %d errors of 24 is %s", (before, errors, verdict) => {
    expect(verdictOn({ beatAge: BEATS, probes: [probe(0, errors)] }, before)).toBe(verdict);
  });
});

describe("a cell that is to stand in", () => {
  const probe = (failures: number, age = 1_000): ProbeHealth => ({
    region: "eu-west-1",
    age,
    failures,
    errors: failures,
  });
  it.each<[string, Verdict, readonly ProbeHealth[], boolean]>([
    ["is well", "up", [probe(0), probe(0)], true],
    ["answers one watcher, and has trouble", "degraded", [probe(0), probe(3)], true],
    ["has stopped answering just now", "degraded", [probe(1), probe(1)], false],
    ["has stopped answering whoever is still there", "degraded", [probe(1), probe(0, 20_000)], false],
    ["is down itself", "down", [probe(2)], false],
    ["was never there", "unknown", [probe(0)], false],
  ])("and %s: %s", (_, verdict, probes, may) => {
    expect(mayStandIn({ cell: US, verdict, probes, beatAge: 1_000, evacuated: false, forbidden: false })).toBe(may);
  });
});

describe("how long a sign has not changed", () => {
  const beat = (count: bigint, at = 0n): Beat => ({ cell: EU, count, at });
  const probe: Probe = { region: "eu-west-1", cell: EU, count: 4n, recent: 0n, at: 0n };

  it("counts from the first look at it, whatever the clock of its region says", () => {
    const sightings = createSightings();
    sightings.see([beat(4n, 9_999_999n)], 1_000);
    sightings.see([beat(4n, 9_999_999n)], 3_000);
    expect(sightings.ageOf(beat(4n), 6_000)).toBe(5_000);
    sightings.see([beat(5n, 1n)], 6_000);
    expect(sightings.ageOf(beat(5n), 6_500)).toBe(500);
  });

  it("starts at nothing for what was never looked at", () => {
    expect(createSightings().ageOf(beat(1n), 70_000)).toBe(0);
  });

  it("takes a count that falls for a new sign: a table was restored", () => {
    const sightings = createSightings();
    sightings.see([beat(900n)], 0);
    sightings.see([beat(3n)], 60_000);
    expect(sightings.ageOf(beat(3n), 61_000)).toBe(1_000);
  });

  it("tells a beat from a probe of the same cell", () => {
    const sightings = createSightings();
    sightings.see([beat(4n)], 0);
    sightings.see([probe], 2_000);
    expect([sightings.ageOf(beat(4n), 3_000), sightings.ageOf(probe, 3_000)]).toEqual([3_000, 1_000]);
  });
});

it("an operator sees every cell with its signs, its verdict and its place in the authority", () => {
  const survey: Survey = {
    authority: {
      revision: 2n,
      homes: { eu: { owner: US, epoch: 2n, mode: "normal" }, us: { owner: US, epoch: 1n, mode: "normal" } },
      forbidden: [US],
      history: [],
    },
    beats: [
      { cell: EU, count: 1n, at: 50_000n },
      { cell: US, count: 9n, at: 99_000n },
    ],
    probes: [
      { region: "eu-west-1", cell: EU, count: 9n, recent: 0b111n, at: 98_000n },
      { region: "eu-west-1", cell: US, count: 9n, recent: 0b100n, at: 97_000n },
    ],
  };
  expect(healthOf(survey, ({ at }) => 100_000 - Number(at))).toEqual([
    {
      cell: "eu",
      verdict: "down",
      beatAge: 50_000,
      probes: [{ region: "eu-west-1", age: 2_000, failures: 3, errors: 3 }],
      evacuated: true,
      forbidden: false,
    },
    {
      cell: "us",
      verdict: "up",
      beatAge: 1_000,
      probes: [{ region: "eu-west-1", age: 3_000, failures: 0, errors: 1 }],
      evacuated: false,
      forbidden: true,
    },
  ]);
});
