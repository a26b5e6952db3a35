import { absorbedEqualsNet } from "./absorbed-equals-net.ts";
import { accountsAgree } from "./accounts-agree.ts";
import { balancesMatchPostings } from "./balances-match-postings.ts";
import { capturesWithinHold } from "./captures-within-hold.ts";
import type { Checker, Finding, Holds } from "./checker.ts";
import { claimsAndFences, talliesEqualFences } from "./claims-and-fences.ts";
import { clearingMatchesPostings } from "./clearing-matches-postings.ts";
import { clearingPairs } from "./clearing-pairs.ts";
import { clearingZero } from "./clearing-zero.ts";
import { closedAccountsEmpty } from "./closed-accounts-empty.ts";
import { copiesMatchOriginals } from "./copies-match-originals.ts";
import { doneBeforeQueued } from "./done-before-queued.ts";
import { entriesBalance } from "./entries-balance.ts";
import { entriesSayWhatTheyBook } from "./entries-say-what-they-book.ts";
import { holdsMatchPayments } from "./holds-match-payments.ts";
import { viewLedger, type LedgerState, type LedgerView } from "./ledger-view.ts";
import { moneyConserved } from "./money-conserved.ts";
import { noDeclineBesidePayment, noDeclineBesidePaymentAnywhere } from "./no-decline-beside-payment.ts";
import { noOverdraftBeyondTail } from "./no-overdraft-beyond-tail.ts";
import { noPersonalData } from "./no-personal-data.ts";
import { nothingUnderWay } from "./nothing-under-way.ts";
import { oneCharge, onePayout } from "./one-charge.ts";
import { oneWriter } from "./one-writer.ts";
import { payoutsEndAsBanksSay } from "./payouts-end-as-banks-say.ts";
import { payoutsLeaveOnce } from "./payouts-leave-once.ts";
import { payoutsStoppedAreListed } from "./payouts-stopped-are-listed.ts";
import { queuedEndsInEvent } from "./queued-ends-in-event.ts";
import { refundableMatches } from "./refundable-matches.ts";
import { refundsWithinPayment } from "./refunds-within-payment.ts";
import { replicasEqual } from "./replicas-equal.ts";
import { standInPositions } from "./stand-in-positions.ts";
import { tenantsApart } from "./tenants-apart.ts";
import { viewsMatchJournal } from "./views-match-journal.ts";

export { harmsIn, type Finding, type Harms } from "./checker.ts";

/** The invariants of a state, those that always hold first. */
export const checkers: readonly Checker[] = [
  entriesBalance,
  entriesSayWhatTheyBook,
  balancesMatchPostings,
  standInPositions,
  clearingMatchesPostings,
  clearingPairs,
  moneyConserved,
  accountsAgree,
  closedAccountsEmpty,
  noOverdraftBeyondTail,
  oneWriter,
  onePayout,
  copiesMatchOriginals,
  claimsAndFences,
  noDeclineBesidePayment,
  capturesWithinHold,
  holdsMatchPayments,
  refundsWithinPayment,
  tenantsApart,
  noPersonalData,
  nothingUnderWay,
  refundableMatches,
  absorbedEqualsNet,
  talliesEqualFences,
  oneCharge,
  noDeclineBesidePaymentAnywhere,
  queuedEndsInEvent,
  doneBeforeQueued,
  clearingZero,
  replicasEqual,
];

/** Those of payouts, which need the banks' books and the machines' executions besides. */
export const payoutCheckers: readonly Checker[] = [payoutsLeaveOnce, payoutsEndAsBanksSay, payoutsStoppedAreListed];

/** Runs the checkers over a state: every one of them, or with `always` only those that hold whatever is under way. */
export function auditLedger(state: LedgerState, holding: Holds = "afterHeal"): readonly Finding[] {
  return auditView(viewLedger(state), holding);
}

/** The same over a state that was read before; views are judged where they were read. */
export function auditView(ledger: LedgerView, holding: Holds): readonly Finding[] {
  const { views, payouts } = ledger.state;
  const judging = [
    ...checkers,
    ...(views === undefined ? [] : [viewsMatchJournal]),
    ...(payouts === undefined ? [] : payoutCheckers),
  ];
  return judging
    .filter(({ holds }) => holding === "afterHeal" || holds === "always")
    .map((checker) => ({ checker, breaches: checker.check(ledger) }));
}

/** Whether a ledger is at rest: nothing is under way, and no takeover is on or waits to be absorbed. */
export function isAtRest(ledger: LedgerView): boolean {
  return [nothingUnderWay, talliesEqualFences].every((checker) => checker.check(ledger).length === 0);
}
