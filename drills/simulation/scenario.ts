import { seededRandom } from "../../local/drivers/virtual-clock.ts";
import type { Episode } from "../../local/faults/episodes.ts";
import { drawFaults, type FaultPlan } from "../../local/faults/plan.ts";
import type { Seam } from "./seams.ts";
import { drawWorkload, LOAD_MS, type Workload } from "./workload.ts";

/** What an operator does, and when; milliseconds from the beginning of the load. */
export interface Order {
  readonly at: number;
  readonly does: "evacuate" | "failback" | "forbid";
  readonly cell: string;
  /** Two operators give the same order at once. */
  readonly twice: boolean;
}

/** Everything that decides a run. */
export interface Scenario {
  readonly seed: number;
  readonly cells: 2 | 3;
  readonly seam: Seam;
  readonly workload: Workload;
  readonly faults: FaultPlan;
  readonly orders: readonly Order[];
}

const CELLS = ["eu", "us", "ap"];

/** The scenario of a seed. */
export function drawScenario(seed: number, cells: 2 | 3, seam: Seam): Scenario {
  const names = CELLS.slice(0, cells);
  const span = { from: 1_000, to: LOAD_MS, longest: 15_000 };
  const orders = drawOrders(names, seededRandom(seed ^ 0x0de5));
  const random = seededRandom(seed ^ 0xfa17);
  const faults = drawFaults(names, span, random);
  const trouble = drawTrouble(names, orders, random);
  const episodes = [...faults.episodes, ...trouble].sort((one, other) => one.at - other.at);
  return { seed, cells, seam, workload: drawWorkload(seed, names), faults: { ...faults, episodes }, orders };
}

/** In most runs a cell is evacuated by hand and, most times, given back while the load goes on. */
function drawOrders(cells: readonly string[], random: () => number): readonly Order[] {
  if (random() < 0.4) return [];
  const upTo = (count: number): number => Math.floor(random() * count);
  const cell = cells[upTo(cells.length)] ?? "";
  const other = cells[upTo(cells.length)] ?? "";
  const at = 1_000 + upTo(12_000);
  const back = at + 11_000 + upTo(15_000);
  const orders: Order[] = [{ at, does: "evacuate", cell, twice: random() < 0.2 }];
  if (random() < 0.7) orders.push({ at: back, does: "failback", cell, twice: random() < 0.2 });
  if (random() < 0.2) orders.push({ at: at + upTo(25_000), does: "evacuate", cell: other, twice: false });
  if (random() < 0.1) orders.push({ at: 500, does: "forbid", cell, twice: false });
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
