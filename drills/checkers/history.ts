import type { Finding } from "./checker.ts";
import { acknowledgedIsKept } from "./history/acknowledged-is-kept.ts";
import { answersWhatWasAsked } from "./history/answers-what-was-asked.ts";
import { freshReadsMonotone } from "./history/fresh-reads-monotone.ts";
import { viewHistory, type HistoryBounds, type HistoryChecker } from "./history/history-view.ts";
import { onePaymentPerKey } from "./history/one-payment-per-key.ts";
import { progressAfterHeal } from "./history/progress-after-heal.ts";
import { every202IsTold } from "./history/every-202-is-told.ts";
import { sameKeySameAnswer } from "./history/same-key-same-answer.ts";
import type { HistoryEvent } from "./history-event.ts";
import { viewLedger, type LedgerState, type LedgerView } from "./ledger-view.ts";

/** The invariants that a history shows, in the order in which they are told. */
export const historyCheckers: readonly HistoryChecker[] = [
  acknowledgedIsKept,
  sameKeySameAnswer,
  answersWhatWasAsked,
  onePaymentPerKey,
  every202IsTold,
  freshReadsMonotone,
  progressAfterHeal,
];

/** Holds what clients were told against the state that all ended in, after heal. */
export function checkHistory(
  history: readonly HistoryEvent[],
  finalState: LedgerState,
  bounds: HistoryBounds = {},
): readonly Finding[] {
  return checkHistoryOf(history, viewLedger(finalState), bounds);
}

/** The same with a state that was read before. */
export function checkHistoryOf(
  history: readonly HistoryEvent[],
  ledger: LedgerView,
  bounds: HistoryBounds,
): readonly Finding[] {
  const view = viewHistory(history, ledger, bounds);
  return historyCheckers.map((checker) => ({ checker, breaches: checker.check(view) }));
}
