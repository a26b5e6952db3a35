import type { OperationEntry, PaymentEntry } from "../domain/entries.ts";
import { homeOf, type AccountId } from "../domain/ids.ts";
import type { Item, Value } from "../domain/ledger-write.ts";
import { isPayout, payoutStateOf, type PayoutState } from "../domain/payouts.ts";
import { firstOperationState, firstState, type PaymentView } from "../domain/payment-view.ts";

import type { Freshness } from "./deps.ts";
import type { PastBalance } from "./actions/entries.ts";
import { countLines, type LineAnswer } from "../domain/payment-uploads.ts";
import type { BatchAnswer } from "./actions/pay-batch.ts";
import type { Statement } from "./actions/statement.ts";
import type { EntryRow } from "../domain/projections.ts";
import type { PayoutView } from "./actions/payouts.ts";

/** A JSON body. */
export type Body = Readonly<Record<string, unknown>>;

/** The first answer to a payment, which every replay repeats: made of what never changes. */
export function renderPayment(payment: PaymentEntry): Body {
  const state = firstState(payment);
  const taken = payment.capture === "automatic" && state !== "declined" ? payment.amount : 0n;
  const refundable = state === "completed" ? taken : 0n;
  return { ...paymentFields(payment), state, captured: Number(taken), refundable: Number(refundable) };
}

/** A payment as it stands now, with its operations, and how fresh that is. */
export function renderPaymentView(view: PaymentView, freshness: Freshness): Body {
  return { ...renderListedPayment(view), ...freshnessFields(freshness) };
}

/** The same in a list, which says for all of it how fresh it is. */
export function renderListedPayment({ payment, state, operations }: PaymentView): Body {
  return {
    ...paymentFields(payment),
    state,
    captured: Number(payment.captured),
    // A bank that has paid gives nothing back by a refund of ours.
    refundable: isPayout(payment) ? 0 : Number(payment.refundable),
    ...(payment.code === undefined ? {} : { code: payment.code }),
    operations: operations.map(({ operation, state }) => ({ ...operationFields(operation), state })),
  };
}

/**
 * The first answer to an operation, which every replay repeats: of a queued one, what was asked for, not what the home
 * has made of it since.
 */
export function renderOperation(operation: OperationEntry): Body {
  const { queued } = operation;
  const state = firstOperationState(operation);
  if (queued === undefined) return { ...operationFields(operation), state };
  const { amount: _, ...fields } = operationFields(operation);
  return { ...fields, ...(queued.amount === undefined ? {} : { amount: Number(queued.amount) }), state };
}

/** The first answer to a payout, which every replay repeats. */
export function renderPayout(payment: PaymentEntry): Body {
  return payoutFields(payment, "processing");
}

/** A payout as it stands now, and how it ended if it has. */
export function renderPayoutView({ payment, end }: PayoutView, freshness: Freshness): Body {
  const rejection =
    end?.end !== "rejected" ? undefined : { by: end.by, ...("reason" in end && { reason: end.reason }) };
  return {
    ...payoutFields(payment, end?.end ?? payoutStateOf(payment)),
    ...(rejection === undefined ? {} : { rejection }),
    ...(payment.code === undefined ? {} : { code: payment.code }),
    ...freshnessFields(freshness),
  };
}

/** An account from its stored settings. */
export function renderAccount(id: AccountId, item: Item): Body {
  return {
    object: "account",
    id,
    home_cell: homeOf(id),
    currency: item["currency"],
    kind: item["kind"],
    status: item["status"],
    overdraft_limit: minor(item["overdraftLimit"]),
    stripes: minor(item["stripes"]),
    opened_at: time(item["openedAt"]),
  };
}

/** A balance from its stored figures, and how fresh they are. */
export function renderBalance(id: AccountId, item: Item, freshness: Freshness): Body {
  return {
    object: "balance",
    account: id,
    currency: item["currency"],
    available: minor(item["available"]),
    posted: minor(item["posted"]),
    held: minor(item["held"]),
    ...freshnessFields(freshness),
  };
}

/** What an account held at a moment. */
export function renderPastBalance(id: AccountId, at: bigint, { currency, posted, freshness }: PastBalance): Body {
  const figures = { currency, posted: Number(posted), at: time(at) };
  return { object: "balance", account: id, ...figures, ...freshnessFields(freshness) };
}

/** What was booked on an account. */
export function renderEntry({
  id,
  account,
  at,
  amount,
  currency,
  kind,
  payment,
  operation,
  counterparty,
}: EntryRow): Body {
  return {
    object: "entry",
    id,
    account,
    amount: Number(amount),
    currency,
    kind,
    payment,
    ...(operation === undefined ? {} : { operation }),
    ...(counterparty === undefined ? {} : { counterparty }),
    booked_at: time(at),
  };
}

/** An account's statement of a month. */
export function renderStatement(statement: Statement, page: Body): Body {
  const { account, month, currency, from, to, opening, closing, over, entries, freshness } = statement;
  return {
    object: "statement",
    account,
    month,
    currency,
    from: time(from),
    to: time(to),
    opening: Number(opening),
    closing: Number(closing),
    closed: over,
    entries: entries.map(renderEntry),
    ...page,
    ...freshnessFields(freshness),
  };
}

/** What became of a payment file. */
export function renderBatch({ id, lines }: BatchAnswer, messageId: string, debtor: AccountId): Body {
  return {
    object: "payment_batch",
    id,
    message_id: messageId,
    debtor,
    counts: { total: lines.length, ...countLines(lines) },
    lines: renderLines(lines),
  };
}

/** What became of lines of a payment file. */
export function renderLines(lines: readonly LineAnswer[]): readonly Body[] {
  return lines.map(({ endToEndId, ...line }) => ({ ...line, end_to_end_id: endToEndId }));
}

/** How fresh an answer is, as its fields tell it. */
export function freshnessFields({ asOf, stale }: Freshness): Body {
  return { as_of: new Date(asOf).toISOString(), stale };
}

function paymentFields(payment: PaymentEntry): Body {
  const { id, source, payee, amount, currency, capture, at, expiresAt } = payment;
  return {
    object: "payment",
    id,
    source,
    payee,
    amount: Number(amount),
    currency,
    capture,
    created_at: time(at),
    ...(expiresAt === undefined ? {} : { expires_at: time(expiresAt) }),
  };
}

function payoutFields(
  { id, source, amount, currency, at }: Pick<PaymentEntry, "id" | "source" | "amount" | "currency" | "at">,
  state: PayoutState,
): Body {
  return { object: "payout", id, account: source, amount: Number(amount), currency, state, created_at: time(at) };
}

function operationFields({ kind, id, payment, amount, currency, at }: OperationEntry) {
  return { object: kind, id, payment, amount: Number(amount), currency, created_at: time(at) };
}

function minor(value: Value | undefined): number {
  return typeof value === "bigint" ? Number(value) : 0;
}

function time(value: Value | undefined): string {
  return new Date(typeof value === "bigint" ? Number(value) : 0).toISOString();
}
