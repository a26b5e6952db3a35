import { AwsError } from "../core/errors.ts";

/** What is to become of a region. */
export const regionStates = ["here", "lost"] as const;
/** One of them. */
export type RegionState = (typeof regionStates)[number];

/** Which regions are gone: nothing in them runs or answers, and nothing replicates to or from them. */
export interface Regions {
  isLost(region: string): boolean;
  turn(region: string, state: RegionState): void;
  /** Hears of every region that goes or comes back. */
  onTurn(listener: (region: string, state: RegionState) => void): void;
  /** Keeps an arrival until both regions are there again; false where they are. */
  hold(from: string, to: string, arrive: () => void): boolean;
  /** Every region that was ever turned, for whoever asks how the knobs stand. */
  toJSON(): Readonly<Record<string, RegionState>>;
}

/** All regions are there. */
export function createRegions(): Regions {
  const states = new Map<string, RegionState>();
  const listeners: ((region: string, state: RegionState) => void)[] = [];
  let waiting: { readonly regions: readonly string[]; readonly arrive: () => void }[] = [];
  const isLost = (region: string): boolean => states.get(region) === "lost";
  return {
    isLost,
    turn(region, state) {
      const before = states.get(region) ?? "here";
      states.set(region, state);
      if (before === state) return;
      const due = waiting.filter(({ regions }) => !regions.some(isLost));
      waiting = waiting.filter(({ regions }) => regions.some(isLost));
      for (const { arrive } of due) arrive();
      for (const listener of listeners) listener(region, state);
    },
    onTurn: (listener) => void listeners.push(listener),
    hold(from, to, arrive) {
      if (!isLost(from) && !isLost(to)) return false;
      waiting.push({ regions: [from, to], arrive });
      return true;
    },
    toJSON: () => Object.fromEntries(states),
  };
}

/** What a call within the local cloud gets for an answer where a region is gone; over HTTP there is none at all. */
export function regionUnreachable(region: string): AwsError {
  return new AwsError(UNREACHABLE, `The region ${region} does not answer.`, 503);
}

/** Whether a call failed because its region is gone. */
export function isUnreachable(fault: unknown): boolean {
  return fault instanceof AwsError && fault.code === UNREACHABLE;
}

const UNREACHABLE = "RegionUnreachable";

/** How long whoever calls a region that is gone waits until the connection breaks off. Milliseconds. */
export const breakOffMs = 1_500;
