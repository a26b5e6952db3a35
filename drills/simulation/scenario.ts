import { seededRandom } from "../../local/drivers/virtual-clock.ts";
import type { Episode } from "../../local/faults/episodes.ts";
import { drawFaults, type FaultPlan } from "../../local/faults/plan.ts";
import { drawArchive, type ArchivePlan } from "./archive-plan.ts";
import { drawPayouts, withPayouts, type PayoutsPlan } from "./payouts-plan.ts";
import type { Seam } from "./seams.ts";
import type { Order } from "./orders.ts";
import type { Workload } from "./steps.ts";
import { drawTakeover, type Takeover } from "./takeover.ts";
import { drawUploads, type UploadsPlan } from "./uploads-plan.ts";
import { drawViews, type ViewsPlan } from "./views-plan.ts";
import { drawWebhooks, type WebhooksPlan } from "./webhooks-plan.ts";
import { drawWorkload, LOAD_MS } from "./workload.ts";

/** What a run is about. everyday: anything may go wrong at any time, now and then a cell is evacuated. */
export type Family = "everyday" | Takeover;

const EXTRAS = ["views", "webhooks", "payouts", "archive", "uploads"] as const;

/** What only some seeds have, as a scenario names it. */
export type Extra = (typeof EXTRAS)[number];

/** Whether a text names something that only some seeds have. */
export function isExtra(text: string): text is Extra {
  return EXTRAS.some((extra) => extra === text);
}

/** Whether a text names a family. */
export function isFamily(text: string): text is Family {
  return FAMILIES.some((family) => family === text);
}

/** Everything that decides a run. */
export interface Scenario {
  readonly seed: number;
  readonly cells: 2 | 3;
  readonly seam: Seam;
  readonly workload: Workload;
  readonly faults: FaultPlan;
  readonly orders: readonly Order[];
  /** What happens to the views that cells build; undefined: nobody builds any. */
  readonly views: ViewsPlan | undefined;
  /** Who hears of events; undefined: nobody. */
  readonly webhooks: WebhooksPlan | undefined;
  /** What happens to payouts; undefined: nobody pays out. */
  readonly payouts?: PayoutsPlan | undefined;
  /** What happens to archives; undefined: there are none. */
  readonly archive?: ArchivePlan | undefined;
  /** Which payment files are uploaded; undefined: none. */
  readonly uploads?: UploadsPlan | undefined;
}

const CELLS = ["eu", "us", "ap"];
/** By turns, two seeds each: seeds have two and three cells by turns. */
const FAMILIES: readonly Family[] = [
  "everyday",
  "suddenly",
  "everyday",
  "suddenly",
  "everyday",
  "handedOn",
  "everyday",
  "goneOn",
];
/** A stand-in goes on only after the home had half a minute to come back. */
const GONE_ON_MS = 75_000;
/** Faults of everyday that a takeover comes on top of, so that its own are not drowned in them. */
const OTHER_EPISODES_MAX = 2;
/** In how many takeovers calls hang, and how many of them: what was sent before one is answered after it. */
const HANGING_SHARE = 0.25;
const HANGING_RATE = 0.12;

/** What a seed is about. */
export function familyOf(seed: number): Family {
  return FAMILIES[Math.floor(seed / 2) % FAMILIES.length] ?? "everyday";
}

/** How many cells a seed has where nobody says otherwise. */
export function cellsOf(seed: number): 2 | 3 {
  return seed % 2 === 0 ? 2 : 3;
}

/** The scenario of a seed. */
export function drawScenario(seed: number, cells: 2 | 3, seam: Seam): Scenario {
  const names = CELLS.slice(0, cells);
  const family = familyOf(seed);
  const lastsMs = family === "goneOn" ? GONE_ON_MS : LOAD_MS;
  const workload = drawWorkload(seed, names, lastsMs);
  const span = { from: 1_000, to: lastsMs, longest: 15_000 };
  const random = seededRandom(seed ^ 0xfa17);
  const faults = drawFaults(names, span, random);
  const views = drawViews(seed, names, lastsMs);
  const payouts = drawPayouts(seed, names, lastsMs);
  const archive = drawArchive(seed, names, lastsMs);
  const uploads = drawUploads(seed, names, lastsMs);
  const webhooks = drawWebhooks(seed, names, lastsMs);
  const scenario = { seed, cells, seam, views, webhooks, payouts, archive, uploads };
  const all = (others: Workload): Workload => (payouts === undefined ? others : withPayouts(others, seed, cells));
  if (family === "everyday") {
    const orders = drawOrders(names, seededRandom(seed ^ 0x0de5));
    const trouble = drawTrouble(names, orders, random);
    return {
      ...scenario,
      workload: all(workload),
      faults: withEpisodes(faults, [...faults.episodes, ...trouble]),
      orders,
    };
  }
  const { orders, episodes, workload: heated } = drawTakeover(family, seed, names, workload);
  const troubles = [...faults.episodes.slice(0, OTHER_EPISODES_MAX), ...episodes];
  const calls = random() < HANGING_SHARE ? { ...faults.calls, slow: HANGING_RATE } : faults.calls;
  return { ...scenario, workload: all(heated), faults: withEpisodes({ ...faults, calls }, troubles), orders };
}

function withEpisodes(faults: FaultPlan, episodes: readonly Episode[]): FaultPlan {
  return { ...faults, episodes: episodes.toSorted((one, other) => one.at - other.at) };
}

/** In most runs a cell is evacuated by hand and, most times, given back while the load goes on. */
function drawOrders(cells: readonly string[], random: () => number): readonly Order[] {
  if (random() < 0.4) return [];
  const upTo = (count: number): number => Math.floor(random() * count);
  const cell = cells[upTo(cells.length)] ?? "";
  const other = cells[upTo(cells.length)] ?? "";
  const at = 1_000 + upTo(12_000);
  const back = at + 11_000 + upTo(15_000);
  const twice = (): boolean => random() < 0.2;
  const orders: Order[] = [{ at, does: "evacuate", cell, twice: twice(), homeIsDead: random() < 0.1 }];
  const add = (does: Order["does"], when: number, which: string, both: boolean): void => {
    orders.push({ at: when, does, cell: which, twice: both, homeIsDead: false });
  };
  if (random() < 0.7) add("failback", back, cell, twice());
  if (random() < 0.2) add("evacuate", at + upTo(25_000), other, false);
  if (random() < 0.1) add("forbid", 500, cell, false);
  return orders.sort((one, two) => one.at - two.at);
}

/** What an evacuation is for: its cell is in trouble from a little before, and long enough that automation sees it. */
const TROUBLES = [
  "regionLost",
  "partition",
  "keeperDead",
  "authorityCut",
  "replicationPaused",
  "lag",
  "databaseDown",
] as const;

function drawTrouble(cells: readonly string[], orders: readonly Order[], random: () => number): readonly Episode[] {
  if (random() < 0.5) return [];
  const ordered = orders.find(({ does }) => does === "evacuate");
  const cell = ordered?.cell ?? cells[Math.floor(random() * cells.length)] ?? "";
  const others = cells.filter((name) => name !== cell);
  const other = others[Math.floor(random() * others.length)] ?? "";
  const fault = TROUBLES[Math.floor(random() * TROUBLES.length)] ?? "partition";
  const at = Math.max(500, Math.round((ordered?.at ?? 3_000) - 2_000 + random() * 4_000));
  const until = Math.min(LOAD_MS, Math.round(at + 5_000 + random() * 30_000));
  return [{ fault, at, until, cell, other, ...(fault === "lag" && { strength: 2_000 + random() * 15_000 }) }];
}
