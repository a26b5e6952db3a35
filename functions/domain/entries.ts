import type { AccountId, CellName, OperationId, PaymentId, Tenant } from "./ids.ts";
import type { Item, Value } from "./ledger-write.ts";
import type { Amount, Currency } from "./money.ts";
import { invariant } from "./result.ts";

/** One side of an entry: an account's or a clearing row's, minor units, credits positive. */
export interface Posting {
  readonly account: string;
  readonly amount: bigint;
}

/** What another cell still has to do about an entry: it answers with a half of its own. */
export interface Due {
  readonly cell: CellName;
  readonly account: AccountId;
  readonly action: DueAction;
}

/**
 * credit: pay the payee, or send the money back. debit: take a refund from the payee, or refuse.
 * creditBack: pay the payer, who cannot refuse. release: give a refused refund's reservation back.
 * await: the home's copy of a stand-in's entry is complete once the payee's cell has answered.
 */
export type DueAction = "credit" | "debit" | "creditBack" | "release" | "await";

/** Where a payment stands, as its writer has it. */
export type PaymentState =
  | "completed"
  | "processing"
  | "authorized"
  | "captured"
  | "voided"
  | "expired"
  | "returned"
  | "reversed"
  | "declined";

/** Why a payment was refused for good; stored, so that the same key gets the same answer. */
export type DeclineCode =
  | "insufficient_funds"
  | "account_closed"
  | "currency_mismatch"
  | "payee_not_found"
  | "payee_closed"
  | "payee_currency_mismatch"
  | "duplicate_reference";

/** A payment as its writer stores it: journal entry and idempotency record. */
export interface PaymentEntry {
  readonly kind: "payment";
  readonly id: PaymentId;
  readonly tenant: Tenant;
  readonly source: AccountId;
  readonly payee: AccountId;
  readonly amount: Amount;
  readonly currency: Currency;
  readonly capture: "automatic" | "manual";
  readonly postings: readonly Posting[];
  /** Versioned HMAC of the parsed request body. */
  readonly request: string;
  readonly epoch: bigint;
  /** Milliseconds since the epoch. */
  readonly at: bigint;
  readonly state: PaymentState;
  readonly code?: DeclineCode;
  /** Minor units captured so far, and how much of that can still be refunded. */
  readonly captured: bigint;
  readonly refundable: bigint;
  /** When an authorization ends, milliseconds since the epoch. */
  readonly expiresAt?: bigint;
  /** Taken without a lease, out of the share that the home keeps back: no stand-in counted on it. */
  readonly isolated?: true;
  /** The stand-in that took it, where this is the home's copy. */
  readonly origin?: CellName;
  /** In a stand-in's own books: how often it has captured or voided it by itself, */
  readonly operated?: bigint;
  /** and that it has left the rest to the home, by queueing a capture or void: it does no more by itself. */
  readonly leftToHome?: true;
  /** Where in a trace it was written (W3C `traceparent`): what comes of it goes on there. */
  readonly traceparent?: string;
  readonly due?: Due;
}

/** Where an operation stands, as its writer has it. `queued`: accepted for the home to do. */
export type OperationState = "queued" | "completed" | "processing" | "returned" | "refused" | "reversed" | "declined";

/** Why an operation was refused for good. */
export type OperationDeclineCode =
  | "not_capturable"
  | "not_voidable"
  | "authorization_expired"
  | "capture_exceeds_authorization"
  | "nothing_to_refund"
  | "refund_exceeds_captured"
  | "insufficient_funds"
  | "account_closed"
  | "payee_closed";

/** What is done about a payment; an expiry and a reversal are the home's own doing. */
export type OperationKind = "capture" | "void" | "refund" | "expiry" | "reversal";

/** What a stand-in leaves to the home to decide. */
export interface Queued {
  /** Minor units; absent: all that is left. */
  readonly amount?: bigint;
  readonly final: boolean;
  /** How many captures and voids of the stand-in's own came before it on the same authorization; absent: none. */
  readonly after?: bigint;
}

