import type { Checker } from "./checker.ts";
import { balancesIn, figureOf, sortOf, subjectOf, textOf } from "./ledger-view.ts";

/** Money on a closed account could not be got at; below zero it may be, since absorbing never refuses. */
export const closedAccountsEmpty: Checker = {
  name: "closed-accounts-empty",
  claim: "A closed account has no money, and its stripes are closed and empty.",
  holds: "always",
  harm: "imbalanced",
  check({ truth }) {
    const closed = balancesIn(truth).filter(({ item }) => textOf(item, "status") === "closed");
    const names = new Set(closed.map(({ key }) => subjectOf(key)));
    const stripes = truth.filter(
      ({ key }) => sortOf(key) === "acct" && key.sk.startsWith("stripe#") && names.has(subjectOf(key)),
    );
    return [
      ...closed
        .filter(({ item }) => figureOf(item, "posted") > 0n)
        .map((balance) => ({
          fault: `${subjectOf(balance.key)} is closed with ${figureOf(balance.item, "posted")} on it.`,
          items: [balance],
        })),
      ...stripes
        .filter(({ item }) => textOf(item, "status") !== "closed" || figureOf(item, "amount") !== 0n)
        .map((stripe) => ({
          fault: `${subjectOf(stripe.key)} is closed, its ${stripe.key.sk} is not, or not empty.`,
          items: [stripe],
        })),
    ];
  },
};
