import { countProbes, PROBE_MS, withProbe, type CellHealth, type Sightings, type Survey } from "../domain/health.ts";
import type { CellName } from "../domain/ids.ts";
import type { Clock } from "../stores/clock.ts";
import { faultFields, type Log } from "../stores/log.ts";
import type { ProbeOrigin } from "../stores/probe.ts";
import type { Signs } from "../stores/signs.ts";
import type { Env, WatchedCell } from "./env.ts";

/** Probes of all cells from one region, by whichever of its watchers leads. */
export interface Probing {
  /** Probes the cells that are due; tells in how many milliseconds to ask again. */
  probe(): Promise<number>;
  /** Has a cell whose beat is missing probed sooner, where this watcher probes it. */
  hurry(health: CellHealth): void;
}

/** What probing reads and writes. */
interface Stores {
  readonly signs: Pick<Signs, "noteProbe">;
  readonly probe: ProbeOrigin;
  readonly log: Log;
}

/** The signs as this watcher reads them. */
interface Observations {
  readonly observe: () => Promise<Survey | undefined>;
  readonly ageOf: Sightings["ageOf"];
}

/** No longer than this between two looks at what is due: a beat may be missing meanwhile. */
const LOOK_MS = 1_000;
/** Cells that are due within this time are probed with the one that is due now: one look serves them all. */
const TOGETHER_MS = 250;
/** So soon a failed probe, or any after a missing beat, is followed by another; one sign waits for the other anyway. */
const CONFIRM_MS = 1_500;
const CONFIRMED = 3;
/** A beat that is this late is missing. */
const LATE_MS = 6_500;
/** A probe younger than this is another watcher's of this region: one of those that overlap is enough. */
const OTHERS_MS = 4_000;
/** Whoever follows looks this much later than whoever leads, and so takes over only when no probe came. */
const FOLLOW_MS = 500;

/** A watcher's share of the probes. */
export function createProbing(env: Env, stores: Stores, clock: Clock, { observe, ageOf }: Observations): Probing {
  const { signs, log } = stores;
  /** When each cell is to be probed next, and what this watcher's own last probe of it was. */
  const due = new Map<CellName, number>();
  const mine = new Map<CellName, { readonly count: bigint; readonly began: number; readonly failures: number }>();

  /** One cell; tells in how many milliseconds it is due again. */
  async function probeCell({ name, origin }: WatchedCell, survey: Survey): Promise<number> {
    const began = clock.monotonic();
    const found = survey.probes.find(({ region, cell }) => region === env.region && cell === name);
    const age = found === undefined ? undefined : ageOf(found, began);
    const isOthers = found?.count !== mine.get(name)?.count;
    if (age !== undefined && age < OTHERS_MS && isOthers) return PROBE_MS + FOLLOW_MS - age;
    const answered = await stores.probe(origin);
    const first = await signs.noteProbe(found ?? { region: env.region, cell: name }, answered);
    if (!first) return PROBE_MS + FOLLOW_MS;
    const { failures } = countProbes(withProbe(found?.recent ?? 0n, answered));
    mine.set(name, { count: (found?.count ?? 0n) + 1n, began, failures });
    const pause = failures > 0 && failures < CONFIRMED ? CONFIRM_MS : PROBE_MS;
    return pause - (clock.monotonic() - began);
  }

  /** A cell whose beat is missing is probed sooner, by whoever probes it. */
  function hurry({ cell, beatAge, evacuated }: CellHealth): void {
    const own = mine.get(cell);
    if (own === undefined || evacuated || own.failures >= CONFIRMED || (beatAge ?? 0) < LATE_MS) return;
    due.set(cell, Math.min(due.get(cell) ?? 0, own.began + CONFIRM_MS));
  }

  async function probe(): Promise<number> {
    const now = clock.monotonic();
    const ready = env.cells.filter(({ name }) => (due.get(name) ?? now) <= now + TOGETHER_MS);
    const survey = ready.length === 0 ? undefined : await observe();
    if (survey === undefined) return LOOK_MS;
    await Promise.all(
      ready.map(async (cell) => {
        const wait = await probeCell(cell, survey).catch((fault: unknown) => {
          log("warn", "a probe was not noted", { cell: cell.name, ...faultFields(fault) });
          return LOOK_MS;
        });
        due.set(cell.name, clock.monotonic() + Math.max(0, wait));
      }),
    );
    return Math.min(LOOK_MS, Math.max(0, Math.min(...due.values()) - clock.monotonic()));
  }

  return { probe, hurry };
}