/** What is done about a payment, as its writer stores it. */
export interface OperationEntry {
  readonly kind: OperationKind;
  readonly id: OperationId;
  readonly payment: PaymentId;
  /** Who asked for it: the payer's tenant, or for a refund the payee's. */
  readonly tenant: Tenant;
  /** The payer's tenant, where it is another one: events of the payer's account are told to that one. */
  readonly payerTenant?: Tenant;
  readonly source: AccountId;
  readonly payee: AccountId;
  readonly amount: bigint;
  readonly currency: Currency;
  readonly postings: readonly Posting[];
  readonly request: string;
  readonly at: bigint;
  readonly state: OperationState;
  readonly code?: OperationDeclineCode;
  /** The stand-in that did or queued it, where this is the home's copy; for a reversal, whose entry is reversed. */
  readonly origin?: CellName;
  /** What was asked for, where the home still has to decide it. */
  readonly queued?: Queued;
  /** Minor units of the hold that a stand-in's final capture gave back beyond its amount; the home does likewise. */
  readonly released?: bigint;
  /** Where in a trace it was written (W3C `traceparent`): what comes of it goes on there. */
  readonly traceparent?: string;
  readonly due?: Due;
}

/** What a cell did about an entry of another cell. `bounced`: credited before, so booked to the payer's home. */
export type HalfOutcome =
  | "credited"
  | "returned"
  | "bounced"
  | "debited"
  | "refused"
  | "credited_back"
  | "suspended"
  | "released";

/** A cell's answer to an entry that was due there. */
export interface HalfEntry {
  readonly kind: "half";
  readonly payment: PaymentId;
  readonly operation?: OperationId;
  /** The cell whose entry this answers. */
  readonly origin: CellName;
  readonly outcome: HalfOutcome;
  readonly amount: bigint;
  readonly currency: Currency;
  readonly postings: readonly Posting[];
  /** The request hash of what was credited: another entry under the same id with another hash is no duplicate. */
  readonly request?: string;
  readonly at: bigint;
  /** Where in a trace it was written (W3C `traceparent`): what comes of it goes on there. */
  readonly traceparent?: string;
  readonly due?: Due;
}

/** An entry of the journal. */
export type Entry = PaymentEntry | OperationEntry | HalfEntry;

/** The stored form of an entry; a due entry shows up in the sparse index by `due` and `dueAt`. */
export function toItem(entry: Entry): Item {
  const { due, postings, ...fields } = entry;
  const item: Record<string, Value> = { postings: postings.map(({ account, amount }) => ({ account, amount })) };
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) item[name] = value;
  if (due !== undefined) {
    item["due"] = due.cell;
    item["dueAt"] = new Date(Number(entry.at)).toISOString();
    item["dueAccount"] = due.account;
    item["dueAction"] = due.action;
  }
  return item;
}

/** Reads a stored entry back. Our own writes are the only source, so a foreign form is a broken ledger and throws. */
export function fromItem(item: Item): Entry {
  const { due, dueAt: _, dueAccount, dueAction, postings, ...fields } = item;
  invariant(typeof fields["kind"] === "string" && Array.isArray(postings), "an entry has a kind and postings");
  // Written by toItem alone, with the very fields of Entry.
  const entry = { ...fields, postings } as unknown as Entry;
  if (due === undefined) return entry;
  // Likewise.
  return { ...entry, due: { cell: due, account: dueAccount, action: dueAction } as unknown as Due };
}

/** What an entry keeps of the trace that it is written in. */
export function traceOf({ traceparent }: { readonly traceparent?: string }): { readonly traceparent?: string } {
  return traceparent === undefined ? {} : { traceparent };
}

/** What an entry is about: its payment, and the operation where it is one. */
export interface EntryNames {
  readonly payment: PaymentId;
  readonly operation?: OperationId;
}

/** The payment that an entry is or belongs to, and the operation that it is. */
export function namesOf(entry: PaymentEntry | OperationEntry): EntryNames {
  return entry.kind === "payment" ? { payment: entry.id } : { payment: entry.payment, operation: entry.id };
}

/** Whether an entry's debits and credits cancel out, as those of every entry must. */
export function isBalanced(postings: readonly Posting[]): boolean {
  return postings.reduce((sum, { amount }) => sum + amount, 0n) === 0n;
}
