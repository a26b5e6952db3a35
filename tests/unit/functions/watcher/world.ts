import type { AuthorityState } from "../../../../functions/domain/authority.ts";
import type { CellName } from "../../../../functions/domain/ids.ts";
import { createApp as createKeeper } from "../../../../functions/lease-keeper/app.ts";
import { createAuthorityChanges, type AuthorityChanges } from "../../../../functions/stores/authority-changes.ts";
import { createAuthorityTable } from "../../../../functions/stores/authority.ts";
import { createControlWriter } from "../../../../functions/stores/control.ts";
import type { RouterStore } from "../../../../functions/stores/key-value-store.ts";
import { createSigns } from "../../../../functions/stores/signs.ts";
import { createApp as createWatcher } from "../../../../functions/watcher/app.ts";
import { EU, US } from "../domain/world.ts";
import { keeperEnv } from "../lease-keeper/env.ts";
import { createVirtualWorld, type VirtualWorld } from "../platform/virtual-world.ts";

/** What a cell does to those who ask it. */
export type Behaviour = "well" | "refuses" | "hangs" | "every eighth fails";

/** Two cells with their keepers, and a watcher in each region of the authority table, started by the minute. */
export interface WatchedWorld extends VirtualWorld {
  readonly authority: AuthorityChanges;
  readonly router: FakeRouter;
  /** What the origins answer to probes, and what canary payments meet; as the cell is, unless said otherwise. */
  readonly probed: Map<CellName, Behaviour>;
  readonly paying: Map<CellName, Behaviour>;
  readonly logged: string[];
  /** Probes of all watchers, by the watcher's region. */
  readonly probes: string[];
  owner(home: CellName): Promise<string | undefined>;
  seconds(count: number): Promise<void>;
}

/** The router's store, in memory. */
export interface FakeRouter extends RouterStore {
  readonly stored: Map<string, string>;
  /** Somebody else writes to it. */
  overwrite(entries: Readonly<Record<string, string>>): void;
  reads(): number;
}

/** How a world starts. */
export interface WorldOptions {
  /** When the first watcher of each region and the first keeper of each cell start, milliseconds of their minute. */
  readonly phases?: readonly [number, number, number, number];
  /** How far wall clocks of regions are ahead, milliseconds. */
  readonly ahead?: Readonly<Record<string, number>>;
}

const REGION = { [EU]: "eu-west-1", [US]: "us-east-1" };
const AUTHORITY_REGIONS = ["eu-west-1", "eu-central-1"];
const MINUTE = 60_000;
const RUN_MS = 150_000;
const ANSWER_MS = 40;
const PROBE_DEADLINE_MS = 2_000;
const CANARY_DEADLINE_MS = 3_000;

/** Starts everything; nothing happens before time moves. */
export async function createWatchedWorld(options: WorldOptions = {}): Promise<WatchedWorld> {
  const { phases = [0, 17_000, 31_000, 44_000], ahead = {} } = options;
  const world = await createVirtualWorld();
  const { kernel, clock } = world;
  const router = createRouter();
  const authority = createAuthorityChanges([world.replica("anywhere")], "authority", clock, kernel.random);
  const table = createAuthorityTable([world.replica("anywhere")], "authority", clock);
  for (const cell of [EU, US]) await table.addHome(cell);
  const [probed, paying] = [new Map<CellName, Behaviour>(), new Map<CellName, Behaviour>()];
  const logged: string[] = [];
  const probes: string[] = [];
  const clockOf = (region: string) => world.clockAhead(ahead[region] ?? 0);
  const replicasFrom = (region: string) => {
    const [near = "", far = ""] = [...AUTHORITY_REGIONS].sort((one) => (one === region ? -1 : 1));
    return [world.replica(near, undefined, region), world.replica(far, undefined, region)] as const;
  };
  const log = (_: unknown, message: string, fields: object = {}) =>
    void logged.push([message, ...Object.values(fields)].join(" "));

  let asked = 0;
  /** What comes of asking a cell, and after how long. */
  async function answer(cell: CellName, to: Map<CellName, Behaviour>, deadlineMs: number): Promise<boolean> {
    const behaviour = world.lost.has(REGION[cell] ?? "") ? "hangs" : (to.get(cell) ?? "well");
    asked += 1;
    await clock.sleep(behaviour === "hangs" ? deadlineMs : ANSWER_MS);
    return behaviour === "well" || (behaviour === "every eighth fails" && asked % 8 !== 0);
  }

  function startWatcher(region: string): void {
    const watcherClock = clockOf(region);
    const cells = [EU, US].map((name) => ({ name, origin: name, standIns: [name === EU ? US : EU] }));
    const stores = {
      authority: createAuthorityChanges(replicasFrom(region), "authority", watcherClock, kernel.random),
      signs: createSigns(replicasFrom(region), "authority", watcherClock),
      router,
      probe: async (origin: string) => {
        probes.push(region);
        const well = await answer(origin === EU ? EU : US, probed, PROBE_DEADLINE_MS);
        return well && !world.lost.has(region);
      },
      log,
    };
    const settings = { authorityTable: "authority", authorityRegions: AUTHORITY_REGIONS, cells };
    const env = { ...settings, region, originSecret: "s", keyValueStoreArn: "arn", awsEndpoint: undefined };
    void createWatcher(env, stores, watcherClock).run(RUN_MS);
  }

  function startKeeper(cell: CellName): void {
    const region = REGION[cell] ?? "";
    const keeperClock = clockOf(region);
    const stores = {
      authority: createAuthorityTable(replicasFrom(region), "authority", keeperClock),
      control: createControlWriter(world.client(region), "control", keeperClock),
      issuer: async () => ({ url: "https://issuer", keys: "{}" }),
      signs: createSigns(replicasFrom(region), "authority", keeperClock),
      canary: {
        pay: async () =>
          (await answer(cell, paying, CANARY_DEADLINE_MS))
            ? ({ outcome: "paid" } as const)
            : ({ outcome: "failed", why: "" } as const),
      },
      log: () => {},
    };
    void createKeeper(keeperEnv(cell), stores, keeperClock, kernel.random).run(RUN_MS);
  }

  function everyMinute(from: number, start: () => void): void {
    kernel.after(from, () => {
      start();
      everyMinute(MINUTE, start);
    });
  }

  everyMinute(phases[0], () => startWatcher("eu-west-1"));
  everyMinute(phases[1], () => startWatcher("eu-central-1"));
  everyMinute(phases[2], () => startKeeper(EU));
  everyMinute(phases[3], () => startKeeper(US));

  const state = async (): Promise<AuthorityState | undefined> => authority.state();
  return {
    ...world,
    authority,
    router,
    probed,
    paying,
    logged,
    probes,
    owner: async (home) => (await state())?.homes[home]?.owner,
    seconds: (count) => world.advance(count * 1000),
  };
}

function createRouter(): FakeRouter {
  const stored = new Map<string, string>();
  let version = 0;
  let reads = 0;
  return {
    stored,
    overwrite(entries) {
      for (const [key, value] of Object.entries(entries)) stored.set(key, value);
      version += 1;
    },
    reads: () => reads,
    etag: async () => `E${version}`,
    async keys() {
      reads += 1;
      return new Map(stored);
    },
    async update({ puts, deletes }, etag) {
      if (etag !== `E${version}`) return false;
      for (const [key, value] of puts) stored.set(key, value);
      for (const key of deletes) stored.delete(key);
      version += 1;
      return true;
    },
  };
}
