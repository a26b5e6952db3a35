import { isEvacuated, type AuthorityState } from "./authority.ts";
import type { CellName } from "./ids.ts";

/** A keeper's sign of life: its canary payment was taken, or sent to the cell that serves the home now. */
export interface Beat {
  readonly cell: CellName;
  /** Raised by every beat: a sign is new when it differs, whatever the clocks of its region say. */
  readonly count: bigint;
  /** Wall time of the cell's region, milliseconds since the epoch. */
  readonly at: bigint;
}

/** What a watcher's latest probes of a cell's origin came to. */
export interface Probe {
  /** The watcher's region. */
  readonly region: string;
  readonly cell: CellName;
  /** Raised by every probe. */
  readonly count: bigint;
  /** The last 24 probes as bits, the latest lowest: a failed one is set. */
  readonly recent: bigint;
  /** Wall time of the watcher's region, milliseconds since the epoch. */
  readonly at: bigint;
}

/** The authority and every sign of life, as read at one time. */
export interface Survey {
  readonly authority: AuthorityState;
  readonly beats: readonly Beat[];
  readonly probes: readonly Probe[];
}

/**
 * up: both signs are good. degraded: one of them is not, or probes fail now and then. down: both are bad.
 * unknown: there is no fresh probe, or the cell has never beaten.
 */
export type Verdict = "up" | "degraded" | "down" | "unknown";

/** What is known of a cell, as an operator reads it. */
export interface CellHealth {
  readonly cell: CellName;
  readonly verdict: Verdict;
  /** Milliseconds since its last beat; undefined when there was none. */
  readonly beatAge: number | undefined;
  readonly probes: readonly ProbeHealth[];
  /** Its own home is served by another cell. */
  readonly evacuated: boolean;
  /** Automation may not evacuate it. */
  readonly forbidden: boolean;
}

/** One region's probes of a cell. */
export interface ProbeHealth {
  readonly region: string;
  /** Milliseconds since the last one. */
  readonly age: number;
  /** Failed ones in a row up to the last. */
  readonly failures: number;
  /** Failed ones among the last 24. */
  readonly errors: number;
}

/** How often a keeper beats. */
export const BEAT_MS = 5_000;
/** How often a watcher probes. */
export const PROBE_MS = 5_000;
/** A cell whose last beat is older than this is silent: two beats are missing. */
const SILENT_MS = 10_000;
/** A watcher whose last probe is older than this has no say: it may have gone with the cell. */
export const PROBE_FRESH_MS = 10_000;
const FAILURES_MIN = 2;
const PROBES_KEPT = 24n;
/** So many errors among the last 24 probes make a cell degraded; it stays so while there are more than the few. */
const ERRORS_MANY = 3;
const ERRORS_FEW = 1;

/** The bits of the latest probes with one more. */
export function withProbe(recent: bigint, answered: boolean): bigint {
  return BigInt.asUintN(Number(PROBES_KEPT), (recent << 1n) | (answered ? 0n : 1n));
}

/** What a watcher's bits say. */
export function countProbes(recent: bigint): Pick<ProbeHealth, "failures" | "errors"> {
  const bits = recent.toString(2);
  return { failures: /1*$/.exec(bits)?.[0].length ?? 0, errors: bits.replaceAll("0", "").length };
}

/** Every cell's health; `ageOf` tells how old a sign is, milliseconds, and `before` what was said of a cell last. */
export function healthOf(
  { authority, beats, probes }: Survey,
  ageOf: (sign: Beat | Probe) => number,
  before: ReadonlyMap<string, Verdict> = new Map(),
): readonly CellHealth[] {
  // Homes are listed under the names of their cells.
  const cells = Object.keys(authority.homes) as CellName[];
  return cells.map((cell) => {
    const beat = beats.find((candidate) => candidate.cell === cell);
    const signs = {
      beatAge: beat === undefined ? undefined : ageOf(beat),
      probes: probes
        .filter((probe) => probe.cell === cell)
        .map((probe) => ({ region: probe.region, age: ageOf(probe), ...countProbes(probe.recent) })),
    };
    return {
      cell,
      verdict: verdictOn(signs, before.get(cell)),
      ...signs,
      evacuated: isEvacuated(authority.homes, cell),
      forbidden: authority.forbidden.includes(cell),
    };
  });
}

/** Judges a cell by two independent signs; neither alone ever says that it is down. */
export function verdictOn(
  { beatAge, probes }: Pick<CellHealth, "beatAge" | "probes">,
  before: Verdict | undefined,
): Verdict {
  const fresh = probes.filter(({ age }) => age <= PROBE_FRESH_MS);
  if (fresh.length === 0 || beatAge === undefined) return "unknown";
  const silent = beatAge > SILENT_MS;
  const failing = fresh.filter(({ failures }) => failures >= FAILURES_MIN).length;
  if (silent && failing === fresh.length) return "down";
  const errors = Math.max(...fresh.map((probe) => probe.errors));
  const shaky = errors >= ERRORS_MANY || (before !== undefined && before !== "up" && errors > ERRORS_FEW);
  return silent || failing > 0 || shaky ? "degraded" : "up";
}

/** Whether a cell is well enough to be given another one's homes: somebody's last probe of it was answered. */
export function mayStandIn({ verdict, probes }: CellHealth): boolean {
  const answered = probes.some(({ age, failures }) => age <= PROBE_FRESH_MS && failures === 0);
  return answered && verdict !== "down" && verdict !== "unknown";
}

/**
 * How long signs have not changed, by the clock of whoever looks: clocks of other regions do not count. What was never
 * seen before is as old as the first look at it.
 */
export interface Sightings {
  /** Takes note of what was read at `now`, monotonic milliseconds. */
  see(signs: readonly (Beat | Probe)[], now: number): void;
  /** Milliseconds since the sign was first seen as it is. */
  ageOf(sign: Beat | Probe, now: number): number;
}

/** Makes a memory of signs. */
export function createSightings(): Sightings {
  const seen = new Map<string, { readonly count: bigint; readonly at: number }>();
  return {
    see(signs, now) {
      for (const sign of signs) {
        if (seen.get(nameOf(sign))?.count !== sign.count) seen.set(nameOf(sign), { count: sign.count, at: now });
      }
    },
    ageOf: (sign, now) => now - (seen.get(nameOf(sign))?.at ?? now),
  };
}

function nameOf(sign: Beat | Probe): string {
  return "region" in sign ? `probe#${sign.region}#${sign.cell}` : `beat#${sign.cell}`;
}
