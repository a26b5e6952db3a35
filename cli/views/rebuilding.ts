import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { project, type JournalChange, type ViewWrite } from "../../functions/domain/projections.ts";
import { toldKey } from "../../functions/domain/view-keys.ts";
import { createProjecting, type Asked, type Projecting } from "../../functions/projector/projecting.ts";
import type { Clock, Random } from "../../functions/stores/clock.ts";
import { createLedgerRows } from "../../functions/stores/ledger-rows.ts";
import { together } from "../../functions/stores/together.ts";
import { createGenerations, GENERATIONS_KNOWN_MS, type Generations } from "../../functions/stores/view-generations.ts";
import { createViewWriter } from "../../functions/stores/view-writer.ts";
import { createViewQueries } from "../../functions/stores/views.ts";
import { dropOtherGenerations } from "./dropping.ts";
import { missingRows, type Missing } from "./missing.ts";
import { CannotRebuild, type RebuildSource, type SourcePage } from "./source.ts";

/** Where the views of a cell are, and the ledger that knows whose accounts are. */
export interface RebuildPlace {
  readonly client: Pick<DynamoDBClient, "send">;
  readonly ledgerTable: string;
  readonly viewsTable: string;
}

/** How far a rebuild has come. */
export interface RebuildProgress {
  readonly step: "verifying" | "waiting" | "reading" | "comparing" | "serving" | "dropping";
  /** Items or changes that were looked at, and those of them that were projected. */
  readonly scanned: number;
  readonly projected: number;
}

/** What a rebuild came to. */
export interface Rebuilt extends Omit<RebuildProgress, "step"> {
  /** Items or changes that are not as this program writes them: the views do not show them. */
  readonly unreadable: readonly string[];
  /** After so many milliseconds the new views served; dropping those before takes as long again, and hurries nobody. */
  readonly servedAfterMs: number;
  /** Rows of the views before. */
  readonly dropped: number;
}

const ATTEMPTS = 5;
const PAUSE_MS = 500;

/**
 * Builds the views of a cell anew from a source, while the ones before serve and the projector writes both; then lets
 * the new ones serve, and drops the others. One that was broken off is taken up by running it again. One that cannot be
 * made from this source is given up, with `CannotRebuild`, and nothing is switched.
 */
export async function rebuildViews(
  place: RebuildPlace,
  source: RebuildSource,
  clock: Clock,
  random: Random,
  tell: (progress: RebuildProgress) => void,
): Promise<Rebuilt> {
  const { client, viewsTable } = place;
  const generations = createGenerations(client, viewsTable, clock, random);
  const views = { client, table: viewsTable };
  const count = { scanned: 0, projected: 0 };
  const unreadable: string[] = [];

  const started = clock.monotonic();
  tell({ step: "verifying", ...count });
  await source.prepare();
  const building = await generations.begin();
  const { serving } = await generations.current();
  tell({ step: "waiting", ...count });
  // Whatever was projected into the serving views alone must be in what is read.
  await clock.sleep(GENERATIONS_KNOWN_MS);
  const takeIn = takingIn(place, { serving, building }, clock, random);

  async function read(part: () => AsyncIterable<SourcePage>): Promise<void> {
    for await (const page of part()) {
      const taken = await takeIn(page.changes);
      unreadable.push(...page.unreadable, ...taken.unreadable);
      count.scanned += page.looked;
      count.projected += taken.projected;
      tell({ step: "reading", ...count });
    }
  }

  try {
    await together(source.parts.map(read));
    if (!source.isWhole) {
      tell({ step: "comparing", ...count });
      refuseLoss(await missingRows(views, { serving, building }, clock, random));
    }
  } catch (fault) {
    if (fault instanceof CannotRebuild) await giveUp();
    throw fault;
  }
  tell({ step: "serving", ...count });
  if (!(await generations.serve(building))) throw new Error("Somebody else has switched the views meanwhile.");
  const servedAfterMs = Math.round(clock.monotonic() - started);
  const dropped = await drop(building);
  return { ...count, unreadable, servedAfterMs, dropped };

  async function drop(keep: bigint): Promise<number> {
    // Until then somebody may still read those that are dropped, or write them.
    await clock.sleep(GENERATIONS_KNOWN_MS);
    tell({ step: "dropping", ...count });
    return dropOtherGenerations({ ...views, keep }, clock, random);
  }

  async function giveUp(): Promise<void> {
    if (await generations.giveUp(building)) await drop(serving);
  }
}

