import { formatMoney } from "../../functions/domain/money.ts";
import type { Breach, Checker } from "./checker.ts";
import { payoutsIn, type KnownPayout } from "./payouts-in.ts";

/** Money leaves for a bank as it was asked for, and no more often. */
export const payoutsLeaveOnce: Checker = {
  name: "payouts-leave-once",
  claim:
    "A bank is sent a payout once at the most, with the amount that is held for it, and nothing that nobody holds.",
  holds: "always",
  harm: "doubleCharged",
  check(ledger) {
    const known = payoutsIn(ledger);
    const sent = new Set(known.flatMap(({ bank }) => (bank === undefined ? [] : [bank.endToEndId])));
    const strangers = (ledger.state.payouts?.bank ?? []).filter(({ endToEndId }) => !sent.has(endToEndId));
    return [
      ...strangers.map(({ endToEndId }) => ({ fault: `A bank has ${endToEndId}, which no ledger holds.`, items: [] })),
      ...known.flatMap(wronglySent),
    ];
  },
};

function wronglySent({ entry, bank, stored }: KnownPayout): readonly Breach[] {
  if (bank === undefined) return [];
  const breach = (fault: string): Breach => ({ fault: `The payout ${entry.id} ${fault}`, items: [stored] });
  const asked = formatMoney(entry.amount, entry.currency);
  const paid = `${bank.amount} ${bank.currency}`;
  return [
    ...(bank.received > 1 ? [breach(`was sent ${bank.received} times.`)] : []),
    ...(asked === paid ? [] : [breach(`is about ${asked}, its bank has ${paid}.`)]),
  ];
}
