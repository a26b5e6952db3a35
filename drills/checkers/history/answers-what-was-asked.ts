import type { Breach } from "../checker.ts";
import { eventsOf, storedAnswer, type Attempt, type HistoryChecker } from "./history-view.ts";

/** A key that was used before with another body must not get that body's answer. */
export const answersWhatWasAsked: HistoryChecker = {
  name: "answers-what-was-asked",
  claim: "An accepted answer tells the amount and the payee that its own request named, whatever its key was used for.",
  holds: "always",
  harm: "diverged",
  check: ({ keys }) => keys.flatMap(({ scope, attempts }) => attempts.flatMap((attempt) => otherIn(attempt, scope))),
};

function otherIn(attempt: Attempt, scope: string): readonly Breach[] {
  const answer = storedAnswer(attempt);
  if (answer === undefined || !answer.accepted) return [];
  const { amount, payee } = attempt.invoke;
  const body = answer.reply.body ?? {};
  return Object.entries({ amount, payee }).flatMap(([field, asked]) => {
    const told = body[field];
    if (asked === undefined || told === undefined || told === asked) return [];
    const fault = `${scope} asked for ${field} ${asked} and was told of ${JSON.stringify(told)}.`;
    return [{ fault, items: [], events: eventsOf(attempt) }];
  });
}
