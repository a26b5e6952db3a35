import { homeOf, type AccountId } from "../../functions/domain/ids.ts";
import { figureOf, type JournalEntry, type StoredItem } from "./ledger-view.ts";

/** A debit of an account by one cell: what a payment took or held, or a refund took back from a payee. */
export interface Debit {
  readonly account: string;
  readonly currency: string;
  readonly payment: string;
  readonly operation?: string;
  readonly amount: bigint;
  /** The epoch under which it was made; undefined where the entry does not say. */
  readonly epoch: bigint | undefined;
  /** Milliseconds since the epoch, by the writer's clock. */
  readonly at: bigint;
  /** Made without a lease, out of the share that the home keeps back for that. */
  readonly isolated: boolean;
  readonly stored: StoredItem;
}

/** The debits that a cell made on its own account: what its `debited` counts, in the order of its clock. */
export function debitsByHome(journal: readonly JournalEntry[]): ReadonlyMap<string, readonly Debit[]> {
  return grouped(journal.flatMap((recorded) => ownDebit(recorded)));
}

/** The debits that stand-ins made on accounts of other homes, by `cell account`, in the order of each cell's clock. */
export function debitsByStandIn(journal: readonly JournalEntry[]): ReadonlyMap<string, readonly Debit[]> {
  const debits = journal.flatMap((recorded) => {
    const { entry, writer } = recorded;
    if (entry.kind !== "payment" || homeOf(entry.source) === writer || entry.state === "declined") return [];
    return [{ ...debitOf(recorded, entry.source, entry.amount), account: `${writer} ${entry.source}` }];
  });
  return grouped(debits);
}

function ownDebit(recorded: JournalEntry): readonly Debit[] {
  const { entry, writer } = recorded;
  if (entry.kind === "payment") {
    // A copy was debited by the stand-in; absorbing it is no debit of the home's.
    if (entry.origin !== undefined || entry.state === "declined" || homeOf(entry.source) !== writer) return [];
    return [debitOf(recorded, entry.source, entry.amount)];
  }
  // A capture takes what its authorization held, and a reversal what the platform lays out: neither is a debit anew.
  if (entry.kind !== "refund" && entry.kind !== "half") return [];
  return (
    entry.postings
      .filter(({ account, amount }) => amount < 0n && account.startsWith("acc_"))
      // The payee's account, by the name that postings have for it.
      .map(({ account, amount }) => debitOf(recorded, account as AccountId, -amount))
  );
}

function debitOf({ entry, stored }: JournalEntry, account: AccountId, amount: bigint): Debit {
  const operation = entry.kind === "payment" ? undefined : entry.kind === "half" ? entry.operation : entry.id;
  return {
    account,
    currency: entry.currency,
    payment: entry.kind === "payment" ? entry.id : entry.payment,
    ...(operation === undefined ? {} : { operation }),
    amount,
    epoch: typeof stored.item["epoch"] === "bigint" ? figureOf(stored.item, "epoch") : undefined,
    at: entry.at,
    isolated: stored.item["isolated"] === true,
    stored,
  };
}

function grouped(debits: readonly Debit[]): ReadonlyMap<string, readonly Debit[]> {
  const byAccount = new Map<string, Debit[]>();
  for (const debit of debits) {
    const known = byAccount.get(debit.account);
    if (known === undefined) byAccount.set(debit.account, [debit]);
    else known.push(debit);
  }
  for (const list of byAccount.values()) list.sort(earlierFirst);
  return byAccount;
}

/** By clock, and among equals by id, so that the same state always lists the same. */
function earlierFirst(one: Debit, other: Debit): number {
  if (one.at !== other.at) return one.at < other.at ? -1 : 1;
  return one.payment < other.payment ? -1 : 1;
}
