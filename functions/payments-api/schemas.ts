import * as v from "valibot";
import { EVENT_TYPES } from "../domain/events.ts";
import { parseAccountId, parseOperationId, parsePaymentId } from "../domain/ids.ts";
import { AMOUNT_MAX, parseCurrency } from "../domain/money.ts";
import { STRIPES_MAX } from "../domain/stripes.ts";

/** An account id. */
export const accountId = branded(parseAccountId, "is not an account id (acc_{cell}_{32 hex digits})");
/** A payment id. */
export const paymentId = branded(parsePaymentId, "is not a payment id (pay_{cell}_{32 hex digits})");
const operationId = branded(parseOperationId, "is not an operation id (op_{32 hex digits})");
const currency = branded(parseCurrency, "is not an active ISO 4217 code");

/** Whole minor units that move: 1 to 2^53-1. */
const amount = minorUnits(1, "must be greater than zero");

/** Whole minor units that stand: any sign. */
const figure = v.pipe(v.number(), v.integer());
/** No part of a beneficiary is longer as people write it; its own parser says what is wrong with it. */
const WRITTEN_MAX = 560;
const timestamp = v.pipe(v.string(), v.isoTimestamp());

/** The body that opens an account. */
export const openingBody = v.strictObject({
  currency,
  kind: v.optional(
    v.picklist(["customer", "settlement", "rails"], 'must be "customer", "settlement" or "rails"'),
    "customer",
  ),
  overdraft_limit: v.optional(minorUnits(0, "must not be negative"), 0),
  stripes: v.optional(
    v.pipe(
      v.number("must be a whole number"),
      v.integer("must be a whole number"),
      v.minValue(0, "must not be negative"),
      v.maxValue(STRIPES_MAX, `must not exceed ${STRIPES_MAX}`),
    ),
  ),
});

/** The body that makes a payment. */
export const paymentBody = v.strictObject({
  payee: accountId,
  amount,
  currency,
  capture: v.optional(v.picklist(["automatic", "manual"], 'must be "automatic" or "manual"'), "automatic"),
  expires_in: v.optional(
    v.pipe(
      v.number("must be whole seconds"),
      v.integer("must be whole seconds"),
      v.minValue(60, "must be at least a minute"),
      v.maxValue(31 * 24 * 3600, "must be at most 31 days"),
    ),
  ),
  reference: v.optional(v.pipe(v.string("must be text"), v.minLength(1, "must not be empty"), v.maxLength(140))),
});

/** The body that pays out to an account at another bank: by its IBAN, or by its routing and account number. */
export const payoutBody = v.strictObject({
  amount,
  currency,
  beneficiary: v.strictObject({
    name: v.pipe(v.string("must be text"), v.maxLength(WRITTEN_MAX)),
    iban: v.optional(v.pipe(v.string("must be text"), v.maxLength(WRITTEN_MAX))),
    routing_number: v.optional(v.pipe(v.string("must be text"), v.maxLength(WRITTEN_MAX))),
    account_number: v.optional(v.pipe(v.string("must be text"), v.maxLength(WRITTEN_MAX))),
  }),
  reference: v.optional(v.pipe(v.string("must be text"), v.minLength(1, "must not be empty"), v.maxLength(140))),
});

/** The body that captures what a payment authorized. */
export const captureBody = v.strictObject({ amount: v.optional(amount), final: v.optional(v.boolean(), true) });
/** The body of a void, or of closing an account: nothing. */
export const emptyBody = v.strictObject({});
/** The body that refunds a payment. */
export const refundBody = v.strictObject({ amount: v.optional(amount) });

const freshness = { as_of: timestamp, stale: v.boolean() };
const page = { has_more: v.boolean(), next_cursor: v.nullable(v.string()) };

/** An account as answered. */
export const accountReply = v.object({
  object: v.literal("account"),
  id: accountId,
  home_cell: v.string(),
  currency,
  kind: v.picklist(["customer", "settlement", "rails"]),
  status: v.picklist(["open", "closed"]),
  overdraft_limit: figure,
  stripes: figure,
  opened_at: timestamp,
});

/** A balance as answered. */
export const balanceReply = v.object({
  object: v.literal("balance"),
  account: accountId,
  currency,
  posted: figure,
  // Not of the past: what was held back then is in no entry.
  available: v.optional(figure),
  held: v.optional(figure),
  at: v.optional(timestamp),
  ...freshness,
});

const operationStates = ["queued", "completed", "processing", "returned", "refused", "reversed", "declined"] as const;

