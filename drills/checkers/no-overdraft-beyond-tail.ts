import type { Checker } from "./checker.ts";
import { overdraftsIn } from "./tail.ts";

/** What a stand-in could not know of may overdraw an account; nothing else may. */
export const noOverdraftBeyondTail: Checker = {
  name: "no-overdraft-beyond-tail",
  claim: "No account is, or ever was, below its limit by more than its unreplicated tail.",
  holds: "always",
  harm: "overdrawnBeyondTail",
  check: (ledger) =>
    overdraftsIn(ledger)
      .filter(({ beyond }) => beyond > 0n)
      .map(({ account, below, tail, balance }) => ({
        fault: `${account} is ${below} below its limit, its tail is ${tail}.`,
        items: [balance],
      })),
};
