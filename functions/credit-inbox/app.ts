import { fromItem, traceOf } from "../domain/entries.ts";
import { homeOf, type CellName } from "../domain/ids.ts";
import type { LedgerKey } from "../domain/keys.ts";
import { placeOf, type Place } from "../domain/places.ts";
import { unreachable } from "../domain/result.ts";
import { createStripeMemory } from "../domain/stripe-memory.ts";
import { dueEntryOf } from "../domain/transfers.ts";
import type { Clock } from "../stores/clock.ts";
import type { Control } from "../stores/control.ts";
import type { Ledger } from "../stores/ledger.ts";
import { faultFields, type Log } from "../stores/log.ts";
import type { Metrics } from "../stores/metrics.ts";
import { absorb, noteEpoch, takeNote } from "./absorbing.ts";
import { answer } from "./answering.ts";
import type { Desk } from "./desk.ts";
import type { Env } from "./env.ts";
import { expire, sweepIn } from "./expiring.ts";
import { note } from "./noting.ts";

/** What the inbox reads and writes. */
export interface Stores {
  readonly ledger: Ledger;
  readonly control: Control;
  readonly log: Log;
  readonly metrics?: Metrics;
}

/** This cell's part in what other cells have begun, and in what became due by itself. */
export interface Inbox {
  /**
   * Acts on one item, as a step of the trace where one is named; false when it has to be tried again later. Acting
   * twice is harmless.
   */
  act(key: LedgerKey, traceparent?: string): Promise<boolean>;
  /** Acts on everything that has been due for a minute, for what a stream forgot; on how many items it acted. */
  sweep(): Promise<number>;
}

const SWEEP_AFTER_MS = 60_000;

/** Makes an inbox. Crediting and absorbing need no authority, since no other cell may do it; taking money does. */
export function createApp(env: Pick<Env, "cell">, { ledger, control, log, metrics }: Stores, clock: Clock): Inbox {
  const desk: Desk = { env, ledger, control, clock, stripes: createStripeMemory(), ...(metrics && { metrics }) };

  async function act(key: LedgerKey, traceparent?: string): Promise<boolean> {
    const place = placeOf(key);
    return place === undefined || actAt(place, key, traceparent === undefined ? desk : { ...desk, traceparent });
  }

  async function actIfPossible(key: LedgerKey): Promise<boolean> {
    try {
      return await act(key);
    } catch (fault) {
      log("warn", "sweep could not act on an item", { ...key, ...faultFields(fault) });
      return false;
    }
  }

  return {
    act,
    async sweep() {
      const now = new Date(clock.now()).toISOString();
      const before = new Date(clock.now() - SWEEP_AFTER_MS).toISOString();
      let acted = 0;
      // What becomes due by itself is told by no stream, so it waits for nothing.
      for await (const key of dueKeys(ledger, env.cell, now)) {
        if (isTimed(key) && (await actIfPossible(key))) acted += 1;
      }
      // Whoever has never had a lease can do nothing about the others.
      if ((await control.lease()) === undefined) return acted;
      for (const cell of await control.cells()) {
        for await (const key of dueKeys(ledger, cell, before)) {
          const mine = cell === env.cell || placeOf(key)?.writer === env.cell;
          if (mine && !isTimed(key) && (await actIfPossible(key))) acted += 1;
        }
      }
      return acted;
    },
  };
}

/** The one place that says what is done about which item. */
async function actAt(place: Place, key: LedgerKey, desk: Desk): Promise<boolean> {
  const mine = place.writer === desk.env.cell;
  switch (place.kind) {
    case "payment":
    case "operation":
    case "half":
      return actOnEntry(place, key, desk);
    case "claim": {
      const { writer: standIn, payment, operation } = place;
      if (mine) return note(payment, desk);
      const of = { standIn, payment, ...(operation === undefined ? {} : { operation }) };
      return homeOf(payment) === desk.env.cell ? absorb(of, desk) : true;
    }
    case "yield":
      if (mine) return noteEpoch(key, place.account, desk);
      return homeOf(place.account) === desk.env.cell ? takeNote(key, desk) : true;
    case "hold":
      return mine ? expire(place.account, place.payment, desk) : true;
    case "stripe":
      return mine ? sweepIn(place.account, place.stripe, desk) : true;
    default:
      return unreachable(place);
  }
}

async function actOnEntry(
  place: Extract<Place, { kind: "payment" | "operation" | "half" }>,
  key: LedgerKey,
  desk: Desk,
): Promise<boolean> {
  const here: CellName = desk.env.cell;
  const item = await desk.ledger.get(key);
  if (item === undefined) return true;
  const { writer, payment } = place;
  const isHome = homeOf(payment) === here;
  // What another cell wrote about a payment of this home is a stand-in's: it is taken in, never just credited.
  if (isHome && writer !== here && place.kind !== "half") {
    const operation = place.kind === "operation" ? { operation: place.operation } : {};
    return absorb({ standIn: writer, payment, ...operation }, desk);
  }
  const entry = fromItem(item);
  const asked = entry.due?.cell === here ? dueEntryOf(entry, writer) : undefined;
  if (asked !== undefined) {
    const answered = await answer(asked, { ...traceOf(entry), ...desk });
    if (answered) desk.metrics?.measure({ CrossingTime: desk.clock.now() - Number(entry.at) }, { payment });
    return answered;
  }
  return isHome || writer === here || entry.origin === here ? note(payment, desk) : true;
}

/** What becomes due with time: holds that end, stripes that fill. */
function isTimed(key: LedgerKey): boolean {
  const kind = placeOf(key)?.kind;
  return kind === "hold" || kind === "stripe";
}

async function* dueKeys(ledger: Ledger, cell: CellName, before: string): AsyncGenerator<LedgerKey> {
  let page = await ledger.dueBefore(cell, before);
  yield* page.keys;
  while (page.next !== undefined) {
    page = await ledger.dueBefore(cell, before, page.next);
    yield* page.keys;
  }
}
