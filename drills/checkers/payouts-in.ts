import type { PaymentEntry } from "../../functions/domain/entries.ts";
import { homeOf } from "../../functions/domain/ids.ts";
import { endToEndIdOf, isPayout } from "../../functions/domain/payouts.ts";
import type { LedgerView, StoredItem } from "./ledger-view.ts";
import type { BankPayment } from "./payout-books.ts";

/** A payout as its home's ledger has it, with what its bank has of it. */
export interface KnownPayout {
  readonly stored: StoredItem;
  readonly entry: PaymentEntry;
  readonly bank: BankPayment | undefined;
}

/** The payouts of a ledger, those that were declined left out: nobody sends these. */
export function payoutsIn({ journal, state }: LedgerView): readonly KnownPayout[] {
  const banks = new Map(state.payouts?.bank.map((payment) => [payment.endToEndId, payment]));
  return journal.flatMap(({ stored, entry, writer }) => {
    if (entry.kind !== "payment" || !isPayout(entry) || entry.state === "declined") return [];
    return homeOf(entry.id) === writer ? [{ stored, entry, bank: banks.get(endToEndIdOf(entry.id)) }] : [];
  });
}
