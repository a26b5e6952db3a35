import type { HistoryEvent } from "./history-event.ts";

/** How a bank has decided a payment, or that it has not yet. */
export type BankVerdict = "accepted" | "pending" | "settled" | "rejected";

/** A payment as a bank has it in its own books. */
export interface BankPayment {
  /** What a payout goes by on the rail. */
  readonly endToEndId: string;
  /** As it was sent: "12.50". */
  readonly amount: string;
  readonly currency: string;
  /** How often it was sent: a bank that does not look for it among what it has pays it as often. */
  readonly received: number;
  readonly verdict: BankVerdict;
  /** What the bank said of its own accord, in order, and whether it was thanked for it. */
  readonly said: readonly { readonly verdict: BankVerdict; readonly heard: boolean }[];
}

/** An execution of the machine that carries payouts, as its service lists it. */
export interface PayoutExecution {
  readonly name: string;
  readonly status: "running" | "succeeded" | "stopped";
}

/** What the ledger does not say of payouts. */
export interface StoredPayouts {
  /** The books of all banks. */
  readonly bank: readonly BankPayment[];
  readonly executions: readonly PayoutExecution[];
  /** Payouts that were acknowledged to whoever asked for them. */
  readonly acknowledged: ReadonlySet<string>;
}

/** The payouts that a history says were acknowledged: their payments. */
export function acknowledgedPayouts(history: readonly HistoryEvent[]): ReadonlySet<string> {
  const ids = history.flatMap((event) => {
    if (event.type !== "ok" || event.reply?.status !== 201) return [];
    const { object, id } = event.reply.body ?? {};
    return object === "payout" && typeof id === "string" ? [id] : [];
  });
  return new Set(ids);
}
