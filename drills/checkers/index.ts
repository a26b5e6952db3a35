import { balancesMatchPostings } from "./balances-match-postings.ts";
import { capturesWithinHold } from "./captures-within-hold.ts";
import type { Breach, Checker } from "./checker.ts";
import { clearingMatchesPostings } from "./clearing-matches-postings.ts";
import { clearingPairs } from "./clearing-pairs.ts";
import { entriesBalance } from "./entries-balance.ts";
import { viewLedger, type LedgerState } from "./ledger-view.ts";
import { moneyConserved } from "./money-conserved.ts";
import { noDeclineBesidePayment } from "./no-decline-beside-payment.ts";
import { noOverdraft } from "./no-overdraft.ts";
import { oneWriter } from "./one-writer.ts";
import { refundsWithinPayment } from "./refunds-within-payment.ts";
import { replicasEqual } from "./replicas-equal.ts";

/** The invariants that exist so far. */
export const checkers: readonly Checker[] = [
  entriesBalance,
  balancesMatchPostings,
  clearingMatchesPostings,
  clearingPairs,
  moneyConserved,
  noOverdraft,
  oneWriter,
  noDeclineBesidePayment,
  capturesWithinHold,
  refundsWithinPayment,
  replicasEqual,
];

/** An invariant and where a state breaks it; no breach: it holds. */
export interface Finding {
  readonly checker: Checker;
  readonly breaches: readonly Breach[];
}

/** Runs every checker over a state. */
export function auditLedger(state: LedgerState): readonly Finding[] {
  const ledger = viewLedger(state);
  return checkers.map((checker) => ({ checker, breaches: checker.check(ledger) }));
}
