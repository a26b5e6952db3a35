import { sortOf, subjectOf, textOf } from "../ledger-view.ts";
import { asksFor, eventsOf, storedAnswer, type HistoryChecker } from "./history-view.ts";

/** Whoever was told to wait, is told in the end. */
export const every202IsTold: HistoryChecker = {
  name: "every-202-is-told",
  claim: "Every operation that was queued with a 202 has ended in an event.",
  holds: "afterHeal",
  harm: "lost",
  check({ attempts, ledger }) {
    const told = new Set(
      ledger.truth.filter(({ key }) => sortOf(key) === "event").map(({ item }) => textOf(item, "operation")),
    );
    const queued = new Set(
      ledger.journal.flatMap(({ stored, entry }) =>
        entry.kind !== "payment" && entry.kind !== "half" && entry.queued !== undefined
          ? [`${subjectOf(stored.key)} ${entry.id}`]
          : [],
      ),
    );
    return attempts.flatMap((attempt) => {
      const answer = storedAnswer(attempt);
      if (answer?.reply.status !== 202 || asksFor(attempt.invoke.path) !== "operation") return [];
      const { payment, operation = "" } = answer.reply;
      if (told.has(operation) || !queued.has(`${payment} ${operation}`)) return [];
      return [
        {
          fault: `${operation} of ${payment} was queued; no event tells its end.`,
          items: [],
          events: eventsOf(attempt),
        },
      ];
    });
  },
};
