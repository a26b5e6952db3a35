import { describe, expect, it } from "vitest";
import { createSky } from "../../../../drills/simulation/sky.ts";
import { createWeather } from "../../../../drills/simulation/weather.ts";
import { createFaultLog } from "../../../../local/faults/catalogue.ts";
import type { Episode } from "../../../../local/faults/episodes.ts";
import { createReplicationPairs } from "../../../../local/faults/replication-pairs.ts";

const places = [
  { cell: "eu", region: "eu-west-1" },
  { cell: "us", region: "us-east-1" },
];
const episode = (fault: Episode["fault"], cell = "eu", other = "us"): Episode => {
  return { fault, at: 0, until: 1, cell, other };
};

function world() {
  const pairs = createReplicationPairs();
  const log = createFaultLog();
  const lost: string[] = [];
  const hooks = { onRegionLost: (region: string) => lost.push(region), onEpisode: () => undefined };
  return { pairs, log, lost, weather: createWeather(places, pairs, log, hooks) };
}

describe("the weather", () => {
  it("stops replication both ways while two regions are apart, and lets it go on afterwards", () => {
    const { weather, pairs } = world();
    const apart = episode("partition");
    weather.begin(apart);
    expect(pairs.isPaused("eu-west-1", "us-east-1")).toBe(true);
    expect(pairs.isPaused("us-east-1", "eu-west-1")).toBe(true);
    expect(weather.reaches("us-east-1", "eu-west-1")).toBe(false);
    weather.end(apart);
    expect(pairs.isPaused("eu-west-1", "us-east-1")).toBe(false);
    expect(weather.reaches("us-east-1", "eu-west-1")).toBe(true);
  });

  it("pauses replication one way only where only that is at fault", () => {
    const { weather, pairs } = world();
    weather.begin(episode("replicationPaused"));
    expect(pairs.isPaused("eu-west-1", "us-east-1")).toBe(true);
    expect(pairs.isPaused("us-east-1", "eu-west-1")).toBe(false);
  });

  it("tells when a region is lost, and keeps it so while another loss of it lasts", () => {
    const { weather, lost } = world();
    const [one, other] = [episode("regionLost"), episode("regionLost")];
    weather.begin(one);
    weather.begin(other);
    weather.end(one);
    expect(lost).toEqual(["eu-west-1", "eu-west-1"]);
    expect(weather.isLost("eu-west-1")).toBe(true);
    weather.calm();
    expect(weather.isLost("eu-west-1")).toBe(false);
  });

  it("counts a fault when it has had an effect, not before", () => {
    const { weather, log } = world();
    weather.begin(episode("partition"));
    expect(log.counts()).toEqual({});
    weather.reaches("eu-west-1", "us-east-1");
    expect(log.counts()).toEqual({ partition: 1 });
  });
});

describe("the sky", () => {
  it("knows an episode by its cell, and between two cells by their regions", () => {
    const sky = createSky(places);
    sky.add(episode("lag"));
    expect(sky.over("lag", "eu")?.fault).toBe("lag");
    expect(sky.over("lag", "us")).toBeUndefined();
    expect(sky.between("lag", "us-east-1", "eu-west-1")).toBeUndefined();
    expect(sky.isCut("eu-west-1", "us-east-1")).toBe(false);
  });
});
