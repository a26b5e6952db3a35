import type { Behaviour, Mishaps } from "../../local/bank/behaviour.ts";
import { seededRandom } from "../../local/drivers/virtual-clock.ts";
import { drawSending, pickOf, upToOf, type Random } from "./drawing.ts";
import type { PayoutStep, Workload } from "./steps.ts";
import { ACCOUNTS_PER_HOME } from "./workload.ts";

/** What becomes of payouts in a run; milliseconds from the beginning of the load. */
export interface PayoutsPlan {
  /** How the banks of cells behave, each mood until the next one of the same cell. */
  readonly moods: readonly BankMood[];
  /** When somebody calls a cell in its bank's name, without the bank's key, or about what there is not. */
  readonly forgeries: readonly Forgery[];
  /** How likely a step of a state machine is done, and the machine is told that it failed; from 0 to 1. */
  readonly unheard: number;
  /** How likely a connector dies as soon as what it sends to a bank has left; from 0 to 1. */
  readonly dying: number;
  /** How likely the books fail all along for a payout that was rejected; from 0 to 1. */
  readonly unbookable: number;
  /** Whether an operator takes up what is parked once all is well. */
  readonly resumed: boolean;
}

/** How a bank behaves from now on. */
export interface BankMood {
  readonly at: number;
  readonly cell: string;
  readonly behaviour: Partial<Behaviour>;
}

/** wrongKey: about a payout that the bank has; nobodys: well signed, about one that nobody ever asked for. */
export interface Forgery {
  readonly at: number;
  readonly cell: string;
  readonly does: "wrongKey" | "nobodys";
}

/** In how many runs anybody pays out at all. */
const PAID_OUT_SHARE = 0.25;
const PAYOUTS = { least: 10, more: 14 };
/** In how many of those runs a bank leaves some payouts undecided for ever. */
const NEVER_SHARE = 0.2;
/** The highest chance of a mishap of a bank, where it has any. */
const HIGHEST: Readonly<Record<keyof Mishaps, number>> = {
  silent: 0.4,
  lost: 0.4,
  invalidXml: 0.3,
  badSignature: 0.3,
  unknownStatus: 0.4,
  otherPayment: 0.4,
  duplicate: 0.5,
  late: 0.2,
  contradictory: 0.3,
};

/** Draws what becomes of payouts in a run by chance of its own; undefined: there are none. */
export function drawPayouts(seed: number, cells: readonly string[], lastsMs: number): PayoutsPlan | undefined {
  const random = seededRandom(seed ^ 0xba9c);
  if (random() >= PAID_OUT_SHARE) return undefined;
  const density = random();
  const chosen = (): boolean => random() < density;
  const upTo = upToOf(random);
  const endless = random() < NEVER_SHARE;
  const moods = cells.flatMap((cell) => {
    const changes = Array.from({ length: 1 + upTo(3) }, () => 1 + upTo(lastsMs)).toSorted((one, other) => one - other);
    return [0, ...changes].map((at) => ({ at, cell, behaviour: drawMood(endless, chosen, random) }));
  });
  const forgeries = Array.from({ length: chosen() ? 2 + upTo(6) : 0 }, (): Forgery => {
    const does = random() < 0.7 ? "wrongKey" : "nobodys";
    return { at: 2_000 + upTo(lastsMs), cell: pickOf(random)(cells), does };
  });
  return {
    moods,
    forgeries,
    unheard: chosen() ? random() * 0.1 : 0,
    dying: chosen() ? random() * 0.15 : 0,
    unbookable: chosen() ? random() * 0.5 : 0,
    resumed: random() < 0.5,
  };
}

function drawMood(endless: boolean, chosen: () => boolean, random: Random): Partial<Behaviour> {
  const pick = pickOf(random);
  const upTo = upToOf(random);
  // Made of all names of mishaps.
  const mishaps = Object.fromEntries(
    Object.entries(HIGHEST).map(([name, highest]) => [name, chosen() ? random() * highest : 0]),
  ) as unknown as Mishaps;
  return {
    seed: upTo(2 ** 31),
    first: pick(["settled", "accepted", "pending", "rejected"] as const),
    end: endless && random() < 0.4 ? "never" : pick(["settled", "rejected"] as const),
    endAfterMs: 200 + upTo(1_300),
    slowMs: chosen() ? upTo(random() < 0.2 ? 14_000 : 3_000) : 0,
    mishaps,
  };
}

/** A load in which customers pay out, too. */
export function withPayouts(workload: Workload, seed: number, homes: number): Workload {
  const random = seededRandom(seed ^ 0x9a70);
  const upTo = upToOf(random);
  const { accounts, steps, lastsMs } = workload;
  const made = Array.from({ length: PAYOUTS.least + upTo(PAYOUTS.more) }, (_, index): PayoutStep => ({
    does: "payOut",
    at: upTo(lastsMs),
    name: steps.length + index,
    source: upTo(ACCOUNTS_PER_HOME * homes),
    amount: 1 + upTo(300),
    beneficiary: upTo(2 ** 16),
    sends: drawSending(random),
    foreign: random() < 0.02,
    chance: upTo(2 ** 31),
  }));
  return { accounts, lastsMs, steps: [...steps, ...made].toSorted((one, other) => one.at - other.at) };
}
