import { asksFor, eventsOf, storedAnswer, type HistoryChecker } from "./history-view.ts";

/** One key, one payment: whatever was retried, wherever. */
export const onePaymentPerKey: HistoryChecker = {
  name: "one-payment-per-key",
  claim: "The answers to one tenant, account and idempotency key name one payment.",
  holds: "always",
  harm: "doubleCharged",
  check: ({ keys }) =>
    keys.flatMap(({ scope, attempts }) => {
      if (asksFor(attempts[0].invoke.path) !== "payment") return [];
      const accepted = attempts.filter((attempt) => storedAnswer(attempt)?.accepted === true);
      const payments = new Set(accepted.map((attempt) => storedAnswer(attempt)?.reply.payment));
      if (payments.size <= 1) return [];
      const fault = `${scope} was acknowledged as ${payments.size} payments: ${[...payments].join(", ")}.`;
      return [{ fault, items: [], events: accepted.flatMap(eventsOf) }];
    }),
};
