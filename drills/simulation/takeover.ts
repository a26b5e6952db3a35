import { seededRandom } from "../../local/drivers/virtual-clock.ts";
import type { Episode } from "../../local/faults/episodes.ts";
import { pickOf, upToOf, type Random } from "./drawing.ts";
import type { Order } from "./orders.ts";
import type { PaymentStep, Step, Workload } from "./steps.ts";
import { withTwists, type Plot } from "./twists.ts";
import { ACCOUNTS_PER_HOME } from "./workload.ts";

/**
 * A takeover at its hardest. suddenly: a cell is evacuated while it is in trouble, and given back while replication is
 * behind. handedOn: its stand-in is evacuated in turn, before the home has heard of anything. goneOn: the home does not
 * come back in time, and its stand-in goes on under a new epoch.
 */
export type Takeover = "suddenly" | "handedOn" | "goneOn";

/** A takeover: what is ordered, what is wrong meanwhile, and which accounts are spent from. */
export interface TakeoverPlan {
  readonly orders: readonly Order[];
  readonly episodes: readonly Episode[];
  /** The same load, half of it on two accounts of the evacuated cell. */
  readonly workload: Workload;
}

const TROUBLES = [
  "regionLost",
  "partition",
  "replicationPaused",
  "lag",
  "authorityCut",
  "controlUnreadable",
  "keeperDead",
  "none",
] as const;
/** What a cell that is taken over suffers from. */
export type Trouble = (typeof TROUBLES)[number];

/** Troubles that leave a home alive that nobody can tell whether it still is the owner. */
const ISOLATING: readonly Trouble[] = ["authorityCut", "controlUnreadable", "keeperDead"];

/** Draws a takeover over a workload. */
export function drawTakeover(kind: Takeover, seed: number, cells: readonly string[], workload: Workload): TakeoverPlan {
  const random = seededRandom(seed ^ 0x7a6e);
  const plot = drawPlot(kind, cells, workload.lastsMs, random);
  const back = Math.round(plot.at + 20_000 + random() * 8_000);
  const plan: TakeoverPlan = {
    orders: drawOrders(kind, plot, back, random).toSorted((one, other) => one.at - other.at),
    episodes: [...drawEpisodes(kind, plot, random), ...drawLateReturn(plot, back, random)],
    workload: heated(workload, plot, random),
  };
  return withTwists(kind, seed, plot, plan);
}

function drawPlot(kind: Takeover, cells: readonly string[], lastsMs: number, random: Random): Plot {
  const pick = pickOf(random);
  const cell = pick(cells);
  const others = cells.filter((name) => name !== cell);
  const at = 3_000 + random() * 4_000;
  const from = Math.round(at - 3_000 * random());
  const until = kind === "suddenly" ? Math.round(at + 10_000 + 14_000 * random()) : lastsMs;
  const troubles = kind === "suddenly" ? TROUBLES : (["partition", "regionLost", "replicationPaused"] as const);
  // Half of the times the home lives and serves itself, since that is what both sides have to share with.
  const trouble = kind === "suddenly" && random() < 0.4 ? pick(ISOLATING) : pick(troubles);
  return { cell, others, at, from, until, trouble };
}

function drawOrders(kind: Takeover, { cell, others, at }: Plot, back: number, random: Random): readonly Order[] {
  const evacuate = (which: string, when: number): Order => ({
    at: Math.round(when),
    does: "evacuate",
    cell: which,
    twice: false,
    homeIsDead: random() < 0.08,
  });
  const failback = (when: number): Order => ({
    at: Math.round(when),
    does: "failback",
    cell,
    twice: false,
    homeIsDead: false,
  });
  const first = evacuate(cell, at);
  const [standIn = cell] = others;
  switch (kind) {
    case "suddenly":
      return [
        first,
        failback(back),
        ...(random() < 0.3 ? [evacuate(pickOf(random)(others), at + 12_000 + random() * 6_000)] : []),
        ...(random() < 0.3 ? [evacuate(cell, back + 4_000)] : []),
      ];
    case "handedOn":
      return [first, evacuate(standIn, at + 12_000 + random() * 5_000)];
    case "goneOn":
      return [first, failback(at + 16_000 + random() * 4_000)];
  }
}

function drawEpisodes(kind: Takeover, { cell, others, at, from, until, trouble }: Plot, random: Random) {
  const [other = cell] = others;
  const whole = { at: from, until, cell, other };
  const some = random() < 0.5 ? others.slice(0, 1) : others;
  const strength = 4_000 + random() * 12_000;
  const episodes: Episode[] = [];
  const between = (fault: Episode["fault"], peers: readonly string[]): void => {
    for (const peer of peers) episodes.push({ ...whole, fault, other: peer, strength });
  };
  if (trouble === "partition" || trouble === "replicationPaused" || trouble === "lag") {
    // A home that hears of its stand-in's debits spends less: it is to hear of none where the takeover goes on.
    if (kind === "suddenly") between(trouble, some);
    else for (const peer of others) episodes.push({ ...whole, fault: trouble, cell: peer, other: cell, strength });
  } else if (trouble !== "none") episodes.push({ ...whole, fault: trouble });
  if (ISOLATING.includes(trouble) && random() < 0.6) between("replicationPaused", others);
  // Whoever is frozen in the middle of a debit thaws when somebody else spends.
  if (random() < 0.5) {
    const moment = Math.round(at + (random() - 0.3) * 4_000);
    const ms = 10_000 + random() * 10_000;
    episodes.push({ ...whole, fault: "frozen", at: moment, until: moment + 1, strength: ms });
  }
  // The edge goes on sending customers to the isolated home for a while; its stand-in gets the rest.
  if (trouble !== "regionLost" && trouble !== "partition" && random() < 0.5) {
    episodes.push({ ...whole, fault: "edgeStale", until: Math.round(at + 9_000 + random() * 8_000) });
  }
  return episodes;
}

