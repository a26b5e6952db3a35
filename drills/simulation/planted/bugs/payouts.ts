import type { PlantedBug } from "../bug.ts";

/** Mistakes in carrying a payout to its end, with a bank that is slow, silent, wrong or somebody else. */
export const payoutBugs: readonly PlantedBug[] = [
  {
    name: "sent-again-without-asking",
    story: "A bank takes a payout and its answer is lost: it is sent again, and nobody has asked the bank before.",
    file: "functions/domain/payout-saga.ts",
    find: `return rest({ ...saga, step: "asking", asks: 0 }, QUARANTINE_MS);`,
    replace: `return rest({ ...saga, step: "submitting", asks: 0 }, QUARANTINE_MS);`,
  },
  {
    name: "accepted-is-settled",
    story: "A bank takes a payout on and rejects it later: it was settled as soon as it was taken on.",
    file: "functions/domain/payout-saga.ts",
    find: `return askLater({ ...saga, step: "waiting" });`,
    replace: `return terminal(saga, { end: "settled" });`,
  },
  {
    name: "settled-on-an-unknown-status",
    story: "A bank answers with a status that is in no list, of a payout that it has rejected: it counts as paid.",
    file: "functions/bank-connector/app.ts",
    find: `return unknown("status_unknown");`,
    replace: `return { answer: "settled" };`,
  },
  {
    name: "another-payouts-answer",
    story: "A bank answers about another payment than it was asked about: its word is taken for this one's.",
    file: "functions/bank-connector/app.ts",
    find: `return isOurs ? answerOf(report.value.status) : unknown("answer_malformed");`,
    replace: `return isOurs || report.ok ? answerOf(report.value.status) : unknown("answer_malformed");`,
  },
  {
    name: "call-back-believed-unsigned",
    story: "Somebody without the bank's key says that a payout was rejected: it is given back, and the bank pays it.",
    file: "functions/bank-connector/app.ts",
    find: `if (again !== "valid") return refuse("signature_invalid");`,
    replace: `if (again === "key_unknown") return refuse("signature_invalid");`,
  },
  {
    name: "contradiction-shrugged-off",
    story: "A bank says that it has paid, and then that it has not: the second word counts as the first said twice.",
    file: "functions/domain/payouts.ts",
    find: `if (before.end === end.end) return { decision: "done" };`,
    replace: `if (before.end !== undefined) return { decision: "done" };`,
  },
  {
    name: "nobody-waits-nobody-hears",
    story: "A bank contradicts itself when the saga waits no more: it is thanked, and what it said is let fall.",
    file: "functions/bank-connector/call-backs.ts",
    find: `if (end !== undefined) await startEnding(`,
    replace: `if (end !== undefined && token === undefined) await startEnding(`,
  },
  {
    name: "execution-by-its-message",
    story: "A payout's message comes twice, or a sweep finds it: a second saga of it begins, under the message's name.",
    file: "functions/bank-connector/starting.ts",
    find: `await executions.start(payout.id, {`,
    replace: "await executions.start(`${payout.id}-${messageId}`, {",
  },
  {
    name: "parked-counts-as-over",
    story: "The books refuse to give a payout back until its saga is parked: the machine takes that for its end.",
    file: "functions/bank-connector/saga.ts",
    find: `return { ...course, go: "park" };`,
    replace: `return { ...course, go: "end" };`,
  },
  {
    name: "outcome-not-kept",
    story: "A payout that was settled is rejected later: nobody kept how it had ended, and the books stop over it.",
    file: "functions/domain/payouts.ts",
    find: `{ write: "put", key: payoutOutcomeKey(standing.cell, id), item: kept },`,
    replace: ``,
  },
  {
    name: "verdict-forgotten",
    story: "A connector screens a payout, sends it and dies: its verdict is there, and the next one sends it again.",
    file: "functions/domain/payout-saga.ts",
    find: `if (again === true) return rest(`,
    replace: `if (again === undefined && saga.failures < 0) return rest(`,
  },
];
