import type { AuthorityState } from "../domain/authority.ts";
import type { CellName } from "../domain/ids.ts";
import type { HomeAuthority } from "../domain/lease.ts";
import type { AuthorityChanges } from "../stores/authority-changes.ts";
import type { Clock } from "../stores/clock.ts";
import type { Ledger } from "../stores/ledger.ts";
import type { LedgerRows } from "../stores/ledger-rows.ts";
import { faultFields, type Log } from "../stores/log.ts";
import type { Signs } from "../stores/signs.ts";
import type { Env } from "./env.ts";
import { createTakeovers } from "./takeovers.ts";

/** What the controller reads and writes. */
export interface Stores {
  readonly authority: AuthorityChanges;
  readonly signs: Pick<Signs, "beatOf">;
  readonly ledger: Pick<Ledger, "commit">;
  readonly rows: LedgerRows;
  readonly log: Log;
}

/** The controller of a cell: opens and closes the fences of the homes it stands in for, and takes its own home back. */
export interface Controller {
  /** One strong reading of the authority, and what follows from it. Throws when it cannot be had. */
  tick(): Promise<void>;
  /** Ticks every second for `durationMs`; a failed tick is reported and the next one tries again. */
  run(durationMs: number): Promise<void>;
}

const TICK_MS = 1_000;
/** No write begins later than this after the reading that asked for it: a thawed controller sends nothing old. */
const READING_MS = 5_000;

/** Makes a controller. It remembers what it saw when: a restart starts every wait anew. Overlapping is harmless. */
export function createApp(env: Env, stores: Stores, clock: Clock): Controller {
  const { authority, log } = stores;
  const { standIn, retire, takeBack } = createTakeovers(env.cell, stores, clock);
  /** When each state of a home that concerns this cell was first seen, monotonic milliseconds. */
  let firstSeen = new Map<string, number>();

  /** The states that were seen before keep their times; those that are over are forgotten. */
  function takeNote({ homes }: AuthorityState, now: number): void {
    const seen = Object.entries(homes).map(([home, held]) => stateName(home, held));
    firstSeen = new Map(seen.map((name) => [name, firstSeen.get(name) ?? now]));
  }

  async function tick(): Promise<void> {
    const state = await authority.state();
    if (state === undefined) return;
    const read = { wall: clock.now(), monotonic: clock.monotonic() };
    takeNote(state, read.monotonic);
    const mayAttempt = () => Math.max(clock.now() - read.wall, clock.monotonic() - read.monotonic) <= READING_MS;
    for (const [name, held] of Object.entries(state.homes)) {
      const home = name as CellName; // homes are listed under the names of their cells
      const waited = read.monotonic - (firstSeen.get(stateName(home, held)) ?? read.monotonic);
      // One home's trouble is not another's.
      const report = (fault: unknown) => log("warn", "a home was not seen to", { home, ...faultFields(fault) });
      if (home !== env.cell) await retire(home, held, mayAttempt).catch(report);
      if (home !== env.cell && held.owner === env.cell) {
        await standIn(home, held, waited, mayAttempt).catch(report);
      }
      if (home === env.cell && held.mode === "returning") await takeBack(held, waited).catch(report);
    }
  }

  return {
    tick,
    async run(durationMs) {
      const end = clock.monotonic() + durationMs;
      for (let next = clock.monotonic(); next < end; next = Math.max(next + TICK_MS, clock.monotonic())) {
        const early = next - clock.monotonic();
        if (early > 0) await clock.sleep(early);
        await tick().catch((fault: unknown) => log("warn", "controller tick failed", faultFields(fault)));
      }
    },
  };
}

function stateName(home: string, { owner, epoch, mode }: HomeAuthority): string {
  return `${home}#${owner}#${epoch}#${mode}`;
}
