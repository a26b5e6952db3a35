import { seededRandom } from "../../local/drivers/virtual-clock.ts";
import type { Episode } from "../../local/faults/episodes.ts";
import type { Random } from "./drawing.ts";
import type { PaymentStep, Workload } from "./steps.ts";
import type { Takeover, TakeoverPlan, Trouble } from "./takeover.ts";

/** What a takeover is about: the cell, when it is evacuated, from when to when it is in trouble. */
export interface Plot {
  readonly cell: string;
  readonly others: readonly string[];
  readonly at: number;
  readonly from: number;
  readonly until: number;
  readonly trouble: Trouble;
}

/** How many takeovers have each twist. */
const LATE_SHARE = 0.2;
const UNHEARD_SHARE = 0.3;
const CALLED_BACK_SHARE = 0.5;
const APART_SHARE = 0.35;

/**
 * Twists that chance alone hardly ever makes, each in some takeovers, by a chance of its own: the others are as they
 * are without it. late: the cell's keepers hear of the authority as it was a while ago. unheard: what a home has last
 * said under a key, its stand-in does not hear of before it is asked under the same key. called back: a home that was
 * handed on comes back before the first stand-in is heard of. apart: a home that was handed on lives without knowing
 * it, and it and both stand-ins spend all they may of the same account.
 */
export function withTwists(kind: Takeover, seed: number, plot: Plot, plan: TakeoverPlan): TakeoverPlan {
  const random = seededRandom(seed ^ 0x7713);
  const [late, unheard, calledBack] = [random(), random(), random()];
  if (kind === "handedOn") {
    if (calledBack < CALLED_BACK_SHARE) return comingBack(plot, plan, random);
    return calledBack < CALLED_BACK_SHARE + APART_SHARE ? spendingApart(plot, plan, random) : plan;
  }
  if (kind !== "suddenly") return plan;
  if (late < LATE_SHARE) return hearingLate(plot, plan, random);
  return unheard < UNHEARD_SHARE ? sayingLast(plot, plan, random) : plan;
}

/** So late that a lease which counted from the answer would outlive the guard. */
function hearingLate({ cell, at }: Plot, plan: TakeoverPlan, random: Random): TakeoverPlan {
  const strength = 7_000 + random() * 4_000;
  const from = Math.max(0, Math.round(at - 2_500));
  const episode = { fault: "authorityCut", at: from, until: Math.round(at + 20_000), cell, strength } as const;
  return { ...plan, episodes: [...plan.episodes, episode] };
}

/** When the stand-in of a takeover serves for sure. */
const SERVES_AFTER_MS = 12_500;
/** The account that a twist is about is nobody else's; its payments are shares of what it has. */
const FUNDS = 10_000;
/** It pays most of what it has; a second payment is declined, and asked for again; a third one's key is misused. */
const LAST_WORDS = [
  { share: 0.6, sends: "once" },
  { share: 0.7, sends: "again" },
  { share: 0.05, sends: "otherBody" },
] as const;

function sayingLast({ cell, others, at, from }: Plot, plan: TakeoverPlan, random: Random): TakeoverPlan {
  const [standIn = cell] = others;
  const begins = Math.max(1_200, from - 1_500);
  const later = at + SERVES_AFTER_MS + random() * 2_000;
  const words = LAST_WORDS.map(({ share, sends }, index): Spending => {
    const when = begins + index * 250;
    return { at: when, share, sends, asks: cell, later: { asks: standIn, afterMs: Math.round(later - when) } };
  });
  const unheard = others.map((other): Episode => ({
    fault: "replicationPaused",
    at: begins - 200,
    until: Math.round(later + 2_000),
    cell,
    other,
  }));
  const workload = withSpender(plan.workload, cell, words, random);
  return { ...plan, workload, episodes: [...plan.episodes, ...unheard] };
}

/** A payment from the account that a twist is about. */
type Spending = Pick<PaymentStep, "at" | "sends" | "asks" | "later"> & { readonly share: number };

