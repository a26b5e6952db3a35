import { epochsOf, finish, giveBack, type Decision } from "../domain/authority.ts";
import { createSightings } from "../domain/health.ts";
import type { CellName } from "../domain/ids.ts";
import type { HomeAuthority } from "../domain/lease.ts";
import type { AuthorityChanges } from "../stores/authority-changes.ts";
import type { Clock } from "../stores/clock.ts";
import type { Ledger } from "../stores/ledger.ts";
import type { LedgerRows } from "../stores/ledger-rows.ts";
import type { Log } from "../stores/log.ts";
import type { Signs } from "../stores/signs.ts";
import { createFencing } from "./fencing.ts";

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
/** So long the home waits for its stand-in; then it takes over, if that is silent. */
const LOST_MS = 40_000;
const SILENT_MS = 15_000;
/** So long the home waits for a stand-in that lives and does not close its fences; then it lets it go on. */
const STUCK_MS = 60_000;

/** So many epochs back a restarted controller looks for rows that it left open when it lost a home. */
const EPOCHS_RETIRED = 8n;

/** The takeovers that a cell has a part in; it remembers what is done, and how long a stand-in has been silent. */
export function createTakeovers(
  cell: CellName,
  { authority, signs, ledger, rows, log }: Stores,
  clock: Clock,
): Takeovers {
  const fencing = createFencing(ledger, rows);
  const sightings = createSightings();

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
    const takeovers = epochsOf(held).map((epoch) => ({ standIn: cell, home, epoch }));
    const past = held.mode === "returning" ? takeovers : takeovers.slice(0, -1);
    for (const takeover of past) await fencing.close(takeover, mayAttempt);
    if (held.mode === "normal" && waited >= GUARD_MS) {
      for (const takeover of takeovers.slice(-1)) await fencing.open(takeover, mayAttempt);
    }
    if (held.mode === "returning" && waited >= RETURN_MS) await change(`give ${home} back`, giveBack(home, held.epoch));
  }

  async function retire(home: CellName, held: HomeAuthority, mayAttempt: () => boolean): Promise<void> {
    const [oldest = held.epoch] = held.owner === cell ? epochsOf(held) : [held.epoch];
    const first = oldest > EPOCHS_RETIRED ? oldest - EPOCHS_RETIRED : 1n;
    for (let epoch = first; epoch < oldest; epoch += 1n) {
      await fencing.retire({ standIn: cell, home, epoch }, mayAttempt);
    }
  }

  async function takeBack(held: HomeAuthority, waited: number): Promise<void> {
    const beat = await signs.beatOf(held.owner);
    sightings.see(beat === undefined ? [] : [beat], clock.monotonic());
    let absorbed = true;
    for (const epoch of epochsOf(held)) {
      const takeover = { standIn: held.owner, home: cell, epoch };
      absorbed = (await fencing.absorbed(takeover)) && absorbed;
    }
    const silent = beat === undefined || sightings.ageOf(beat, clock.monotonic()) > SILENT_MS;
    if (absorbed) await change(`finish ${cell}`, finish(cell, held.epoch));
    else if (waited >= LOST_MS && silent) await change(`take ${cell} back`, finish(cell, held.epoch));
    else if (waited >= STUCK_MS) await change(`give ${cell} back`, giveBack(cell, held.epoch));
  }

  return { standIn, retire, takeBack };
}
