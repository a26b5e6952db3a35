import { eventsOf, type HistoryChecker } from "./history-view.ts";

/** A minute: within it the platform is to be as good as before (issue 5, figures). */
const PROGRESS_WITHIN_MS = 60_000;

/** A fault that is gone must not be felt for ever. */
export const progressAfterHeal: HistoryChecker = {
  name: "progress-after-heal",
  claim: "Every key that is tried after heal gets its answer for good within the bound.",
  holds: "afterHeal",
  harm: "other",
  check({ keys, bounds, endedAt }) {
    const { healedAt, progressWithinMs = PROGRESS_WITHIN_MS } = bounds;
    if (healedAt === undefined) return [];
    return keys.flatMap(({ scope, attempts }) => {
      const after = attempts.filter(({ invoke }) => invoke.at >= healedAt);
      const [first] = after;
      if (first === undefined || first.invoke.at + progressWithinMs > endedAt) return [];
      const answered = after.some(
        ({ outcome }) => outcome?.type === "ok" && outcome.at <= first.invoke.at + progressWithinMs,
      );
      if (answered) return [];
      const tried = `${scope} was tried ${after.length} times after heal`;
      const fault = `${tried} and got no answer within ${progressWithinMs} ms.`;
      return [{ fault, items: [], events: after.flatMap(eventsOf) }];
    });
  },
};
