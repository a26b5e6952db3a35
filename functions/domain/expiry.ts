import { withoutShare, type BalanceClause, type Standing } from "./balances.ts";
import { toItem, type OperationEntry, type PaymentEntry } from "./entries.ts";
import { putEvent } from "./events.ts";
import { lengthPrefixedHash, type CellName, type OperationId, type PaymentId } from "./ids.ts";
import { balanceKey, holdKey, operationKey, paymentKey, type LedgerKey } from "./keys.ts";
import { clause, firstBroken, type Item, type LedgerWrite, type Refusal } from "./ledger-write.ts";
import { reversalIdOf } from "./reversals.ts";
import { invariant } from "./result.ts";

/** What the home reads before it ends an authorization. */
export interface ExpiryRead {
  readonly hold: Item;
  readonly payment: PaymentEntry;
  /** What the home did about it. */
  readonly operations: readonly OperationEntry[];
  /** What other cells did about it or queued, as far as it has arrived here. */
  readonly elsewhere: readonly { readonly writer: CellName; readonly entry: OperationEntry }[];
}

/** What becomes of a hold whose time is over. */
export type Expiry =
  /** It was ended by something else. */
  | { readonly decision: "done" }
  /** Not yet: its time is not over, or what a stand-in did about it in time has to be absorbed first. */
  | { readonly decision: "wait" }
  | { readonly decision: "write"; readonly writes: readonly LedgerWrite<ExpiryClause>[] };

/** Why a write of an expiry was refused. */
export type ExpiryClause = BalanceClause | "unchanged";

/** The id of an authorization's expiry, the same whoever computes it. */
export function expiryIdOf(payment: PaymentId): OperationId {
  return `op_${lengthPrefixedHash(["expiry", payment])}` as OperationId; // built in the form that its parser accepts
}

/**
 * Ends an authorization whose time is over and gives back what it still holds. It demands of payment and hold just what
 * a capture demands, so that of the two exactly one is done.
 */
export function decideExpiry(read: ExpiryRead, standing: Standing): Expiry {
  const { hold, payment } = read;
  const { state, remaining, expiresAt } = hold;
  if (state !== "open" || payment.state !== "authorized") return { decision: "done" };
  invariant(typeof remaining === "bigint" && typeof expiresAt === "bigint", "a hold is whole");
  if (expiresAt > standing.at || isAwaited(read, expiresAt)) return { decision: "wait" };
  const { id, source, payee, tenant, currency, captured, refundable, request } = payment;
  const operation = expiryIdOf(id);
  const names = { kind: "expiry", id: operation, payment: id, tenant, source, payee } as const;
  const figures = { amount: remaining, currency, postings: [], request, at: standing.at } as const;
  const entry: OperationEntry = { ...names, ...figures, state: "completed" };
  const told = { account: source, tenant, payment: id, operation, amount: remaining, at: standing.at };
  return {
    decision: "write",
    writes: [
      { write: "put", key: operationKey(standing.cell, id, operation), item: toItem(entry) },
      {
        write: "update",
        key: paymentKey(standing.cell, id),
        require: [
          clause("unchanged", { field: "state", is: "=", value: "authorized" }),
          clause("unchanged", { field: "captured", is: "=", value: captured }),
          clause("unchanged", { field: "refundable", is: "=", value: refundable }),
        ],
        set: { state: captured > 0n ? "captured" : "expired" },
      },
      {
        write: "update",
        key: holdKey(standing.cell, source, id),
        require: [
          clause("unchanged", { field: "state", is: "=", value: "open" }),
          clause("unchanged", { field: "remaining", is: "=", value: remaining }),
          clause("unchanged", { field: "expiresAt", is: "<=", value: standing.at }),
        ],
        set: { state: "expired" },
        add: { remaining: -remaining },
        remove: ["due", "dueAt"],
      },
      giveBack(payment, remaining, standing, operation),
      putEvent({ ...told, type: "authorization.expired" }),
    ],
  };
}

/** Takes a hold out of what is due: it was ended otherwise, or only its account's home can end it. */
export function strikeHold(key: LedgerKey): LedgerWrite<"unchanged"> {
  const require = [clause("unchanged", { field: "due", is: "present" })] as const;
  return { write: "update", key, require, remove: ["due", "dueAt"] };
}

/** What a refused expiry means: something has changed, an isolated share stands in the way, or it has to wait. */
export type ExpiryRefusal =
  | { readonly means: "changed" | "limited" }
  | { readonly means: "not_isolated"; readonly old: Item };

/** Reads from the first item that refused an expiry what the refusal means. */
export function whyExpiryRefused(
  writes: readonly LedgerWrite<ExpiryClause>[],
  [{ index, old }]: readonly [Refusal, ...Refusal[]],
): ExpiryRefusal {
  const write = writes[index];
  const broken = write?.write === "update" ? firstBroken(write.require, old) : undefined;
  if (broken === "not_isolated" && old !== undefined) return { means: "not_isolated", old };
  return { means: broken === "epoch" || broken === "exists" ? "limited" : "changed" };
}

/** A stand-in's capture or void from before the end that the home has not taken in yet. */
function isAwaited({ operations, elsewhere }: ExpiryRead, expiresAt: bigint): boolean {
  const known = new Set(operations.map(({ id }) => id));
  return elsewhere.some(({ writer, entry: { kind, id, payment, at } }) => {
    if (at >= expiresAt || (kind !== "capture" && kind !== "void")) return false;
    return !known.has(id) && !known.has(reversalIdOf(payment, writer, id));
  });
}

function giveBack(
  { source }: PaymentEntry,
  remaining: bigint,
  standing: Standing,
  last: OperationId,
): LedgerWrite<ExpiryClause> {
  const share = withoutShare(standing);
  return {
    write: "update",
    key: balanceKey(source),
    require: [
      clause("exists", { field: "status", is: "present" }),
      clause("epoch", { field: "epoch", is: "<=", value: standing.epoch }),
      ...share.require,
    ],
    set: { epoch: standing.epoch, last, at: standing.at },
    add: { held: -remaining, available: remaining, version: 1n },
    ...share.remove,
  };
}
