import type { CellName } from "../domain/ids.ts";
import type { LedgerKey } from "../domain/keys.ts";
import { placeOf } from "../domain/places.ts";
import { inRound } from "../domain/rounds.ts";
import type { Clock } from "../stores/clock.ts";
import type { Control } from "../stores/control.ts";
import { dueKeys } from "../stores/due-keys.ts";
import type { Ledger } from "../stores/ledger.ts";

/** What a sweep reads, and what it does about each item that it finds. */
export interface SweepParts {
  readonly cell: CellName;
  readonly ledger: Pick<Ledger, "dueBefore">;
  readonly control: Pick<Control, "lease" | "cells">;
  readonly clock: Clock;
  /** Acts on an item; false when it has to wait. Never throws. */
  act(key: LedgerKey): Promise<boolean>;
}

/** What has been due for less is left to the stream. */
const SWEEP_AFTER_MS = 60_000;
/** Sweeps begin once a minute. */
const EVERY_MS = 60_000;
/** A sweep ends in time for its function to answer; what is left over the next one finds. */
const SWEEP_MS = 20_000;
/** Of that, what becomes due with time has so much for itself, and what the rest leaves over. */
const TIMED_MS = 8_000;

/** Acts on what is due, for as long as there is time; on how many items it acted. */
export async function sweepInbox({ cell, ledger, control, clock, act }: SweepParts): Promise<number> {
  const started = clock.monotonic();
  const round = Math.floor(clock.now() / EVERY_MS);
  const hasTime = (ms: number) => () => clock.monotonic() - started < ms;
  const now = new Date(clock.now()).toISOString();
  const before = new Date(clock.now() - SWEEP_AFTER_MS).toISOString();
  const listed = (due: CellName, until: string, ms: number) =>
    dueKeys((cursor) => ledger.dueBefore(due, until, cursor), hasTime(ms));

  async function actOn(keys: Iterator<LedgerKey>, ms: number): Promise<number> {
    let acted = 0;
    while (hasTime(ms)()) {
      const { done = false, value: key } = keys.next();
      if (done) break;
      if (await act(key)) acted += 1;
    }
    return acted;
  }

  async function told(): Promise<readonly LedgerKey[]> {
    // Whoever has never had a lease can do nothing about the others.
    if ((await control.lease()) === undefined) return [];
    const found: LedgerKey[] = [];
    for (const due of await control.cells()) {
      const isMine = (key: LedgerKey) => due === cell || placeOf(key)?.writer === cell;
      const keys = await listed(due, before, (TIMED_MS + SWEEP_MS) / 2);
      found.push(...keys.filter((key) => isMine(key) && !isTimed(key)));
    }
    return found;
  }

  // What becomes due by itself is told by no stream, so it waits for nothing.
  const timed = inRound((await listed(cell, now, TIMED_MS / 2)).filter(isTimed), round).values();
  const first = await actOn(timed, TIMED_MS);
  const second = await actOn(inRound(await told(), round).values(), SWEEP_MS);
  return first + second + (await actOn(timed, SWEEP_MS));
}

/** What becomes due with time: holds that end, stripes that fill. */
function isTimed(key: LedgerKey): boolean {
  const kind = placeOf(key)?.kind;
  return kind === "hold" || kind === "stripe";
}