/** A capture, void or refund as answered; an expiry or a reversal is the platform's own. */
export const operationReply = v.object({
  object: v.picklist(["capture", "void", "refund", "expiry", "reversal"]),
  id: operationId,
  payment: paymentId,
  // Of a queued operation, only what was asked for.
  amount: v.optional(figure),
  currency,
  state: v.picklist(operationStates),
  created_at: timestamp,
});

/** Where a payment can stand. */
export const paymentState = v.picklist(
  ["completed", "processing", "authorized", "captured", "voided", "expired", "returned", "reversed", "declined"],
  "is no state of a payment",
);

/** A payment as answered. */
export const paymentReply = v.object({
  object: v.literal("payment"),
  id: paymentId,
  source: accountId,
  payee: accountId,
  amount,
  currency,
  capture: v.picklist(["automatic", "manual"]),
  state: paymentState,
  captured: figure,
  refundable: figure,
  created_at: timestamp,
  expires_at: v.optional(timestamp),
  code: v.optional(v.string()),
  operations: v.optional(v.array(operationReply)),
  as_of: v.optional(timestamp),
  stale: v.optional(v.boolean()),
});

/** A payout as answered; whom it pays is never repeated. */
export const payoutReply = v.object({
  object: v.literal("payout"),
  id: paymentId,
  account: accountId,
  amount,
  currency,
  state: v.picklist(["processing", "settled", "rejected", "declined"]),
  created_at: timestamp,
  /** By whom it was rejected, and a bank's reason (ISO 20022 ExternalStatusReason1Code). */
  rejection: v.optional(
    v.object({ by: v.picklist(["bank", "screening", "operator"]), reason: v.optional(v.string()) }),
  ),
  code: v.optional(v.string()),
  as_of: v.optional(timestamp),
  stale: v.optional(v.boolean()),
});

/** Something that happened to an account, as answered. */
const eventReply = v.object({
  object: v.literal("event"),
  id: v.string(),
  type: v.picklist(EVENT_TYPES),
  account: accountId,
  payment: v.optional(paymentId),
  operation: v.optional(operationId),
  amount: v.optional(figure),
  created_at: timestamp,
});

/** A page of an account's events as answered, the newest last. */
export const eventsReply = v.object({ data: v.array(eventReply), ...page });
/** A page of all of a tenant's events, in the order in which the cell learned of them. */
export const tenantEventsReply = v.object({ data: v.array(eventReply), ...page, ...freshness });
/** A page of payments as answered, the newest last. */
export const paymentsReply = v.object({ data: v.array(paymentReply), ...page, ...freshness });

/** What was booked on an account, as answered; an amount is below zero where it was debited. */
export const entryReply = v.object({
  object: v.literal("entry"),
  id: v.string(),
  account: accountId,
  amount: figure,
  currency,
  kind: v.string(),
  payment: paymentId,
  operation: v.optional(operationId),
  counterparty: v.optional(accountId),
  booked_at: timestamp,
});
/** A page of entries as answered, the newest last. */
export const entriesReply = v.object({ data: v.array(entryReply), ...page, ...freshness });

/** A statement as answered; `closed` once its month is over. */
export const statementReply = v.object({
  object: v.literal("statement"),
  account: accountId,
  month: v.string(),
  currency,
  from: timestamp,
  to: timestamp,
  opening: figure,
  closing: figure,
  closed: v.boolean(),
  entries: v.array(entryReply),
  ...page,
  ...freshness,
});

/** A payment batch as answered. */
export const batchReply = v.object({
  object: v.literal("payment_batch"),
  id: v.string(),
  message_id: v.string(),
  debtor: accountId,
  counts: v.object({
    total: figure,
    completed: figure,
    processing: figure,
    declined: figure,
    rejected: figure,
    retry: figure,
  }),
  lines: v.array(
    v.object({
      index: figure,
      end_to_end_id: v.string(),
      payment: v.nullable(paymentId),
      status: v.picklist(["completed", "processing", "declined", "rejected", "retry"]),
      code: v.optional(v.string()),
    }),
  ),
});

function minorUnits(least: number, otherwise: string) {
  return v.pipe(
    v.number("must be a whole number of minor units"),
    v.integer("must be a whole number of minor units, without decimals"),
    v.minValue(least, otherwise),
    v.maxValue(Number(AMOUNT_MAX), `must not exceed ${AMOUNT_MAX}`),
  );
}

function branded<Id extends string>(
  parse: (text: string) => { readonly ok: true; readonly value: Id } | { readonly ok: false },
  message: string,
) {
  return v.pipe(
    v.string("must be text"),
    v.rawTransform<string, Id>(({ dataset, addIssue, NEVER }) => {
      const parsed = parse(dataset.value);
      if (parsed.ok) return parsed.value;
      addIssue({ message });
      return NEVER;
    }),
  );
}
