import type { PlantedBug } from "../bug.ts";

/** Mistakes in taking a payment at home (design, 5). */
export const ledgerBugs: readonly PlantedBug[] = [
  {
    name: "tenant-not-judged",
    story: "A tenant pays from an account whose id it has guessed: the transaction does not ask whose account it is.",
    file: "functions/domain/balances.ts",
    find: `      clause("tenant", tenant),
      clause("open", { field: "status", is: "=", value: "open" }),`,
    replace: `      clause("open", { field: "status", is: "=", value: "open" }),`,
  },
  {
    name: "put-over-what-is-there",
    story: "A retry after a lost reply charges again: the payment is put over the one that is there.",
    file: "functions/stores/transact-items.ts",
    find: `ConditionExpression: "attribute_not_exists(pk)"`,
    replace: `ConditionExpression: "attribute_not_exists(never)"`,
  },
  {
    name: "record-outside-the-transaction",
    story:
      "The money moves in one transaction and the payment is recorded by the next: a retry in between charges again.",
    file: "functions/payments-api/actions/take-payment.ts",
    find: `    const refusals = await commitSteps(steps, capacity, deps);
`,
    replace: `    const [record, ...moves] = steps.map(({ write }) => write);
    const known = await deps.stores.ledger.get(record.key);
    if (known !== undefined) return answerFrom(paymentFrom(known), request);
    const unmoved = await commit(moves, capacity, deps);
    const refusals =
      unmoved === undefined
        ? await commit([record], capacity, deps)
        : unmoved.map(({ index, old }) => ({ index: index + 1, old }));
`,
  },
  {
    name: "funds-read-not-judged",
    story: "Two payments at once empty an account twice: what is available is not a condition of the debit.",
    file: "functions/domain/balances.ts",
    find: `{ field: "available", is: ">=", value: of.amount },`,
    replace: `{ field: "available", is: "present" },`,
  },
  {
    name: "other-body-replayed",
    story: "A key is used again with another body: the stored payment answers as if it had been asked for.",
    file: "functions/payments-api/actions/payment-answer.ts",
    find: `  if (payment.request !== request.request) return { answer: "key_reused" };
`,
    replace: "",
  },
  {
    name: "operation-replayed-for-another",
    story: "A capture's key is used again with another amount: the first capture answers as if it had been asked for.",
    file: "functions/payments-api/actions/operation-answer.ts",
    find: `  if (operation.request !== asked.request) return { answer: "key_reused" };
`,
    replace: "",
  },
  {
    name: "decline-not-stored",
    story: "A decline is answered and not stored: the same key is charged when it is sent again with funds there.",
    file: "functions/payments-api/actions/take-payment.ts",
    find: `  const refusals = await commit(storeDecline(declined, capacity.standing), capacity, deps);
`,
    replace: `  if (!capacity.mayAttempt()) throw undecided("lease_ended");
  const refusals = undefined;
`,
  },
  {
    name: "clearing-of-the-wrong-sign",
    story: "A payment to another cell lowers what this cell owes it.",
    file: "functions/domain/payments.ts",
    find: `write: clearing(cell, homeOf(payee), id, currency, amount) });`,
    replace: `write: clearing(cell, homeOf(payee), id, currency, 0n - amount) });`,
  },
  {
    name: "unknown-means-refused",
    story: "The reply of a payment is lost: the caller is told that it was declined, though it was made.",
    file: "functions/payments-api/actions/take-payment.ts",
    find: `    const refusals = await commitSteps(steps, capacity, deps);
`,
    replace: `    const refusals = await commitSteps(steps, capacity, deps).catch((problem) => {
      if (problem.code === "unavailable") return "unknown";
      throw problem;
    });
    if (refusals === "unknown") {
      const declined = declinedEntry(request, "insufficient_funds", standing);
      return { answer: "declined", payment: declined, replayed: false };
    }
`,
  },
];
