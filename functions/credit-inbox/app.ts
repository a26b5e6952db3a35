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
import { isServedElsewhere, type Desk } from "./desk.ts";
import type { Env } from "./env.ts";
import { expire, sweepIn } from "./expiring.ts";
import { note } from "./noting.ts";
import { sweepInbox } from "./sweeping.ts";

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
  /** Whether an item waits for nothing but this home's return: then the sweep acts on it, without being told again. */
  waitsForReturn(key: LedgerKey): Promise<boolean>;
  /** Acts on what has been due for a minute, for what a stream forgot; on how many items it acted. */
  sweep(): Promise<number>;
}

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
    waitsForReturn: (key) => waitsForReturn(key, desk),
    sweep: () => sweepInbox({ cell: env.cell, ledger, control, clock, act: actIfPossible }),
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

/** Only what takes money here waits for this home, and it stays listed as due until it is answered. */
async function waitsForReturn(key: LedgerKey, desk: Desk): Promise<boolean> {
  const here = desk.env.cell;
  const place = placeOf(key);
  if (place?.kind !== "payment" && place?.kind !== "operation" && place?.kind !== "half") return false;
  // A stand-in's entry is taken in whoever serves the home: it waits for something else.
  if (homeOf(place.payment) === here && place.writer !== here && place.kind !== "half") return false;
  const item = await desk.ledger.get(key);
  const isListed = item?.["due"] === here && item["dueAt"] !== undefined;
  return isListed && item["dueAction"] === "debit" && (await isServedElsewhere(desk));
}
