import { createApp as createWatcher, type Watcher } from "../../functions/watcher/app.ts";
import { createAuthorityChanges } from "../../functions/stores/authority-changes.ts";
import { createRouterStore } from "../../functions/stores/key-value-store.ts";
import { createProbe } from "../../functions/stores/probe.ts";
import { createSigns } from "../../functions/stores/signs.ts";
import { authorityClients } from "./cell.ts";
import { createEnvironments, type Environments } from "./environments.ts";
import { originHost } from "./origins.ts";
import type { SimulationParts } from "./parts.ts";
import { AUTHORITY_REGIONS, AUTHORITY_TABLE } from "./tables.ts";
import type { Cell } from "./cells.ts";

/** The watchers of one region; each run is a watcher of its own. */
export type Watchers = Environments<() => Watcher>;

const TIMEOUT_MS = 180_000;
const MOST = 5;

/** Watchers in every region that has a replica of the authority table, by region. */
export function createWatchers(cells: readonly Cell[], parts: SimulationParts): ReadonlyMap<string, Watchers> {
  return new Map(AUTHORITY_REGIONS.map((region) => [region, watchersIn(region, cells, parts)]));
}

function watchersIn(region: string, cells: readonly Cell[], parts: SimulationParts): Watchers {
  const names = cells.map(({ name }) => name);
  const env = {
    region,
    authorityTable: AUTHORITY_TABLE,
    authorityRegions: [region, ...AUTHORITY_REGIONS.filter((other) => other !== region)],
    cells: names.map((name) => ({
      name,
      origin: originHost(name),
      standIns: names.filter((other) => other !== name),
    })),
    originSecret: "simulated",
    keyValueStoreArn: "arn:aws:cloudfront::111122223333:key-value-store/simulated",
    awsEndpoint: undefined,
  };
  return createEnvironments({
    kernel: parts.kernel,
    log: parts.log,
    most: MOST,
    timeoutMs: TIMEOUT_MS,
    start: () => parts.startContainer("global", region, "watcher"),
    create: (container) => () => {
      const { clock, random } = container;
      const clients = parts.clients(container);
      const authority = authorityClients(clients, env.authorityRegions);
      const stores = {
        signs: createSigns(authority, AUTHORITY_TABLE, clock),
        authority: createAuthorityChanges(authority, AUTHORITY_TABLE, clock, random),
        router: createRouterStore(clients.keyValueStore(), env.keyValueStoreArn, clock),
        probe: createProbe(env, parts.fetch(container), clock),
        log: () => undefined,
      };
      return createWatcher(env, stores, clock);
    },
  });
}
