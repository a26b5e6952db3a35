import type { Checker } from "./checker.ts";
import { sortOf, textOf } from "./ledger-view.ts";

/** A tenant that was told to wait hears what came of it. */
export const queuedEndsInEvent: Checker = {
  name: "queued-ends-in-event",
  claim: "Every operation that a stand-in queued has ended in an event.",
  holds: "afterHeal",
  harm: "lost",
  check({ truth, journal }) {
    const told = new Set(
      truth.filter(({ key }) => sortOf(key) === "event").map(({ item }) => textOf(item, "operation")),
    );
    return journal.flatMap(({ stored, entry }) => {
      if (entry.kind === "payment" || entry.kind === "half" || entry.queued === undefined) return [];
      if (told.has(entry.id)) return [];
      return [{ fault: `${entry.id} on ${entry.payment} was queued, and no event tells its end.`, items: [stored] }];
    });
  },
};
