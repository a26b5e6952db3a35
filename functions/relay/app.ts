import { traceOf } from "../domain/entries.ts";
import { homeOf, type CellName } from "../domain/ids.ts";
import type { LedgerKey } from "../domain/keys.ts";
import { isPayout } from "../domain/payouts.ts";
import { placeOf } from "../domain/places.ts";
import { INBOX_BATCH, type InboxQueue, type PayoutQueue, type TracedKey } from "../stores/inbox-queue.ts";
import { payoutIn, type PayoutImage } from "../stores/payout-image.ts";
import { noMetrics, type Metrics } from "../stores/metrics.ts";
import { noSegments, type Segments } from "../stores/segments.ts";
import type { Told, ToldQueue } from "../stores/webhook-queues.ts";
import type { Env } from "./env.ts";

/** A change of the ledger as its stream tells it; only what the relay looks at. */
export interface ChangeRecord {
  readonly sequenceNumber: string;
  readonly key: LedgerKey;
  /** Whether the item was not there before. */
  readonly first: boolean;
  /** The cell where the entry is due now. */
  readonly due: string | undefined;
  /** The cell whose entry this one answers, or takes in. */
  readonly origin: string | undefined;
  /** Whether it named that cell before. */
  readonly originBefore: string | undefined;
  /** The whole item as it is now. */
  readonly image: PayoutImage;
}

/** The one reader of the ledger's stream: it hands every change to the queues of those who have to act on it. */
export interface Relay {
  /** The sequence number to start again from, when a change could not be handed on; undefined when all were. */
  handOn(changes: readonly ChangeRecord[]): Promise<string | undefined>;
}

/** Where the relay hands changes on to. */
export interface Queues {
  readonly inbox: InboxQueue;
  readonly payouts: PayoutQueue;
  readonly told: ToldQueue;
}

/** Makes a relay; handing a change on twice is harmless. */
export function createApp(
  env: Env,
  { inbox, payouts, told }: Queues,
  segments: Segments = noSegments,
  metrics: Metrics = noMetrics,
): Relay {
  return {
    async handOn(changes) {
      const due = changes.filter((change) => concernsInbox(change, env.cell));
      const begun = changes.filter((change) => beginsPayout(change, env.cell));
      const toTell = changes.filter((change) => isTold(change, env.cell));
      const notDue = await send(due, (batch) => inTraces(batch, segments, (all) => inbox.send(all.map(keyOf))));
      const notBegun = await send(begun, (batch) => inTraces(batch, segments, (all) => payouts.send(all.map(imageOf))));
      const notTold = await send(toTell, (batch) => inTraces(batch, segments, (all) => told.send(all.map(toldOf))));
      // What was handed on after the first that was not is handed on again.
      const failed = changes.find((change) => [notDue, notBegun, notTold].includes(change));
      const handed = due.length + begun.length + toTell.length;
      if (failed === undefined && handed > 0) metrics.measure({ ChangesHandedOn: handed });
      return failed?.sequenceNumber;
    },
  };
}

/** The first change that could not be handed on; undefined when all were. */
async function send(
  changes: readonly ChangeRecord[],
  hand: (batch: readonly ChangeRecord[]) => Promise<readonly number[]>,
): Promise<ChangeRecord | undefined> {
  for (let start = 0; start < changes.length; start += INBOX_BATCH) {
    const batch = changes.slice(start, start + INBOX_BATCH);
    const failed = await hand(batch);
    if (failed.length > 0) return batch[Math.min(...failed)];
  }
  return undefined;
}

/** A change, and where in a trace what is done about it belongs. */
interface TracedChange {
  readonly change: ChangeRecord;
  readonly traceparent?: string;
}

function keyOf({ change: { key }, ...trace }: TracedChange): TracedKey {
  return { ...key, ...trace };
}

/** A payout goes on below the relay's own step. */
function imageOf({ change: { image }, traceparent }: TracedChange): PayoutImage {
  return traceparent === undefined ? image : { ...image, traceparent: { S: traceparent } };
}

function toldOf({ change: { image }, ...trace }: TracedChange): Told {
  return { image, ...trace };
}

/** Hands changes on, each as a step of the trace that its entry was written in. */
async function inTraces(
  batch: readonly ChangeRecord[],
  segments: Segments,
  hand: (changes: readonly TracedChange[]) => Promise<readonly number[]>,
): Promise<readonly number[]> {
  const spans = batch.map(({ image }) => segments.open(image["traceparent"]?.S, { name: "relay", as: "segment" }));
  const close = (failed: readonly number[]) => {
    for (const [index, span] of spans.entries()) span?.close(failed.includes(index) ? "failed" : "done");
  };
  try {
    const failed = await hand(batch.map((change, index) => ({ change, ...traceOf(spans[index] ?? {}) })));
    close(failed);
    return failed;
  } catch (fault) {
    close([...batch.keys()]);
    throw fault;
  }
}

/** A payout begins where its payment first appears in its home, with its hold: nothing else writes such an item. */
export function beginsPayout({ key, first, image }: ChangeRecord, cell: CellName): boolean {
  const place = placeOf(key);
  if (!first || place?.kind !== "payment" || place.writer !== cell || homeOf(place.payment) !== cell) return false;
  return image["state"]?.S === "authorized" && isPayout(payoutIn(image));
}

/** What this cell has written for a tenant to hear of: an event, or that it wants to hear of some again. */
export function isTold({ key: { pk }, first }: Pick<ChangeRecord, "key" | "first">, cell: CellName): boolean {
  return first && (pk.startsWith(`${cell}#event#`) || pk.startsWith(`${cell}#replay#`));
}

/**
 * The inbox acts on what is due here, notes what another cell has made of this cell's entries, and takes in what others
 * have written about payments of this home: entry and claim travel apart, and whichever comes last has to tell. What
 * becomes due with time alone, holds and stripes, is left to its sweep: a hot payee's stripes would be swept in with
 * every credit.
 */
export function concernsInbox(
  { key, due, origin, originBefore, first }: Omit<ChangeRecord, "image">,
  cell: CellName,
): boolean {
  const place = placeOf(key);
  if (place === undefined || place.kind === "hold" || place.kind === "stripe") return false;
  // A copy may take the place of a decline, so that not its first image, but the first that names its origin counts.
  if (due === cell || (origin === cell && originBefore !== cell)) return true;
  if (!first || place.writer === cell || place.kind === "claim" || place.kind === "yield") return false;
  return homeOf(place.payment) === cell;
}
