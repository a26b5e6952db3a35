import type { Standing } from "../domain/balances.ts";
import { traceOf, type PaymentEntry } from "../domain/entries.ts";
import type { CellName } from "../domain/ids.ts";
import { isOver } from "../domain/isolated.ts";
import { paymentKey, payoutOutcomeKey } from "../domain/keys.ts";
import { authorityOver, mayAttempt } from "../domain/lease.ts";
import type { CommitOutcome, Item, LedgerWrite } from "../domain/ledger-write.ts";
import { whyOperationRefused, type OperationRefusal } from "../domain/operations.ts";
import { paymentFrom } from "../domain/payments.ts";
import { endPayout, type PayoutEnd } from "../domain/payouts.ts";
import type { Clock } from "../stores/clock.ts";
import type { Control } from "../stores/control.ts";
import type { PayoutQueue } from "../stores/inbox-queue.ts";
import type { Ledger } from "../stores/ledger.ts";
import { sweepPayouts } from "./sweeping.ts";

/** What the bookkeeper reads and writes. */
export interface Stores {
  readonly ledger: Pick<Ledger, "get" | "commit" | "dueFrom">;
  readonly control: Pick<Control, "lease" | "leaseAtHand" | "refreshLease">;
  readonly payouts: PayoutQueue;
}

/** The part of payouts that touches money. It has no way out: whoever talks to the bank is another function. */
export interface PayoutLedger {
  /** Captures or voids a payout's hold. Throws `Limited` while this cell may not; the first end stands. */
  record(payout: PaymentEntry, end: PayoutEnd, traceparent?: string): Promise<void>;
  /** Hands payouts that have not ended to the queue again, for what the stream forgot; how many. */
  sweep(): Promise<number>;
}

/** This cell may not decide for its home right now: the state machine waits for that, and for no other failure. */
class Limited extends Error {
  override readonly name = "Limited";
}

/** What was read is decided on at most so often; then the saga tries again later. */
const DECISIONS_MAX = 4;

/** What a payout's end is decided from. */
interface Books {
  readonly payout: PaymentEntry;
  readonly outcome?: Item | undefined;
  /** What the ledger had to tell before. */
  readonly ends?: Standing["ends"];
  readonly stripe?: number;
  /** Where in a trace the end belongs. */
  readonly traceparent?: string;
}

/** Makes the bookkeeper of a cell's payouts. */
export function createApp({ cell }: { readonly cell: CellName }, stores: Stores, clock: Clock): PayoutLedger {
  const { ledger, control, payouts } = stores;
  const now = () => ({ wall: clock.now(), monotonic: clock.monotonic() });

  async function standing({ ends, ...books }: Books): Promise<Standing> {
    const authority = authorityOver(cell, cell, await control.lease(), now());
    if (authority.may !== "everything") throw new Limited("This cell is not the owner of its home.");
    const share = ends === undefined ? {} : { ends };
    return { cell, epoch: authority.epoch, at: BigInt(clock.now()), ...share, ...traceOf(books) };
  }

  async function commit(writes: readonly LedgerWrite[], epoch: bigint): Promise<CommitOutcome> {
    const outcome = await ledger.commit(writes, () => {
      const copy = control.leaseAtHand();
      const authority = authorityOver(cell, cell, copy, now());
      const isSame = authority.may === "everything" && authority.epoch === epoch;
      return isSame && copy !== undefined && mayAttempt(copy, now());
    });
    if (outcome.outcome === "lease_ended") throw new Limited("The lease ran out.");
    return outcome;
  }

  /** Ends it on these books: nothing where it has ended, else why it was refused. */
  async function attempt(books: Books, end: PayoutEnd) {
    const { payout, outcome, stripe } = books;
    const here = await standing(books);
    const decided = endPayout(payout, outcome, end, here, stripe);
    if (decided.decision === "done") return undefined;
    const steps = decided.decision === "disputed" ? [] : decided.steps;
    const writes = decided.decision === "disputed" ? [decided.write] : steps.map(({ write }) => write);
    const result = await commit(writes, here.epoch);
    if (result.outcome === "committed") return undefined;
    if (result.outcome !== "refused") throw new Error(`The end of a payout was not written: ${result.outcome}.`);
    // A dispute that is refused is on record already.
    return decided.decision === "disputed" ? undefined : whyOperationRefused(steps, result.refusals);
  }

  async function readAgain({ payout, ...before }: Books, refusal: OperationRefusal): Promise<Books> {
    const item = await ledger.get(paymentKey(cell, payout.id));
    const outcome = await ledger.get(payoutOutcomeKey(cell, payout.id));
    const books = { payout: item === undefined ? payout : paymentFrom(item), outcome, ...traceOf(before) };
    if (refusal.means === "limited") throw new Limited("The ledger knows a newer epoch.");
    if (refusal.means === "striped") return { ...books, stripe: Number(payout.at % BigInt(refusal.stripes)) };
    if (refusal.means !== "isolated") return books;
    const copy = await control.refreshLease();
    if (copy !== undefined && isOver(refusal.share, copy.lease.sent)) return { ...books, ends: refusal.share };
    throw new Limited("The account is counted in isolation.");
  }

  return {
    async record(payout, end, traceparent) {
      // Nothing is read first: a payout that is as it was begun needs no more than the write's own conditions.
      let books: Books = { payout, ...(traceparent === undefined ? {} : { traceparent }) };
      for (let decision = 0; decision < DECISIONS_MAX; decision += 1) {
        const refusal = await attempt(books, end);
        if (refusal === undefined) return;
        books = await readAgain(books, refusal);
      }
      throw new Error("Others write to the same payout all along.");
    },
    sweep: () => sweepPayouts({ cell, ledger, payouts, clock }),
  };
}
