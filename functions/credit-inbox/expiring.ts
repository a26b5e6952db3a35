import type { Standing } from "../domain/balances.ts";
import { decideExpiry, strikeHold, whyExpiryRefused } from "../domain/expiry.ts";
import { homeOf, type AccountId, type PaymentId } from "../domain/ids.ts";
import { holdKey, stripeKey } from "../domain/keys.ts";
import type { Item } from "../domain/ledger-write.ts";
import { sweepStripe } from "../domain/stripes.ts";
import { DECISIONS_MAX, endedShare, mayStart, nowAt, ownEpoch, readFile, write, type Desk } from "./desk.ts";
import { together } from "../stores/together.ts";

/** Ends a hold whose time is over; false when it has to wait. Only an account's home gives back what is held. */
export async function expire(account: AccountId, payment: PaymentId, desk: Desk): Promise<boolean> {
  const { env, ledger } = desk;
  const key = holdKey(env.cell, account, payment);
  let ends: Standing["ends"];
  for (let decision = 0; decision < DECISIONS_MAX; decision += 1) {
    const hold = await ledger.get(key);
    if (hold?.["due"] === undefined || !isOver(hold, desk)) return true;
    if (hold["state"] !== "open" || homeOf(account) !== env.cell) return strike(key, desk);
    const epoch = await ownEpoch(desk);
    const { payment: entry, operations } = await readFile(env.cell, payment, desk);
    if (epoch === undefined || entry === undefined) return false;
    const elsewhere = await operationsElsewhere(payment, desk);
    const standing: Standing = { cell: env.cell, epoch, at: nowAt(desk), ...(ends === undefined ? {} : { ends }) };
    const decided = decideExpiry({ hold, payment: entry, operations, elsewhere }, standing);
    if (decided.decision === "done") return strike(key, desk);
    if (decided.decision === "wait") return false;
    const result = await ledger.commit(decided.writes, () => mayStart(epoch, desk));
    if (result.outcome === "committed") return true;
    if (result.outcome !== "refused") return false;
    const refusal = whyExpiryRefused(decided.writes, result.refusals);
    if (refusal.means === "limited") return false;
    if (refusal.means === "not_isolated") {
      ends = await endedShare(refusal.old, desk);
      if (ends === undefined) return false;
    }
  }
  return false;
}

/** Sweeps a stripe into its account's balance; false when others were at it all along. */
export async function sweepIn(account: AccountId, stripe: number, desk: Desk): Promise<boolean> {
  const row = await desk.ledger.get(stripeKey(account, stripe));
  if (row === undefined) return true;
  const writes = sweepStripe(account, stripe, row, nowAt(desk));
  if (writes.length === 0) return true;
  const { outcome } = await write(writes, desk);
  // Refused: another sweep came first.
  return outcome === "committed" || outcome === "refused";
}

async function strike(key: ReturnType<typeof holdKey>, desk: Desk): Promise<boolean> {
  const { outcome } = await write([strikeHold(key)], desk);
  return outcome === "committed" || outcome === "refused";
}

function isOver({ expiresAt }: Item, desk: Desk): boolean {
  return typeof expiresAt === "bigint" && expiresAt <= nowAt(desk);
}

async function operationsElsewhere(payment: PaymentId, desk: Desk) {
  const others = (await desk.control.cells()).filter((cell) => cell !== desk.env.cell);
  const files = await together(
    others.map(async (writer) => {
      const { operations } = await readFile(writer, payment, desk);
      return operations.map((entry) => ({ writer, entry }));
    }),
  );
  return files.flat();
}
