import type { CellName } from "../domain/ids.ts";
import { paymentKey, type LedgerKey } from "../domain/keys.ts";
import { paymentFrom } from "../domain/payments.ts";
import { isPayout, PAYOUTS_DUE_FROM } from "../domain/payouts.ts";
import { placeOf } from "../domain/places.ts";
import type { Clock } from "../stores/clock.ts";
import { INBOX_BATCH, type PayoutQueue } from "../stores/inbox-queue.ts";
import { encodeKeyedItem } from "../stores/item-codec.ts";
import type { Ledger } from "../stores/ledger.ts";
import type { PayoutImage } from "../stores/payout-image.ts";

/** What a sweep reads, and where it hands on what it finds. */
export interface SweepParts {
  readonly cell: CellName;
  readonly ledger: Pick<Ledger, "get" | "dueFrom">;
  readonly payouts: PayoutQueue;
  readonly clock: Pick<Clock, "now">;
}

/** Step Functions knows a name for 90 days: within them a payout that was started is never started again. */
const SWEPT_FOR_MS = 60 * 24 * 3_600_000;

/** Hands every payout that has not ended to the queue; how many. Throws where the queue does not take them. */
export async function sweepPayouts(parts: SweepParts): Promise<number> {
  let swept = 0;
  let batch: PayoutImage[] = [];
  const send = async () => {
    const failed = batch.length === 0 ? [] : await parts.payouts.send(batch);
    if (failed.length > 0) throw new Error("The queue of payouts did not take all that were swept.");
    swept += batch.length;
    batch = [];
  };
  for await (const key of held(parts)) {
    const image = await unended(key, parts);
    if (image !== undefined) batch.push(image);
    if (batch.length === INBOX_BATCH) await send();
  }
  await send();
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

async function* held({ cell, ledger }: SweepParts): AsyncGenerator<LedgerKey> {
  let page = await ledger.dueFrom(cell, PAYOUTS_DUE_FROM);
  yield* page.keys;
  while (page.next !== undefined) {
    page = await ledger.dueFrom(cell, PAYOUTS_DUE_FROM, page.next);
    yield* page.keys;
  }
}
