import type { FaultCounts } from "../../local/faults/catalogue.ts";
import { checkArchive } from "../checkers/archive.ts";
import { harmsIn, type Finding, type Harms } from "../checkers/index.ts";
import { viewLedger } from "../checkers/ledger-view.ts";
import { createActors } from "./actors.ts";
import { judge, type RunBreach } from "./checks.ts";
import { endMonth } from "./month-end.ts";
import { warmUp } from "./seams.ts";
import { guardRealTime } from "./real-time.ts";
import type { Order } from "./orders.ts";
import { warmUpPayouts } from "./payout-clients.ts";
import type { Scenario } from "./scenario.ts";
import { LEDGER_TABLE } from "./tables.ts";
import { healPayouts, outlastPayouts, resumePayouts, troublePayouts } from "./trouble-payouts.ts";
import { troubleViews } from "./trouble-views.ts";
import { lightWebObjects } from "./web-objects.ts";
import type { Workload } from "./steps.ts";
import { ALL_REGIONS, createWorld, type World } from "./world.ts";

/** What a run came to. */
export interface RunResult {
  readonly seed: number;
  readonly hash: string;
  readonly breaches: readonly RunBreach[];
  readonly harms: Harms;
  readonly faults: FaultCounts;
  readonly calls: number;
  readonly virtualMs: number;
}

/** What comes after the load, when a hold is about to end, is answered within this. */
const AFTER_LATE_MS = 5_000;
/** So finely time passes while a promise is awaited, and so many steps at most. */
const STEP_MS = 100;
/** A keeper renews every two seconds, and a copy of its lease is two seconds old at the most. */
const JOINED_MS = 5_000;
const STEPS_MAX = 4_000;
const SETTLE_STEP_MS = 2_000;
/** So long a healed platform may take until every home is its own again. */
const HOME_MS_MAX = 300_000;
/**
 * So long it may be until less is under way than ever before. How long all of it takes is no sign of a fault: what
 * came back with a region while records were poisoned holds up its shard six seconds for each of them.
 */
const STILL_MS_MAX = 300_000;
/** So long after an authorization has ended a sweep has come by and ended it. */
const SWEPT_MS = 40_000;

/** What a caller may want of a run besides its result. */
export interface RunOptions {
  /** Looks at the world when all is over. */
  readonly inspect?: (world: World) => void;
}

/** Further ahead than the clock of any region, and sooner than any hold ends. */
const AHEAD_MS = 600_000;

/** Runs a scenario: opens accounts, lets everything go wrong, heals, waits until all is at rest, and checks. */
export async function runScenario(scenario: Scenario, options: RunOptions = {}): Promise<RunResult> {
  await warmUp(scenario.seam, ALL_REGIONS);
  if (scenario.payouts !== undefined) await warmUpPayouts(scenario.seam, ALL_REGIONS);
  const objects = lightWebObjects();
  const guard = guardRealTime();
  try {
    const result = await run(scenario, options).catch((fault: unknown) => failed(scenario, fault));
    const used = guard.end().map((fault) => ({ checker: "real-time", fault }));
    return { ...result, breaches: [...result.breaches, ...used] };
  } finally {
    guard.end();
    objects.restore();
  }
}

async function run(scenario: Scenario, { inspect }: RunOptions): Promise<RunResult> {
  const world = await createWorld(scenario);
  const faults: unknown[] = [];
  const breaches: RunBreach[] = [];
  const healedAt = await live(world, scenario, breaches).catch((fault: unknown) => {
    faults.push(fault);
    return world.kernel.now();
  });
  await world.stop();
  // The sweep asks its own region's clock whether an authorization is over.
  const sweptBefore = world.kernel.now() - SWEPT_MS - scenario.faults.skewBetweenMs;
  const virtualMs = world.elapsed();
  // Whoever seals seldom finds too late what has come long ago: archives end before long times pass.
  const archives = await endArchives(world);
  await world.webhooks?.settle();
  await outlastPayouts(world);
  if (scenario.views?.heldAt !== undefined) await endMonth(world, scenario.views.cell);
  const webhooks = await world.webhooks?.run(slackOf(scenario.faults));
  const verdict = judge(world, { healedAt, sweptBefore }, archives, webhooks);
  inspect?.(world);
  for (const fault of [...faults, ...world.kernel.faults])
    breaches.push({ checker: "simulation", fault: describe(fault) });
  return {
    seed: scenario.seed,
    hash: world.trace.hash,
    breaches: [...breaches, ...verdict.breaches],
    harms: { ...verdict.harms, other: verdict.harms.other + breaches.length },
    faults: world.log.counts(),
    calls: world.history.length,
    virtualMs,
  };
}