function refuseLoss({ count, first }: Missing): void {
  if (count === 0) return;
  const named = first.map(({ pk, sk }) => `${pk} ${sk}`).join(", ");
  throw new CannotRebuild(
    `${count} rows that serve are not in what was read, as ${named}: it does not have everything. ` +
      "Nothing was switched. Rebuild with --from table.",
  );
}

/** Takes changes into the generation that is built; says how many of them views show, and which nobody can read. */
function takingIn(
  { client, ledgerTable, viewsTable }: RebuildPlace,
  { serving, building }: Required<Generations>,
  clock: Clock,
  random: Random,
) {
  const rows = createViewQueries(client, viewsTable, clock, random);
  const ledger = createLedgerRows(client, ledgerTable, clock, random);
  // Nobody reads these before they serve.
  const writer = createViewWriter(client, viewsTable, clock, random, { served: false });
  const projecting = createProjecting({ writer, rows, ledger });

  /** Events keep their places: a client goes on where it was, and what is new to the views comes after. */
  async function withArrivals(asked: readonly Asked[]): Promise<readonly Asked[]> {
    const ids = asked.flatMap(({ write }) => (write.write === "event" ? [write.id] : []));
    const told = await rows.getMany(ids.map((id) => ({ ...toldKey(id), pk: `${serving}#${toldKey(id).pk}` })));
    const arrivals = new Map(ids.map((id, index) => [id, told[index]?.["arrival"]]));
    return asked.map(({ change, write }) => {
      const arrival = write.write === "event" ? arrivals.get(write.id) : undefined;
      if (write.write !== "event" || typeof arrival !== "bigint") return { change, write };
      return { change, write: { ...write, arrival: Number(arrival) } };
    });
  }

  return async (changes: readonly JournalChange[]) => {
    const unreadable: string[] = [];
    const asked = changes.flatMap((one, change) => {
      const writes = writesOf(one);
      if (writes.unreadable !== undefined) unreadable.push(writes.unreadable);
      return writes.writes.map((write) => ({ change, write }));
    });
    await projectAll(projecting, building, await withArrivals(asked), clock);
    return { projected: new Set(asked.map(({ change }) => change)).size, unreadable };
  };
}

/** A change as it is told, but for accounts: payments before theirs find each by what the ledger has. */
function writesOf(change: JournalChange): { readonly writes: readonly ViewWrite[]; readonly unreadable?: string } {
  const { pk, sk } = change.key;
  const writes = project(change);
  if (!writes.ok) return { writes: [], unreadable: `${pk} ${sk}: ${writes.refusal}` };
  return { writes: writes.value.filter(({ write }) => write !== "opened") };
}

async function projectAll(
  projecting: Projecting,
  generation: bigint,
  asked: readonly Asked[],
  clock: Clock,
): Promise<void> {
  let left = asked;
  for (let attempt = 0; left.length > 0; attempt += 1) {
    if (attempt > 0) await clock.sleep(PAUSE_MS);
    const failed = await projecting.project(generation, left);
    const refused = failed.find(({ why }) => why === "refused");
    if (refused !== undefined) throw new Error(`The views cannot hold ${refused.what}.`);
    if (failed.length > 0 && attempt + 1 === ATTEMPTS) throw new Error("The views' table sheds load; run this again.");
    const again = new Set(failed.map(({ change }) => change));
    left = left.filter(({ change }) => again.has(change));
  }
}