/** A load with one more account, at home in `cell`, that pays accounts of other homes. */
function withSpender(workload: Workload, cell: string, spent: readonly Spending[], random: Random): Workload {
  const { accounts, steps } = workload;
  const abroad = accounts.flatMap(({ home, funds }, index) => (home !== cell && funds > 0 ? [index] : []));
  const account = { home: cell, funds: FUNDS, overdraft: 0, stripes: 0, owner: "shop-client" } as const;
  const payments = spent.map(({ share, ...sent }, index): PaymentStep => ({
    ...sent,
    does: "pay",
    name: steps.length + index,
    source: accounts.length,
    payee: abroad[Math.floor(random() * abroad.length)] ?? 0,
    amount: Math.floor(FUNDS * share),
    capture: "automatic",
    expiresIn: undefined,
    foreign: false,
    chance: Math.floor(random() * 2 ** 31),
  }));
  const all = [...steps, ...payments].toSorted((one, other) => one.at - other.at);
  return { ...workload, accounts: [...accounts, account], steps: all };
}

/** So long the first stand-in serves before the home is handed on, and the second before the home is called back. */
const FIRST_MS = 14_000;
const SECOND_MS = { least: 1_500, more: 4_000 };

/** What the first stand-in spends does not arrive at home, what the second one does arrives at once. */
function comingBack({ cell, others, at, until }: Plot, plan: TakeoverPlan, random: Random): TakeoverPlan {
  const [standIn = cell] = others;
  const handedOn = Math.round(at + FIRST_MS);
  const orders = plan.orders.map((order) => (order.cell === standIn ? { ...order, at: handedOn } : order));
  const back = Math.round(handedOn + SECOND_MS.least + random() * SECOND_MS.more);
  const paused = { fault: "replicationPaused", at, until, cell: standIn, other: cell } as const;
  return {
    ...plan,
    orders: [...orders, { at: back, does: "failback", cell, twice: false, homeIsDead: false }],
    episodes: [paused],
  };
}

/** When the first stand-in has spent what it is to spend, and is evacuated in turn. */
const HANDED_ON_MS = 15_500;
/** What each is asked for: the first stand-in three of its four fifths, the others more than the rest and the fifth. */
const FIRST_SHARES = [0.3, 0.3];
const REST_SHARES = Array.from({ length: 8 }, () => 0.04);
const SPENDING_MS = 300;

/** Nothing that anybody does arrives at home, nothing that the home does arrives anywhere; stand-ins hear of all. */
function spendingApart({ cell, others, at }: Plot, plan: TakeoverPlan, random: Random): TakeoverPlan {
  const [first = cell, second] = others;
  if (second === undefined) return plan;
  const { workload } = plan;
  const handedOn = Math.round(at + HANDED_ON_MS);
  const cut = { at: Math.max(0, Math.round(at - 2_000)), until: workload.lastsMs, cell };
  const episodes = others.flatMap((other): readonly Episode[] => [
    { ...cut, fault: "replicationPaused", other },
    { ...cut, fault: "replicationPaused", cell: other, other: cell },
  ]);
  const spending = (asks: string, from: number, shares: readonly number[]): readonly Spending[] =>
    shares.map((share, index) => ({ at: Math.round(from + index * SPENDING_MS), share, sends: "once", asks }));
  const spent = [
    ...spending(first, at + SERVES_AFTER_MS + 500, FIRST_SHARES),
    ...spending(second, handedOn + SERVES_AFTER_MS + 500, REST_SHARES),
    ...spending(cell, handedOn + SERVES_AFTER_MS + random() * 2_000, REST_SHARES),
  ];
  return {
    orders: plan.orders.map((order) => (order.cell === first ? { ...order, at: handedOn } : order)),
    episodes: [...episodes, { ...cut, fault: "authorityCut" }],
    workload: withSpender(workload, cell, spent, random),
  };
}