/** Has everything sealed and countersigned, and holds the archives against the ledger as it is then. */
async function endArchives({ archiving, state }: World): Promise<readonly Finding[]> {
  if (archiving === undefined) return [];
  await archiving.settle();
  return checkArchive(archiving.run(), viewLedger(state()));
}

/** All that happens in a run, and when it was healed; what does not heal is a breach, and is not waited for twice. */
async function live(world: World, scenario: Scenario, breaches: RunBreach[]): Promise<number> {
  const { faults, workload, orders } = scenario;
  const unhealed = (fault: string): number => {
    breaches.push({ checker: "heal", fault });
    return world.kernel.now();
  };
  const actors = createActors(world, workload);
  const { webhooks, uploading } = world;
  await until(actors.open(), world);
  if (webhooks !== undefined) await until(webhooks.tenants.open(), world);
  if (uploading !== undefined) await until(uploading.open(), world);
  // Until every cell's lease lists every other one: an account of a cell that is not listed yet is nobody's.
  await world.advance(JOINED_MS);
  const began = world.elapsed();
  unleash(world, scenario);
  for (const order of orders) world.kernel.after(order.at, () => void obey(order, world));
  actors.begin();
  webhooks?.tenants.begin();
  await world.advance(workload.lastsMs);
  heal(world);
  // Whoever asked in vain asks again as soon as every home is its own; then everything comes to rest.
  if (!(await comeHome(world))) return unhealed("A home never served itself again.");
  await until(actors.finish(faults.episodes.some(({ fault }) => fault === "retryStorm")), world);
  const late = lastMomentOf(workload) - (world.elapsed() - began);
  if (late > 0) await world.advance(late);
  if (!(await rest(world))) return unhealed("The platform never came to rest.");
  const healedAt = world.kernel.now();
  if (scenario.payouts?.resumed === true) resumePayouts(world);
  await until(actors.askAgain(), world);
  if (!(await rest(world))) unhealed("The platform never came to rest again.");
  if (uploading !== undefined) await until(uploading.look(), world);
  return healedAt;
}

/** So long a sender may act on what it has read: longer where it may be frozen meanwhile, which is a minute at most. */
function slackOf({ calls }: Scenario["faults"]): number {
  return calls.frozen > 0 ? 75_000 : 15_000;
}

/** When the last step is answered, and every authorization that ends within the run has met a sweep. */
function lastMomentOf({ steps }: Workload): number {
  const moments = steps.map((step) =>
    step.does === "pay" && step.expiresIn !== undefined
      ? step.at + step.expiresIn * 1000 + SWEPT_MS
      : step.at + AFTER_LATE_MS,
  );
  return Math.max(0, ...moments);
}

/** An error of the simulation itself is its seed's breach: the seeds after it are run all the same. */
function failed({ seed }: Scenario, fault: unknown): RunResult {
  const breaches = [{ checker: "simulation", fault: describe(fault) }];
  return { seed, hash: "", breaches, harms: { ...harmsIn([]), other: 1 }, faults: {}, calls: 0, virtualMs: 0 };
}

function describe(fault: unknown): string {
  return fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
}

/** Lets virtual time pass until a promise is settled. */
async function until<Value>(promise: Promise<Value>, world: World): Promise<Value> {
  const progress = { settled: false };
  const watched = promise.finally(() => (progress.settled = true));
  watched.catch(() => undefined);
  for (let steps = 0; steps < STEPS_MAX && !progress.settled; steps += 1) await world.advance(STEP_MS);
  if (!progress.settled) throw new Error("Clients wait for ever.");
  return watched;
}

