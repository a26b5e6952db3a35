import type { LedgerView } from "../checkers/ledger-view.ts";
import { tailsIn } from "../checkers/tail.ts";
import type { Bound } from "../report/measurement.ts";
import type { Unreplicated } from "./lost-with-region.ts";

export type { Bound };

/** A figure that may not be above a limit; one that never came is. */
export function atMost(name: string, measured: number | undefined, limit: number, unit = "s"): Bound {
  const kept = measured !== undefined && measured <= limit;
  return { name, wanted: `at most ${limit} ${unit}`, measured: said(measured, unit), kept };
}

/** A figure that may not be below a limit; one that never came is. */
export function atLeast(name: string, measured: number | undefined, limit: number, unit: string): Bound {
  const kept = measured !== undefined && measured >= limit;
  return { name, wanted: `at least ${limit} ${unit}`, measured: said(measured, unit), kept };
}

/** From one moment to another; undefined where one of them never came. Seconds. */
export function since(from: number | undefined, to: number | undefined): number | undefined {
  return from === undefined || to === undefined ? undefined : to - from;
}

/** A count that has to be zero. */
export function none(name: string, measured: number): Bound {
  return { name, wanted: "none", measured: `${measured}`, kept: measured === 0 };
}

/** Something that has to happen at all. */
export function happens(name: string, at: number | undefined): Bound {
  return {
    name,
    wanted: "happens",
    measured: at === undefined ? "never" : `at ${at.toFixed(1)} s`,
    kept: at !== undefined,
  };
}

/** Something that is so or not. */
export function holds(name: string, measured: boolean): Bound {
  return { name, wanted: "yes", measured: measured ? "yes" : "no", kept: measured };
}

/** Something that must not happen. */
export function neverHappens(name: string, at: number | undefined): Bound {
  return {
    name,
    wanted: "never",
    measured: at === undefined ? "never" : `at ${at.toFixed(1)} s`,
    kept: at === undefined,
  };
}

/**
 * RPO is the listed tail and nothing else: what clients were told and the stand-in did not have is in it, and so is
 * what the stand-in's own rows tell that it had not seen.
 */
export function exactTail({ debits, acknowledged }: Unreplicated, ledger: LedgerView): readonly Bound[] {
  const listed = new Set(debits.map(({ payment }) => payment));
  const told = acknowledged.filter((payment) => !listed.has(payment));
  const found = tailsIn(ledger).flatMap(({ entries }) => entries.filter(({ payment }) => !listed.has(payment)));
  return [
    {
      name: "acknowledged payments that the stand-in did not have are in the listed tail",
      wanted: `all ${acknowledged.length}`,
      measured: `${acknowledged.length - told.length} of ${acknowledged.length}`,
      kept: told.length === 0,
    },
    {
      name: "what the stand-in had not seen is in the listed tail",
      wanted: "all of it",
      measured: found.length === 0 ? "all of it" : `all but ${found.map(({ payment }) => payment).join(", ")}`,
      kept: found.length === 0,
    },
  ];
}

function said(measured: number | undefined, unit: string): string {
  return measured === undefined ? "never" : `${Number(measured.toFixed(2))} ${unit}`;
}
