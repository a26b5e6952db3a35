import { beforeEach, describe, expect, it } from "vitest";
import { failback, finish, setAutomation } from "../../../../functions/domain/authority.ts";
import { EU, US } from "../domain/world.ts";
import { createWatchedWorld, type Behaviour, type WatchedWorld } from "./world.ts";

let world: WatchedWorld;

beforeEach(async () => {
  world = await createWatchedWorld();
  await world.seconds(70);
});

function behave(behaviour: Behaviour, of = [world.probed, world.paying], cell = EU): void {
  for (const side of of) side.set(cell, behaviour);
}

const EVACUATED = { "serves/eu": "us", "down/eu": "1" };
const routes = () => Object.fromEntries(world.router.stored);
const said = (text: string) => world.logged.filter((line) => line.includes(text)).length;

describe("a cell that is down by both signs", () => {
  it("is evacuated once, by the watcher that is first, and the edge follows", async () => {
    behave("refuses");
    await world.seconds(16);
    expect(await world.owner(EU)).toBe("us");
    expect(routes()).toEqual(EVACUATED);
    const { homes, history, revision } = (await world.authority.state()) ?? {};
    expect(homes).toMatchObject({ eu: { epoch: 2n, since: 2n }, us: { owner: "us", epoch: 1n } });
    expect(history).toMatchObject([{ what: "evacuate eu", by: expect.stringMatching(/^watcher eu-/) }]);
    await world.seconds(60);
    expect((await world.authority.state())?.revision).toBe(revision);
    expect(said("cell eu was evacuated")).toBe(1);
  });

  it("is left alone once it is well again: only an operator sends its home back", async () => {
    behave("refuses");
    await world.seconds(16);
    behave("well");
    await world.seconds(120);
    expect(await world.owner(EU)).toBe("us");
  });

  it("is left alone while an operator forbids, and evacuated as soon as that is over", async () => {
    const automation = (rule: "allow" | "forbid") =>
      world.authority.change({ by: "operator", what: `${rule} eu`, decide: setAutomation(EU, rule) });
    await automation("forbid");
    behave("refuses");
    await world.seconds(40);
    expect(await world.owner(EU)).toBe("eu");
    await automation("allow");
    await world.seconds(3);
    expect(await world.owner(EU)).toBe("us");
  });

  it("is left alone when nobody could take over: the other one is down, too", async () => {
    behave("refuses");
    behave("refuses", [world.probed, world.paying], US);
    await world.seconds(40);
    expect([await world.owner(EU), await world.owner(US)]).toEqual(["eu", "us"]);
    behave("well", [world.probed, world.paying], US);
    await world.seconds(10);
    expect([await world.owner(EU), await world.owner(US)]).toEqual(["us", "us"]);
  });

  it("is evacuated again when its home was sent back to it and it is still down", async () => {
    behave("refuses");
    await world.seconds(16);
    for (const decide of [failback(EU), finish(EU, 2n)]) {
      await world.authority.change({ by: "operator", what: "failback eu", decide });
    }
    expect(await world.owner(EU)).toBe("eu");
    await world.seconds(4);
    expect((await world.authority.state())?.homes["eu"]).toMatchObject({ owner: "us", epoch: 4n });
  });
});

describe("one sign alone evacuates nobody", () => {
  it.each<[string, () => void]>([
    ["its origin answers no watcher, but its payments are taken", () => behave("hangs", [world.probed])],
    ["its origin answers, but no payment is taken", () => behave("refuses", [world.paying])],
    ["every eighth request fails", () => behave("every eighth fails")],
  ])("%s", async (_, happens) => {
    happens();
    await world.seconds(120);
    expect(await world.owner(EU)).toBe("eu");
    expect(said("cell eu is degraded")).toBeGreaterThan(0);
  });

  it("a watcher whose region is lost takes no cell with it", async () => {
    world.lost.add("eu-central-1");
    await world.seconds(60);
    expect([await world.owner(EU), await world.owner(US)]).toEqual(["eu", "us"]);
    expect(said("is down")).toBe(0);
  });

  it("a cell that flaps is evacuated at most once", async () => {
    for (let round = 0; round < 10; round += 1) {
      behave(round % 2 === 0 ? "refuses" : "well");
      await world.seconds(7);
    }
    expect(((await world.authority.state())?.history ?? []).length).toBeLessThanOrEqual(1);
  });
});

describe("a platform on which all is well", () => {
  it("is never said to be anything else", async () => {
    await world.seconds(240);
    expect(world.logged.filter((line) => !/is (up|unknown)$/.test(line))).toEqual([]);
    expect([await world.owner(EU), await world.owner(US)]).toEqual(["eu", "us"]);
  });

  it("is probed every five seconds from each region, however many watchers overlap", async () => {
    await world.seconds(60);
    world.probes.length = 0;
    await world.seconds(120);
    for (const region of ["eu-west-1", "eu-central-1"]) {
      const count = world.probes.filter((from) => from === region).length;
      // Twenty-four probes of two cells, and what handing over costs.
      expect(count).toBeGreaterThanOrEqual(44);
      expect(count).toBeLessThanOrEqual(56);
    }
  });

  it("with authority lost changes nothing, and goes on when it is back", async () => {
    world.lost.add("eu-west-1");
    world.lost.add("eu-central-1");
    await world.seconds(60);
    expect([await world.owner(EU), await world.owner(US)]).toEqual(["eu", "us"]);
  });
});

describe("the edge router's store", () => {
  it("is put right when somebody else has changed it", async () => {
    world.router.overwrite({ "serves/us": "eu", "down/xx": "1", motd: "hello" });
    await world.seconds(35);
    expect(routes()).toEqual({ motd: "hello" });
  });

  it("is read once for each change of it or of the authority", async () => {
    const before = world.router.reads();
    await world.seconds(50);
    // Watchers that have just been started read it, and nobody else.
    expect(world.router.reads() - before).toBeLessThanOrEqual(2);
  });

  it("that was changed between reading and writing is read again", async () => {
    const { router } = world;
    const { keys } = router;
    let meddled = 0;
    router.keys = async () => {
      const read = await keys();
      if ((meddled += 1) <= 3) router.overwrite({ [`down/x${meddled}`]: "1" });
      return read;
    };
    behave("refuses");
    await world.seconds(25);
    expect(routes()).toEqual(EVACUATED);
  });

  it("that is gone stops no evacuation, and follows when it is back", async () => {
    const { router } = world;
    const { etag } = router;
    router.etag = () => Promise.reject(new Error("unreachable"));
    behave("refuses");
    await world.seconds(16);
    expect(await world.owner(EU)).toBe("us");
    expect(routes()).toEqual({});
    router.etag = etag;
    await world.seconds(3);
    expect(routes()).toEqual(EVACUATED);
  });

  it("is never set back by a watcher that read the authority before the last change", async () => {
    const { router } = world;
    const { update } = router;
    const late: boolean[] = [];
    router.update = async (...change) => {
      router.update = update;
      await world.clock.sleep(45_000);
      late.push(await update(...change));
      return late.length > 0;
    };
    behave("refuses");
    await world.seconds(20);
    // Another watcher was not held up.
    expect(routes()).toEqual(EVACUATED);
    behave("well");
    await world.seconds(15);
    for (const decide of [failback(EU), finish(EU, 2n)]) {
      await world.authority.change({ by: "operator", what: "failback eu", decide });
    }
    await world.seconds(30);
    expect(late).toEqual([false]);
    expect(routes()).toEqual({});
  });
});
