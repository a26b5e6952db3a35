import type { Clock } from "../../functions/stores/clock.ts";
import { UserError } from "../../local/core/errors.ts";
import type { HomeStanding, Standing } from "./standing.ts";

/** How a watch over a cell went. */
export interface CanaryWatch {
  readonly cell: string;
  readonly looks: number;
  /** Looks at which something was wrong. */
  readonly badLooks: number;
  readonly afterMs: number;
}

/** What a watch is about. */
export interface CanaryOrder {
  readonly cell: string;
  /** How long it lasts, milliseconds. */
  readonly forMs: number;
}

const LOOK_MS = 5_000;
/** So many bad looks in a row end the watch: one may be a beat that came late. */
const BAD_LOOKS_MAX = 3;
/** A lease lasts so long; see functions/domain/lease.ts. */
const LEASE_MS = 8_000;

/** What is wrong with a cell that should take payments by itself, each as a sentence; none where it does. */
export function faultsOf(standing: Standing, cell: string): readonly string[] {
  const home = standing.homes.find((candidate) => candidate.cell === cell);
  if (home === undefined) throw new UserError(`There is no cell ${cell}; there are ${cellsOf(standing)}.`);
  return [...faultsOfAuthority(home), ...faultsOfHealth(home), ...faultsOfEdge(standing)];
}

function faultsOfAuthority({ cell, owner, mode, leaseAgeMs }: HomeStanding): readonly string[] {
  if (owner === undefined) return ["The authority cannot be read."];
  if (owner !== cell) return [`${owner} serves the accounts of ${cell}.`];
  if (mode !== "normal") return [`${cell} is ${mode}.`];
  if (leaseAgeMs === undefined || leaseAgeMs > LEASE_MS) return [`${cell} has no lease.`];
  return [];
}

function faultsOfHealth({ cell, health }: HomeStanding): readonly string[] {
  if (health === undefined || health.verdict === "up") return [];
  return [health.verdict === "unknown" ? `Nobody knows how ${cell} is.` : `${cell} is ${health.verdict}.`];
}

function faultsOfEdge({ edge }: Standing): readonly string[] {
  if (edge === undefined || edge.agrees) return [];
  return [`The edge routes against the authority: ${edge.differing.join(", ")}.`];
}

function cellsOf({ homes }: Standing): string {
  return homes.map(({ cell }) => cell).join(", ");
}

/**
 * Looks at a cell every five seconds. Throws `UserError` once three looks in a row were bad, or the last one was;
 * `tell` hears of every look.
 */
export async function watchCanary(
  { cell, forMs }: CanaryOrder,
  clock: Pick<Clock, "monotonic" | "sleep">,
  look: () => Promise<Standing>,
  tell: (afterMs: number, faults: readonly string[]) => void,
): Promise<CanaryWatch> {
  const began = clock.monotonic();
  let [looks, badLooks, badInRow] = [0, 0, 0];
  for (;;) {
    const faults = faultsOf(await look(), cell);
    const afterMs = clock.monotonic() - began;
    const over = afterMs >= forMs;
    tell(afterMs, faults);
    looks += 1;
    badInRow = faults.length === 0 ? 0 : badInRow + 1;
    if (faults.length > 0) badLooks += 1;
    if (badInRow >= BAD_LOOKS_MAX || (over && badInRow > 0)) {
      throw new UserError(`Stop here: ${faults.join(" ")} Roll ${cell} back, or evacuate it and look why.`);
    }
    if (over) return { cell, looks, badLooks, afterMs };
    await clock.sleep(LOOK_MS);
  }
}