function unleash(world: World, { faults, views, payouts }: Scenario): void {
  const { kernel, weather, queues, cells } = world;
  weather.rates(faults.calls);
  queues.faults(faults.queue);
  for (const { feed } of cells) feed.faults(faults.stream);
  if (views !== undefined) troubleViews(world, views);
  world.webhooks?.begin();
  world.archiving?.begin();
  world.uploading?.begin();
  if (payouts !== undefined) troublePayouts(world, payouts);
  for (const episode of faults.episodes) {
    kernel.after(episode.at, () => weather.begin(episode));
    kernel.after(episode.until, () => weather.end(episode));
  }
}

async function obey({ does, cell, twice, homeIsDead }: Order, world: World): Promise<void> {
  const { operator, otherOperator, log, trace, weather } = world;
  const behind = (["lag", "replicationPaused", "partition"] as const).some((fault) => weather.active(fault, cell));
  const give = (who: typeof operator): Promise<string> => {
    switch (does) {
      case "evacuate":
        return who.evacuate(cell, { homeIsDead });
      case "failback":
        return who.failback(cell);
      case "forbid":
        return who.automation(cell, "forbid");
    }
  };
  const outcomes = await Promise.all(twice ? [give(operator), give(otherOperator)] : [give(operator)]);
  if (does === "failback" && behind && outcomes.includes("changed")) log.observe("failbackDuringLag");
  if (twice && outcomes.some((outcome) => outcome !== "changed")) log.observe("twoOperators");
  trace.add(outcomes.join());
}

function heal(world: World): void {
  const { weather, queues, journal: stream, cells, webhooks } = world;
  weather.calm();
  healPayouts(world);
  webhooks?.heal();
  world.archiving?.heal();
  world.uploading?.heal();
  const none = { duplicated: 0, late: 0 };
  queues.faults(none);
  stream?.faults(none);
  stream?.shed(0);
  for (const { feed, journal } of cells) {
    feed.faults(none);
    journal?.faults({ ...none, unreadable: 0 });
    journal?.pause(false);
  }
}

/** Gives every home back as often as it takes, as an operator does who looks at the status. */
async function comeHome(world: World): Promise<boolean> {
  for (let passed = 0; passed < HOME_MS_MAX; passed += SETTLE_STEP_MS) {
    if (await allHome(world)) return true;
    await world.advance(SETTLE_STEP_MS);
  }
  return false;
}

/** Whether every home serves itself; those that do not are told to. */
async function allHome(world: World): Promise<boolean> {
  const { operator } = world;
  const state = await until(operator.authority(), world);
  const away = Object.entries(state?.homes ?? {}).filter(([home, { owner }]) => owner !== home);
  for (const [home, { mode }] of away) if (mode === "normal") await until(operator.failback(home), world);
  return state !== undefined && away.length === 0;
}

/** Waits until nothing is under way: no home away, no message, no record, nothing due. */
async function rest(world: World): Promise<boolean> {
  const { cells, queues, webhooks, uploading } = world;
  const due = (cell: (typeof cells)[number]): boolean => dueIn(cell.name, cell.region, world) > 0;
  let least = Infinity;
  for (let still = 0; still < STILL_MS_MAX; still += SETTLE_STEP_MS) {
    await world.advance(SETTLE_STEP_MS);
    queues.redriveTwice();
    const held = queues.waiting() + (world.rails?.underWay() ?? 0);
    const waiting = held + cells.reduce((sum, { feed }) => sum + feed.waiting(), 0);
    const asked = (webhooks?.tenants.isDone() ?? true) && (uploading?.isDone() ?? true);
    if ((await allHome(world)) && waiting === 0 && asked && !cells.some(due)) return true;
    if (waiting < least) [least, still] = [waiting, 0];
  }
  return false;
}

/** Entries that another cell should have acted on by now; holds are due when they end, which may be much later. */
function dueIn(cell: string, region: string, { dynamoDb, kernel }: World): number {
  const caller = { kind: "root", arn: "", accountId: "" } as const;
  const input = {
    TableName: LEDGER_TABLE,
    IndexName: "due",
    KeyConditionExpression: "due = :cell AND dueAt < :now",
    ExpressionAttributeValues: { ":cell": { S: cell }, ":now": { S: new Date(kernel.now() + AHEAD_MS).toISOString() } },
    Select: "COUNT",
  };
  const reply = dynamoDb.service.handle({ service: "dynamodb", action: "Query", region, input, caller, requestId: "" });
  return reply instanceof Promise ? 0 : Number(reply["Count"]);
}
