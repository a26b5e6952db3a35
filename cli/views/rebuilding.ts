import { ScanCommand, type AttributeValue, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Item } from "../../functions/domain/ledger-write.ts";
import { concernsViews, project, type ViewWrite } from "../../functions/domain/projections.ts";
import { toldKey } from "../../functions/domain/view-keys.ts";
import { createProjecting, type Asked, type Projecting } from "../../functions/projector/projecting.ts";
import type { Clock, Random } from "../../functions/stores/clock.ts";
import { decodeItem } from "../../functions/stores/item-codec.ts";
import { createLedgerRows } from "../../functions/stores/ledger-rows.ts";
import { reading } from "../../functions/stores/reading.ts";
import { together } from "../../functions/stores/together.ts";
import { createGenerations, GENERATIONS_KNOWN_MS } from "../../functions/stores/view-generations.ts";
import { createViewWriter } from "../../functions/stores/view-writer.ts";
import { createViewQueries } from "../../functions/stores/views.ts";
import { dropOtherGenerations } from "./dropping.ts";

/** Where the views of a cell are, and what they are made from. */
export interface RebuildPlace {
  readonly client: Pick<DynamoDBClient, "send">;
  readonly ledgerTable: string;
  readonly viewsTable: string;
}

/** How far a rebuild has come. */
export interface RebuildProgress {
  readonly step: "waiting" | "scanning" | "serving" | "dropping";
  /** Items of the ledger that were looked at, and journal items that were projected. */
  readonly scanned: number;
  readonly projected: number;
}

/** What a rebuild came to. */
export interface Rebuilt extends Omit<RebuildProgress, "step"> {
  /** Items that are not as this program writes them: the views do not show them. */
  readonly unreadable: readonly string[];
  /** After so many milliseconds the new views served; dropping those before takes as long again, and hurries nobody. */
  readonly servedAfterMs: number;
  /** Rows of the views before. */
  readonly dropped: number;
}

/** The ledger is scanned in so many parts at once. */
const SEGMENTS = 4;
const ATTEMPTS = 5;
const PAUSE_MS = 500;

/**
 * Builds the views of a cell anew from its replica of the ledger, while the ones before serve and the projector writes
 * both; then lets the new ones serve, and drops the others. One that was broken off is taken up by running it again.
 */
export async function rebuildViews(
  place: RebuildPlace,
  clock: Clock,
  random: Random,
  tell: (progress: RebuildProgress) => void,
): Promise<Rebuilt> {
  const { client, ledgerTable, viewsTable } = place;
  const generations = createGenerations(client, viewsTable, clock, random);
  const rows = createViewQueries(client, viewsTable, clock, random);
  const ledger = createLedgerRows(client, ledgerTable, clock, random);
  // Nobody reads these before they serve.
  const writer = createViewWriter(client, viewsTable, clock, random, { served: false });
  const projecting = createProjecting({ writer, rows, ledger });
  const count = { scanned: 0, projected: 0 };
  const unreadable: string[] = [];

  const started = clock.monotonic();
  const building = await generations.begin();
  const { serving } = await generations.current();
  tell({ step: "waiting", ...count });
  // Whatever was projected into the serving views alone must be in what is scanned.
  await clock.sleep(GENERATIONS_KNOWN_MS);

  async function takeIn(stored: readonly Record<string, AttributeValue>[]): Promise<void> {
    const asked = stored.flatMap((item, change) => {
      const writes = writesOf(decodeItem(item));
      if (writes.unreadable !== undefined) unreadable.push(writes.unreadable);
      return writes.writes.map((write) => ({ change, write }));
    });
    await projectAll(projecting, building, await withArrivals(asked), clock);
    count.scanned += stored.length;
    count.projected += new Set(asked.map(({ change }) => change)).size;
    tell({ step: "scanning", ...count });
  }

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

  await together(
    Array.from({ length: SEGMENTS }, async (_, segment) => {
      for await (const items of pagesOf(place, segment, clock, random)) await takeIn(items);
    }),
  );
  tell({ step: "serving", ...count });
  if (!(await generations.serve(building))) throw new Error("Somebody else has switched the views meanwhile.");
  const servedAfterMs = Math.round(clock.monotonic() - started);
  // Until then somebody may still read the views before.
  await clock.sleep(GENERATIONS_KNOWN_MS);
  tell({ step: "dropping", ...count });
  const dropped = await dropOtherGenerations({ client, table: viewsTable, keep: building }, clock, random);
  return { ...count, unreadable, servedAfterMs, dropped };
}

async function* pagesOf({ client, ledgerTable }: RebuildPlace, Segment: number, clock: Clock, random: Random) {
  let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
  do {
    const command = new ScanCommand({
      TableName: ledgerTable,
      ConsistentRead: true,
      Segment,
      TotalSegments: SEGMENTS,
      ...(ExclusiveStartKey === undefined ? {} : { ExclusiveStartKey }),
    });
    const page = await reading((options) => client.send(command, options), clock, random);
    yield page.Items ?? [];
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
}

function writesOf({ pk, sk, ...image }: Item): { readonly writes: readonly ViewWrite[]; readonly unreadable?: string } {
  if (typeof pk !== "string" || typeof sk !== "string") return { writes: [], unreadable: "an item without a key" };
  const key = { pk, sk };
  if (!concernsViews(key)) return { writes: [] };
  const writes = project({ key, image, before: undefined });
  if (!writes.ok) return { writes: [], unreadable: `${key.pk} ${key.sk}: ${writes.refusal}` };
  // Every account is there already: payments that come before theirs are looked up by what the ledger has.
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
