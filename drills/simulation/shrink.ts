import type { FaultPlan } from "../../local/faults/plan.ts";
import { noFaults } from "../../local/faults/plan.ts";
import { noCallFaults } from "../../local/faults/call-faults.ts";
import type { ArchivePlan } from "./archive-plan.ts";
import type { PayoutsPlan } from "./payouts-plan.ts";
import { runScenario, type RunResult } from "./run-seed.ts";
import type { Scenario } from "./scenario.ts";
import type { UploadsPlan } from "./uploads-plan.ts";
import type { ViewsPlan } from "./views-plan.ts";

/** A failing scenario with everything left out that it does not need to fail. */
export interface Shrunk {
  readonly scenario: Scenario;
  readonly result: RunResult;
  readonly runs: number;
}

type Still = (scenario: Scenario) => Promise<RunResult | undefined>;

/**
 * Leaves out steps, faults and orders while the same invariant still breaks: halves first, then ever smaller parts
 * (delta debugging: Zeller and Hildebrandt, 2002). Steps come first, since what is left runs the faster. `signal` says
 * that it is enough.
 */
export function shrink(scenario: Scenario, first: RunResult, runsMax: number, signal?: AbortSignal): Promise<Shrunk> {
  return shrinkWith(scenario, first, runsMax, runScenario, signal);
}

/** The same by other means of running a scenario. */
export async function shrinkWith(
  scenario: Scenario,
  first: RunResult,
  runsMax: number,
  run: (scenario: Scenario) => Promise<RunResult>,
  signal?: AbortSignal,
): Promise<Shrunk> {
  const wanted = new Set(first.breaches.map(({ checker }) => checker));
  let best = { scenario, result: first };
  let runs = 0;
  const still: Still = async (candidate) => {
    if (runs >= runsMax || signal?.aborted === true) return undefined;
    runs += 1;
    const result = await run(candidate).catch(() => undefined);
    if (result === undefined || !result.breaches.some(({ checker }) => wanted.has(checker))) return undefined;
    best = { scenario: candidate, result };
    return result;
  };
  const thinSteps = (): Promise<void> =>
    thin(
      () => best.scenario.workload.steps,
      (steps) => still({ ...best.scenario, workload: { ...best.scenario.workload, steps } }),
    );
  await thinSteps();
  for (const plan of simplerFaults(scenario.faults))
    await still({ ...best.scenario, faults: plan(best.scenario.faults) });
  await thin(
    () => best.scenario.faults.episodes,
    (episodes) => still({ ...best.scenario, faults: { ...best.scenario.faults, episodes } }),
  );
  await thinViews(() => best.scenario, still);
  await thinWebhooks(() => best.scenario, still);
  await thinPayouts(() => best.scenario, still);
  await thinArchive(() => best.scenario, still);
  await thinUploads(() => best.scenario, still);
  await thin(
    () => best.scenario.orders,
    (orders) => still({ ...best.scenario, orders }),
  );
  // Some were there for a fault only that is left out now.
  await thinSteps();
  return { ...best, runs };
}

/** Leaves out what befalls the views, or the views altogether. */
async function thinViews(current: () => Scenario, still: Still): Promise<void> {
  if (current().views === undefined || (await still({ ...current(), views: undefined })) !== undefined) return;
  const less = async (part: Partial<ViewsPlan>): Promise<void> => {
    const { views, ...scenario } = current();
    if (views !== undefined) await still({ ...scenario, views: { ...views, ...part } });
  };
  await less({ heldAt: undefined });
  await less({ unreadable: 0 });
  await less({ delivery: noFaults.stream });
  await less({ episodes: [] });
}

/** Leaves out that anybody hears of events, or some of those who do. */
async function thinWebhooks(current: () => Scenario, still: Still): Promise<void> {
  const { webhooks } = current();
  if (webhooks === undefined || (await still({ ...current(), webhooks: undefined })) !== undefined) return;
  for (const endpoint of webhooks.endpoints) {
    const { webhooks: now = webhooks } = current();
    const endpoints = now.endpoints.filter((one) => one !== endpoint);
    await still({ ...current(), webhooks: { ...now, endpoints } });
  }
}

/** Leaves out what befalls payouts, part by part; the payouts themselves are steps. */
async function thinPayouts(current: () => Scenario, still: Still): Promise<void> {
  const less: readonly Partial<PayoutsPlan>[] = [{ moods: [] }, { forgeries: [] }, { unheard: 0 }, { dying: 0 }];
  for (const part of [...less, { unbookable: 0 }, { resumed: false }]) {
    const { payouts, ...scenario } = current();
    if (payouts !== undefined) await still({ ...scenario, payouts: { ...payouts, ...part } });
  }
}

/** Leaves out what befalls archives, or the archives altogether. */
async function thinArchive(current: () => Scenario, still: Still): Promise<void> {
  if (current().archive === undefined || (await still({ ...current(), archive: undefined })) !== undefined) return;
  const less: readonly Partial<ArchivePlan>[] = [{ delivery: noFaults.stream }, { twice: 0 }, { dying: 0 }];
  for (const part of [...less, { episodes: [] }]) {
    const { archive, ...scenario } = current();
    if (archive !== undefined) await still({ ...scenario, archive: { ...archive, ...part } });
  }
}

/** Leaves out that anybody uploads files, or some of these, and what befalls whoever pays them. */
async function thinUploads(current: () => Scenario, still: Still): Promise<void> {
  const { uploads } = current();
  if (uploads === undefined || (await still({ ...current(), uploads: undefined })) !== undefined) return;
  const less = (part: Partial<UploadsPlan>): Promise<RunResult | undefined> =>
    still({ ...current(), uploads: { ...(current().uploads ?? uploads), ...part } });
  for (const file of uploads.files) {
    await less({ files: (current().uploads ?? uploads).files.filter((one) => one !== file) });
  }
  await less({ episodes: [] });
}

/** Whole kinds of faults at once, the greatest first. */
function simplerFaults(faults: FaultPlan): readonly ((plan: FaultPlan) => FaultPlan)[] {
  const rates = Object.keys(faults.calls).map((name) => (plan: FaultPlan): FaultPlan => ({
    ...plan,
    calls: { ...plan.calls, [name]: 0 },
  }));
  return [
    () => noFaults,
    (plan) => ({ ...plan, calls: noCallFaults }),
    ...rates,
    (plan) => ({ ...plan, episodes: [] }),
    (plan) => ({ ...plan, queue: noFaults.queue }),
    (plan) => ({ ...plan, stream: noFaults.stream }),
    (plan) => ({ ...plan, skewWithinMs: 0, skewBetweenMs: 0 }),
    (plan) => ({ ...plan, unitsPerSecond: undefined, keepersOverlap: false }),
  ];
}

/** Leaves out parts of a list as long as the run still fails without them. */
async function thin<Part>(
  current: () => readonly Part[],
  attempt: (parts: readonly Part[]) => Promise<RunResult | undefined>,
): Promise<void> {
  for (let size = Math.ceil(current().length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let start = 0; start < current().length;) {
      const parts = current();
      const without = [...parts.slice(0, start), ...parts.slice(start + size)];
      if ((await attempt(without)) === undefined) start += size;
    }
  }
}
