import { loadavg } from "node:os";
import { startServed } from "../dynamodb/processes.ts";
import { counted, type Bench, type Figure, type SkippedFigure } from "../figure.ts";
import { cpuSeconds } from "../proc.ts";
import { median, spreadOf } from "../rounds.ts";
import { lagsOf, startViews } from "../views/processes.ts";

const ROUNDS = 5;
/** Until then the compiler is still at work. */
const WARM_UPS = 2;
const CHANGES_A_ROUND = 3_000;
/** A payment changes three items: itself and two balances. */
const JOURNALLED = ((ROUNDS + WARM_UPS) * CHANGES_A_ROUND) / 3;
/** Each has two entries. */
const REBUILT = 50_000;
/** As many as the demo makes, as many at once. */
const DEMO = { payments: 1_050, concurrency: 8 } as const;
/** CPU times of other processes are read from Linux's /proc. */
const cpuTold = process.platform === "linux";

/** What listings and statements are read from: how fast it follows, and how fast it is made anew. */
export const views: Bench = {
  name: "views",
  about: "the projector's changes a second on one core, how far views are behind at the demo's load, and their rebuild",
  async run() {
    return [...(await projected()), ...(await rebuilt()), ...(await lagging())];
  },
};

/** Real records of a real stream, through the handler as it is deployed, into a table in another process. */
async function projected(): Promise<readonly Figure[]> {
  const [served, child] = [await startServed(), startViews()];
  try {
    await child.ask({ order: "journal", url: served.url, payments: JOURNALLED });
    const [own, both]: [number[], number[]] = [[], []];
    for (let round = -WARM_UPS; round < ROUNDS; round += 1) {
      const before = cpuTold ? cpuSeconds(served.pid) : 0;
      const { changes, cpuMs } = await child.ask({ order: "project", changes: CHANGES_A_ROUND });
      if (round < 0) continue;
      own.push((changes * 1_000) / cpuMs);
      if (cpuTold) both.push(changes / (cpuMs / 1_000 + cpuSeconds(served.pid) - before));
    }
    const details = cpuTold ? { withItsTablesOnTheSameCore: median(both) } : {};
    const unit = "a second of CPU";
    return [{ figure: "projector, journal changes", unit, bound: { min: 2_000 }, ...spreadOf(own), details }];
  } finally {
    await Promise.all([child.end(), served.end()]);
  }
}

/** As if one core did all of it, the local DynamoDB's part included: a machine that does other things waits longer. */
async function rebuilt(): Promise<readonly (Figure | SkippedFigure)[]> {
  const figure = `rebuild of ${2 * REBUILT} entries until it serves`;
  if (!cpuTold) return [{ figure, skipped: "CPU times of other processes are told by Linux alone" }];
  const [served, child] = [await startServed(), startViews()];
  try {
    const before = cpuSeconds(served.pid);
    const { entries, cpuMs, sleptMs, ms } = await child.ask({ order: "rebuild", url: served.url, payments: REBUILT });
    if (entries !== 2 * REBUILT) throw new Error(`The rebuilt views hold ${entries} entries.`);
    const tablesS = cpuSeconds(served.pid) - before;
    const details = { cpuS: cpuMs / 1_000, tablesCpuS: tablesS, sleptS: sleptMs / 1_000, elapsedS: ms / 1_000 };
    const seconds = (cpuMs + sleptMs) / 1_000 + tablesS;
    return [{ figure, unit: "seconds on one core", bound: { max: 60 }, ...counted(seconds), details }];
  } finally {
    await Promise.all([child.end(), served.end()]);
  }
}

/** By the clock, with everything on this machine: where that does other things, too, its load average tells. */
async function lagging(): Promise<readonly Figure[]> {
  const { own, other, perSecond } = await lagsOf(DEMO);
  const details = {
    p50: percentile(own, 0.5),
    max: Math.max(...own),
    paymentsPerSecond: perSecond,
    loadAverage: loadavg()[0] ?? 0,
  };
  const unit = "milliseconds";
  return [
    {
      figure: "lag p99 in the cell that paid",
      unit,
      bound: { max: 1_000 },
      ...counted(percentile(own, 0.99)),
      details,
    },
    { figure: "lag p99 in the other cell", unit, ...counted(percentile(other, 0.99)) },
  ];
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
}
