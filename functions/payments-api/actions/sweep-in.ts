import type { AccountId } from "../../domain/ids.ts";
import { stripeKey } from "../../domain/keys.ts";
import { amountOn, numbersUpTo, sweepStripe } from "../../domain/stripes.ts";
import type { PayingDeps, HomeCapacity } from "../deps.ts";
import { commit } from "./commit.ts";
import { together } from "../../stores/together.ts";

/** Sweeps what an account's stripes hold into its balance; false when they held nothing. */
export async function sweepIn(
  account: AccountId,
  stripes: number,
  capacity: HomeCapacity,
  deps: PayingDeps,
): Promise<boolean> {
  const rows = await together(
    numbersUpTo(stripes).map(async (stripe) => ({
      stripe,
      row: await deps.stores.ledger.get(stripeKey(account, stripe)),
    })),
  );
  const holding = rows.filter(({ row }) => amountOn(row) > 0n);
  for (const { stripe, row = {} } of holding) {
    // Refused: another sweep took it, which is as good.
    await commit(sweepStripe(account, stripe, row, capacity.standing.at), capacity, deps);
  }
  return holding.length > 0;
}
