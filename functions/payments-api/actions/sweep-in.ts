import type { AccountId } from "../../domain/ids.ts";
import { stripeKey } from "../../domain/keys.ts";
import { amountOn, numbersUpTo, sweepStripe } from "../../domain/stripes.ts";
import { undecided, type Deps, type HomeCapacity } from "../deps.ts";

/** Sweeps what an account's stripes hold into its balance; false when they held nothing. */
export async function sweepIn(
  account: AccountId,
  stripes: number,
  { standing, mayAttempt }: HomeCapacity,
  { stores: { ledger } }: Deps,
): Promise<boolean> {
  const rows = await Promise.all(
    numbersUpTo(stripes).map(async (stripe) => ({ stripe, row: await ledger.get(stripeKey(account, stripe)) })),
  );
  const holding = rows.filter(({ row }) => amountOn(row) > 0n);
  for (const { stripe, row = {} } of holding) {
    const result = await ledger.commit(sweepStripe(account, stripe, row, standing.at), mayAttempt);
    // Refused: another sweep took it, which is as good.
    if (result.outcome !== "committed" && result.outcome !== "refused") throw undecided(result.outcome);
  }
  return holding.length > 0;
}