/** The home comes back while what its stand-in did is still on its way. */
function drawLateReturn({ cell, others }: Plot, back: number, random: Random): readonly Episode[] {
  if (random() < 0.5) return [];
  const strength = 5_000 + random() * 8_000;
  return others.map((other) => ({
    fault: "lag",
    at: back - 6_000,
    until: back + 12_000,
    cell: other,
    other: cell,
    strength,
  }));
}

/** How long after the trouble's beginning the money gets scarce: when both sides may spend. */
const SCARCE_AFTER_MS = 8_000;
/** Until so long after the evacuation the home, which has not heard of it, is asked for the last of its money. */
const LAST_MOMENT_MS = 3_000;

/**
 * Half of all payments come from two accounts of the evacuated cell that nobody pays: what overdraws them is not made
 * good by chance. Once both sides spend, their payments are large, and clients ask either side.
 */
function heated(workload: Workload, plot: Plot, random: Random): Workload {
  const { accounts } = workload;
  const mine = accounts.flatMap(({ home, funds, owner }, index) =>
    home === plot.cell && funds > 0 && owner === "shop-client" ? [index] : [],
  );
  const hot = mine.slice(0, 2);
  const regular = accounts.map((_, index) => index).slice(0, (plot.others.length + 1) * ACCOUNTS_PER_HOME);
  const payees = regular.filter((index) => !hot.includes(index));
  const abroad = payees.filter((index) => accounts[index]?.home !== plot.cell);
  const pick = pickOf(random);
  // In half of the runs one of the two is emptied at the last moment, which its stand-in may not hear of.
  const emptied = random() < 0.5 ? hot[1] : undefined;
  const heat = (step: PaymentStep): PaymentStep => {
    const isHot = payees.includes(step.payee) ? random() < 0.5 : random() < 0.2;
    const source = isHot ? pick(hot) : step.source;
    const isLast = source === emptied && step.at >= plot.from && step.at < plot.at + LAST_MOMENT_MS;
    const scarce = isHot && step.at >= plot.from + SCARCE_AFTER_MS && random() < 0.6;
    const share = isLast && random() < 0.4 ? 0.4 + random() * 0.8 : scarce ? 0.04 + random() * 0.26 : 0;
    const amount = share > 0 ? Math.max(1, Math.floor((accounts[source]?.funds ?? 0) * share)) : step.amount;
    const far = isHot && random() < 0.4;
    const payee = far ? pick(abroad) : hot.includes(step.payee) || step.payee === source ? pick(payees) : step.payee;
    return {
      ...step,
      source,
      payee: payee === source ? pick(payees.filter((index) => index !== source)) : payee,
      amount,
      sends: isLast ? "again" : sendingUnder(step, random),
      ...(isHot && !isLast && random() < 0.7 && { asks: random() < 0.5 ? plot.cell : pick(plot.others) }),
    };
  };
  const steps = workload.steps.map((step): Step => {
    if (step.does === "pay") return step.payee < regular.length ? heat(step) : step;
    return step.does === "batch" ? step : { ...step, ...(random() < 0.2 && { sends: "again" }) };
  });
  return { ...workload, steps: together(steps, hot, random) };
}

/** Clients are nervous: they ask twice, and elsewhere. */
function sendingUnder({ sends }: PaymentStep, random: Random): PaymentStep["sends"] {
  const drawn = random();
  if (drawn < 0.2) return "again";
  if (drawn < 0.35) return "twoCells";
  return drawn < 0.42 ? "otherBody" : sends;
}

/** Some payments of a hot account come at the very moment of the one before. */
function together(steps: readonly Step[], hot: readonly number[], random: Random): readonly Step[] {
  let last: PaymentStep | undefined;
  const operated = new Set(steps.map((step) => ("payment" in step ? step.payment : undefined)));
  return steps
    .map((step): Step => {
      if (step.does !== "pay" || !hot.includes(step.source)) return step;
      const moved: PaymentStep =
        last !== undefined && !operated.has(step.name) && random() < 0.3
          ? { ...step, at: last.at + upToOf(random)(12), source: last.source, ...(last.asks && { asks: last.asks }) }
          : step;
      last = moved;
      return moved;
    })
    .toSorted((one, other) => one.at - other.at);
}
