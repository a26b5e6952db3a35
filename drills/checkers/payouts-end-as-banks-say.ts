import { homeOf } from "../../functions/domain/ids.ts";
import { payoutOutcomeKey } from "../../functions/domain/keys.ts";
import type { Breach, Checker } from "./checker.ts";
import { textOf, type LedgerView } from "./ledger-view.ts";
import type { BankPayment, BankVerdict } from "./payout-books.ts";
import { payoutsIn, type KnownPayout } from "./payouts-in.ts";

/** What a bank has paid is settled, what it has rejected is given back, and what it contradicts is put on record. */
export const payoutsEndAsBanksSay: Checker = {
  name: "payouts-end-as-banks-say",
  claim:
    "A payout is settled where its bank has paid it and given back where the bank or the screening has rejected it, " +
    "never both; the opposite of its end, once heard, is kept as a dispute, or waits for somebody.",
  holds: "afterHeal",
  harm: "lost",
  check: (ledger) => payoutsIn(ledger).flatMap((payout) => wrongEnd(payout, ledger)),
};

function wrongEnd({ entry, bank, stored }: KnownPayout, ledger: LedgerView): readonly Breach[] {
  const breach = (fault: string): Breach => ({ fault: `The payout ${entry.id} ${fault}`, items: [stored] });
  const outcome = ledger.find(payoutOutcomeKey(homeOf(entry.id), entry.id))?.item ?? {};
  const end = endOf(entry.state);
  const [kept, by] = [textOf(outcome, "end"), textOf(outcome, "by")];
  if (end === undefined) return kept === "" ? [] : [breach(`has ended ${kept}, but is ${entry.state}.`)];
  if (kept !== end) return [breach(`is ${entry.state}, its outcome is ${kept === "" ? "not kept" : kept}.`)];
  if (by === "operator") return [];
  if (by === "screening") return bank === undefined ? [] : [breach("did not pass the screening, and was sent.")];
  const opposite = end === "settled" ? "rejected" : "settled";
  const denied = bank?.said.some(({ verdict, heard }) => heard && verdict === opposite) === true;
  return [
    ...(wordsOf(bank).has(end) ? [] : [breach(`has ended ${end}, its bank ${told(bank)}.`)]),
    ...(denied && !isOnRecord(entry.id, opposite, ledger)
      ? [breach(`has ended ${end}, and nothing tells that its bank said ${opposite}.`)]
      : []),
  ];
}

function endOf(state: string): "settled" | "rejected" | undefined {
  if (state === "captured") return "settled";
  return state === "voided" ? "rejected" : undefined;
}

/** Everything that a bank ever said of a payment, or would say now. */
function wordsOf(bank: BankPayment | undefined): ReadonlySet<BankVerdict> {
  return new Set(bank === undefined ? [] : [bank.verdict, ...bank.said.map(({ verdict }) => verdict)]);
}

/**
 * A dispute in the ledger; or the execution that was to write it has stopped, and is listed: that of the call back, or
 * the saga itself, which had the word for its end while another execution was booking the opposite.
 */
function isOnRecord(payment: string, said: string, { truth, state }: LedgerView): boolean {
  const stopped = state.payouts?.executions.filter(({ status }) => status === "stopped") ?? [];
  return (
    truth.some(({ key }) => key.pk.endsWith(`#rail#${payment}`) && key.sk.startsWith("dispute#")) ||
    stopped.some(({ name }) => name === payment || name.startsWith(`${payment}-${said}`))
  );
}

function told(bank: BankPayment | undefined): string {
  return bank === undefined ? "has nothing of it" : `says ${[...wordsOf(bank)].join(", ")}`;
}
