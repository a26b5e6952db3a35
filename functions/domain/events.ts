import { homeOf, lengthPrefixedHash, type AccountId, type OperationId, type PaymentId, type Tenant } from "./ids.ts";
import type { LedgerKey } from "./keys.ts";
import type { Item, LedgerWrite } from "./ledger-write.ts";
import { invariant } from "./result.ts";

/** What happened to an account that its tenant has to be told: `resource.past_tense`. */
export const EVENT_TYPES = [
  "payment.duplicate_reversed",
  "payment.reversed",
  "payment.returned",
  "account.overdrawn",
  "operation.completed",
  "operation.declined",
  "authorization.expired",
  "payout.settled",
  "payout.rejected",
] as const;

/** One of the kinds of events. */
export type EventType = (typeof EVENT_TYPES)[number];

/** Something that happened to an account; told in the transaction that does it, by the account's home alone. */
export interface AccountEvent {
  readonly type: EventType;
  readonly account: AccountId;
  readonly tenant: Tenant;
  readonly payment?: PaymentId;
  readonly operation?: OperationId;
  /** Minor units. */
  readonly amount?: bigint;
  /** Milliseconds since the epoch. */
  readonly at: bigint;
}

/** The partition of an account's events, in the order in which they happened. */
export function eventPartition(account: AccountId): string {
  return `${homeOf(account)}#event#${account}`;
}

/** Where an event stands: the same for the same event, so that telling it twice is refused. */
export function eventKey({ type, account, payment, operation, at }: AccountEvent): LedgerKey {
  const about = operation ?? payment ?? account;
  return { pk: eventPartition(account), sk: `${new Date(Number(at)).toISOString()}#${type}#${about}` };
}

/** An event's id on the wire: `evt_`, then a hash of where it stands, which every cell computes alike. */
export function eventIdOf(event: AccountEvent): string {
  return eventIdAt(eventKey(event));
}

/** The same by where the event stands. */
export function eventIdAt({ pk, sk }: LedgerKey): string {
  return `evt_${lengthPrefixedHash([pk, sk])}`;
}

/** Tells an event; it must not have been told. */
export function putEvent(event: AccountEvent): LedgerWrite<never> {
  const { payment, operation, amount, ...fields } = event;
  const item: Item = {
    ...fields,
    ...(payment === undefined ? {} : { payment }),
    ...(operation === undefined ? {} : { operation }),
    ...(amount === undefined ? {} : { amount }),
  };
  return { write: "put", key: eventKey(event), item };
}

/** Reads a stored event back. */
export function eventFrom(item: Item): AccountEvent {
  const { type, account, tenant, payment, operation, amount, at } = item;
  const known: readonly unknown[] = EVENT_TYPES;
  invariant(known.includes(type) && typeof account === "string" && typeof at === "bigint", "an event is whole");
  const optional = { ...(payment && { payment }), ...(operation && { operation }) };
  const figure = amount === undefined ? {} : { amount };
  // Written by putEvent alone, with the very fields of AccountEvent.
  return { type, account, tenant, at, ...optional, ...figure } as unknown as AccountEvent;
}

/** An event as its tenant reads it, from the API and from webhooks alike: plain JSON, the same in every cell. */
export function renderEvent(event: AccountEvent): Readonly<Record<string, string | number>> {
  const { type, account, payment, operation, amount, at } = event;
  return {
    object: "event",
    id: eventIdOf(event),
    type,
    account,
    ...(payment === undefined ? {} : { payment }),
    ...(operation === undefined ? {} : { operation }),
    ...(amount === undefined ? {} : { amount: Number(amount) }),
    created_at: new Date(Number(at)).toISOString(),
  };
}
