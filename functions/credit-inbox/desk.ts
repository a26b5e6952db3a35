import { isolatedShareIn, type IsolatedShare } from "../domain/balances.ts";
import { fromItem, type HalfEntry, type OperationEntry, type PaymentEntry } from "../domain/entries.ts";
import type { CellName, PaymentId } from "../domain/ids.ts";
import { isOver } from "../domain/isolated.ts";
import { paymentPartition, type LedgerKey } from "../domain/keys.ts";
import { authorityOver, mayAttempt } from "../domain/lease.ts";
import type { CommitOutcome, Item, LedgerWrite } from "../domain/ledger-write.ts";
import { invariant } from "../domain/result.ts";
import type { StripeMemory } from "../domain/stripe-memory.ts";
import type { Clock } from "../stores/clock.ts";
import type { Control } from "../stores/control.ts";
import type { Ledger } from "../stores/ledger.ts";
import type { Metrics } from "../stores/metrics.ts";
import type { Env } from "./env.ts";

/** What everything the inbox does stands on. */
export interface Desk {
  readonly env: Pick<Env, "cell">;
  readonly ledger: Ledger;
  readonly control: Control;
  readonly clock: Clock;
  readonly stripes: StripeMemory;
  readonly metrics?: Metrics;
  /** Where in a trace what is done belongs (W3C `traceparent`). */
  readonly traceparent?: string;
}

/** What was read is decided on at most so often; then it is tried again later, when others have come to rest. */
export const DECISIONS_MAX = 4;

/** A payment as one cell has written it. */
export interface PaymentFile {
  readonly payment?: PaymentEntry;
  readonly operations: readonly OperationEntry[];
  readonly halves: readonly { readonly key: LedgerKey; readonly half: HalfEntry }[];
}

/** Reads all that a cell has written about a payment, as far as it has arrived here. */
export async function readFile(cell: CellName, payment: PaymentId, { ledger }: Desk): Promise<PaymentFile> {
  const stored = await ledger.partition(paymentPartition(cell, payment));
  const entries = stored.map(({ key, item }) => ({ key, entry: fromItem(item) }));
  const found = entries.find(({ entry }) => entry.kind === "payment")?.entry;
  return {
    ...(found?.kind === "payment" ? { payment: found } : {}),
    operations: entries.flatMap(({ entry }) => (entry.kind === "payment" || entry.kind === "half" ? [] : [entry])),
    halves: entries.flatMap(({ key, entry }) => (entry.kind === "half" ? [{ key, half: entry }] : [])),
  };
}

/** Writes something that needs no authority, since no other cell can. */
export async function write(writes: readonly LedgerWrite[], { ledger }: Desk): Promise<CommitOutcome> {
  return ledger.commit(writes, () => true);
}

/** Wall time, milliseconds since the epoch, as the ledger stores it. */
export function nowAt({ clock }: Desk): bigint {
  return BigInt(clock.now());
}

/** The epoch under which this cell may do everything for its own home; undefined while it may not. */
export async function ownEpoch({ env, control, clock }: Desk): Promise<bigint | undefined> {
  const authority = authorityOver(env.cell, env.cell, await control.lease(), momentOf(clock));
  return authority.may === "everything" ? authority.epoch : undefined;
}

/** Whether another cell serves this home, by a lease that lasts; false where nobody can tell. */
export async function isServedElsewhere({ env, control, clock }: Desk): Promise<boolean> {
  return authorityOver(env.cell, env.cell, await control.lease(), momentOf(clock)).may === "redirect";
}

/**
 * Whether an attempt of a write under this epoch may start, asked before each: a second of the lease is left, and it
 * still says the same. One that names another owner is as fresh, and ends all retries.
 */
export function mayStart(epoch: bigint, { env, control, clock }: Desk): boolean {
  const copy = control.leaseAtHand();
  const now = momentOf(clock);
  const authority = authorityOver(env.cell, env.cell, copy, now);
  const same = authority.may === "everything" && authority.epoch === epoch;
  return same && copy !== undefined && mayAttempt(copy, now);
}

/** The isolated share that stands in the way, if a lease read now shows that it is over. */
export async function endedShare(balance: Item, { control }: Desk): Promise<IsolatedShare | undefined> {
  const share = isolatedShareIn(balance);
  const copy = await control.refreshLease();
  invariant(share !== undefined, "a balance that is refused for its isolation has a share");
  return copy !== undefined && isOver(share, copy.lease.sent) ? share : undefined;
}

function momentOf(clock: Clock) {
  return { wall: clock.now(), monotonic: clock.monotonic() };
}
