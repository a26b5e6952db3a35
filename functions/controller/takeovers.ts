import { earlierTakeovers, giveBack, presentTakeovers, type Decision } from "../domain/authority.ts";
import type { CellName } from "../domain/ids.ts";
import type { HomeAuthority } from "../domain/lease.ts";
import type { AuthorityChanges } from "../stores/authority-changes.ts";
import type { Clock } from "../stores/clock.ts";
import type { Ledger } from "../stores/ledger.ts";
import type { LedgerRows } from "../stores/ledger-rows.ts";
import type { Log } from "../stores/log.ts";
import type { Signs } from "../stores/signs.ts";
import { createFencing } from "./fencing.ts";
import { createReturning } from "./returning.ts";

/** What a cell does about a takeover, on either side of it. `waited`: how long the home has been as it is, ms. */
export interface Takeovers {
  /** This cell stands in for the home. */
  standIn(home: CellName, held: HomeAuthority, waited: number, mayAttempt: () => boolean): Promise<void>;
  /** Epochs of a home that this cell may have served and that are over: nothing of them may come any more. */
  retire(home: CellName, held: HomeAuthority, mayAttempt: () => boolean): Promise<void>;
  /** This cell's own home is on its way back. */
  takeBack(held: HomeAuthority, waited: number): Promise<void>;
}

/** What takeovers read and write. */
interface Stores {
  readonly authority: Pick<AuthorityChanges, "change">;
  readonly signs: Pick<Signs, "beatOf">;
  readonly ledger: Pick<Ledger, "commit">;
  readonly rows: LedgerRows;
  readonly log: Log;
}

/** Until whoever served before has no lease left: 8 s, and what clocks and slow attempts may add. */
const GUARD_MS = 10_000;
/** So long the home has to absorb everything; then its stand-in goes on. */
const RETURN_MS = 30_000;

/** So many epochs back a restarted controller looks for rows that it left open when it lost a home. */
const EPOCHS_RETIRED = 8n;

/** The takeovers that a cell has a part in; it remembers what is done. */
export function createTakeovers(
  cell: CellName,
  { authority, signs, ledger, rows, log }: Stores,
  clock: Clock,
): Takeovers {
  const fencing = createFencing(ledger, rows);

  async function change(what: string, decide: Decision): Promise<void> {
    const result = await authority.change({ by: `controller ${cell}`, what, decide });
    const level = result.outcome === "changed" ? "info" : "warn";
    const why = result.outcome === "refused" ? { refusal: result.refusal } : {};
    log(level, `controller: ${what}: ${result.outcome}`, why);
  }

  async function standIn(
    home: CellName,
    held: HomeAuthority,
    waited: number,
    mayAttempt: () => boolean,
  ): Promise<void> {
    const takeovers = presentTakeovers(home, held);
    const past = held.mode === "returning" ? takeovers : takeovers.slice(0, -1);
    for (const takeover of past) await fencing.close(takeover, mayAttempt);
    if (held.mode === "normal" && waited >= GUARD_MS) {
      for (const takeover of takeovers.slice(-1)) await fencing.open(takeover, mayAttempt);
    }
    if (held.mode === "returning" && waited >= RETURN_MS) await change(`give ${home} back`, giveBack(home, held.epoch));
  }

  async function retire(home: CellName, held: HomeAuthority, mayAttempt: () => boolean): Promise<void> {
    const present = held.owner === cell ? presentTakeovers(home, held) : [];
    // The home waits for these: rows that were never opened are closed as well.
    const awaited = earlierTakeovers(home, held).filter(({ standIn: served }) => served === cell);
    for (const takeover of awaited) await fencing.close(takeover, mayAttempt);
    const known = new Set([...awaited, ...present].map(({ epoch }) => epoch));
    const end = present[0]?.epoch ?? held.epoch;
    const first = end > EPOCHS_RETIRED ? end - EPOCHS_RETIRED : 1n;
    for (let epoch = first; epoch < end; epoch += 1n) {
      if (!known.has(epoch)) await fencing.retire({ standIn: cell, home, epoch }, mayAttempt);
    }
  }

  return { standIn, retire, takeBack: createReturning({ cell, fencing, signs, clock, change }) };
}
