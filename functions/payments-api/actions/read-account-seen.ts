import type { AccountId } from "../../domain/ids.ts";
import { balanceKey, standInKey } from "../../domain/keys.ts";
import type { AccountSeen, StandInStanding } from "../../domain/allowance.ts";
import type { PayingDeps } from "../deps.ts";
import { together } from "../../stores/together.ts";

/** What this cell's replica has of an account that it stands in for. */
export async function readAccountSeen(
  account: AccountId,
  { cell, home, others }: StandInStanding,
  { stores: { ledger } }: PayingDeps,
): Promise<AccountSeen> {
  const thirdCells = others.filter((other) => other !== home);
  const [balance, own, ...rows] = await together([
    ledger.get(balanceKey(account)),
    ledger.get(standInKey(cell, account)),
    ...thirdCells.map((third) => ledger.get(standInKey(third, account))),
  ]);
  return { balance, own, thirds: thirdCells.map((third, index) => ({ cell: third, row: rows[index] })) };
}
