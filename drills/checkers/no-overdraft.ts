import type { Checker } from "./checker.ts";
import { balancesIn, figureOf, subjectOf, textOf } from "./ledger-view.ts";

/** Settlement accounts alone have no floor: they are where money comes in. */
export const noOverdraft: Checker = {
  name: "no-overdraft",
  claim: "No account is below its limit.",
  check: ({ truth }) =>
    balancesIn(truth)
      .filter(({ item }) => figureOf(item, "available") < 0n && textOf(item, "floor") !== "none")
      .map((balance) => ({
        fault: `${subjectOf(balance.key)} is ${-figureOf(balance.item, "available")} below its limit.`,
        items: [balance],
      })),
};
