import { parseAccountId, parsePaymentId, type CellName } from "../../functions/domain/ids.ts";
import { holdKey, paymentKey } from "../../functions/domain/keys.ts";
import { figureOf } from "../checkers/ledger-view.ts";
import type { Target } from "../targets/target.ts";
import type { AskedPayout } from "./load.ts";

/** How some payouts stand: how many of them there are, and of each kind. */
export interface PayoutsSeen {
  readonly taken: number;
  /** Neither settled nor rejected, all of their amount held for them. */
  readonly held: number;
  readonly settled: number;
  readonly rejected: number;
}

/** What payouts look like in their home's ledger now; those that were not taken are left out. */
export async function payoutsSeen(
  payouts: readonly AskedPayout[],
  target: Pick<Target, "items">,
): Promise<PayoutsSeen> {
  const count = { taken: 0, held: 0, settled: 0, rejected: 0 };
  for (const { home, account, amount, payout = "" } of payouts) {
    const [source, id] = [parseAccountId(account), parsePaymentId(payout)];
    if (!source.ok || !id.ok) continue;
    // The cells of a target have names that the registry's parser let through.
    const cell = home as CellName;
    const keys = [paymentKey(cell, id.value), holdKey(cell, source.value, id.value)];
    const [payment, hold] = await target.items(cell, keys);
    count.taken += 1;
    const state = payment?.["state"];
    if (state === "authorized" && figureOf(hold ?? {}, "remaining") === BigInt(amount)) count.held += 1;
    if (state === "captured") count.settled += 1;
    if (state === "voided") count.rejected += 1;
  }
  return count;
}
