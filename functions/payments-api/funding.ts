import type { AccountId } from "../domain/ids.ts";
import type { Currency } from "../domain/money.ts";
import { isOperatorsAccount } from "../domain/payouts.ts";
import { requireScopes } from "./context.ts";
import type { Principal } from "./tokens.ts";

/** Money enters by settlement accounts and has left by rails accounts: only an operator's token may move theirs. */
export function requireFunding(source: AccountId, currency: Currency, principal: Principal): void {
  if (isOperatorsAccount(source, currency)) requireScopes(principal, ["ops/write"]);
}
