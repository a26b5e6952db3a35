import type { AccountId } from "../../domain/ids.ts";
import { balanceKey, standInKey } from "../../domain/keys.ts";
import type { AccountSeen, StandInStanding } from "../../domain/allowance.ts";
import type { PayingDeps } from "../deps.ts";
import { together } from "../../stores/together.ts";

/**
 * What this cell's replica has of an account that it stands in for. Its own row comes first: whatever that was written
 * on has arrived by then, so that nothing is decided on an older balance than the row says that was counted on.
 */
export async function readAccountSeen(
  account: AccountId,
  { cell, home, others }: StandInStanding,
  { stores: { ledger } }: PayingDeps,
): Promise<AccountSeen> {
  const thirdCells = others.filter((other) => other !== home);
  const own = await ledger.get(standInKey(cell, account));
  const [balance, ...rows] = await together([
    ledger.get(balanceKey(account)),
    ...thirdCells.map((third) => ledger.get(standInKey(third, account))),
  ]);
  return { balance, own, thirds: thirdCells.map((third, index) => ({ cell: third, row: rows[index] })) };
}
