import type { CellName } from "../domain/ids.ts";
import { paymentKey, type LedgerKey } from "../domain/keys.ts";
import { paymentFrom } from "../domain/payments.ts";
import { isPayout, PAYOUTS_DUE_FROM } from "../domain/payouts.ts";
import { placeOf } from "../domain/places.ts";
import { inRound } from "../domain/rounds.ts";
import type { Clock } from "../stores/clock.ts";
import { dueKeys } from "../stores/due-keys.ts";
import { INBOX_BATCH, type PayoutQueue } from "../stores/inbox-queue.ts";
import { encodeKeyedItem } from "../stores/item-codec.ts";
import type { Ledger } from "../stores/ledger.ts";
import type { PayoutImage } from "../stores/payout-image.ts";
import { together } from "../stores/together.ts";

/** What a sweep reads, and where it hands on what it finds. */
export interface SweepParts {
  readonly cell: CellName;
  readonly ledger: Pick<Ledger, "get" | "dueFrom">;
  readonly payouts: PayoutQueue;
  readonly clock: Pick<Clock, "now" | "monotonic">;
}

/** Step Functions knows a name for 90 days: within them a payout that was started is never started again. */
const SWEPT_FOR_MS = 60 * 24 * 3_600_000;

/** Sweeps begin once an hour. */
const EVERY_MS = 3_600_000;
/** A sweep ends in time for its function to answer; the next one begins elsewhere and so finds what is left over. */
const SWEEP_MS = 20_000;

/**
 * Hands payouts that have not ended to the queue, for as long as there is time; how many. What is held leaves the list
 * only with its payout's end, days later at times. Throws where the queue does not take them.
 */
export async function sweepPayouts(parts: SweepParts): Promise<number> {
  const { cell, ledger, payouts, clock } = parts;
  const started = clock.monotonic();
  const hasTime = (ms: number) => () => clock.monotonic() - started < ms;
  const held = await dueKeys((cursor) => ledger.dueFrom(cell, PAYOUTS_DUE_FROM, cursor), hasTime(SWEEP_MS / 2));
  const inTurn = inRound(held, Math.floor(clock.now() / EVERY_MS));
  let swept = 0;
  for (let start = 0; start < inTurn.length && hasTime(SWEEP_MS)(); start += INBOX_BATCH) {
    const found = await together(inTurn.slice(start, start + INBOX_BATCH).map((key) => unended(key, parts)));
    const batch = found.filter((image) => image !== undefined);
    const failed = batch.length === 0 ? [] : await payouts.send(batch);
    if (failed.length > 0) throw new Error("The queue of payouts did not take all that were swept.");
    swept += batch.length;
  }
  return swept;
}

/** The payment of a hold, where it is a payout that has not ended, and young enough to be known by its name. */
async function unended(hold: LedgerKey, { cell, ledger, clock }: SweepParts): Promise<PayoutImage | undefined> {
  const place = placeOf(hold);
  if (place?.kind !== "hold" || place.writer !== cell) return undefined;
  const key = paymentKey(cell, place.payment);
  const item = await ledger.get(key);
  if (item === undefined) return undefined;
  const payment = paymentFrom(item);
  const isOpen = payment.state === "authorized" && isPayout(payment);
  return isOpen && clock.now() - Number(payment.at) < SWEPT_FOR_MS ? encodeKeyedItem(key, item) : undefined;
}
