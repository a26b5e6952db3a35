import type { AccountId, PaymentId, Tenant } from "./ids.ts";

/** Where a row of the views stands, without the generation of the views that it belongs to. */
export interface ViewKey {
  readonly pk: string;
  readonly sk: string;
}

/** What sorts behind every row of a kind: `entry#…` lies before `entry#~`. */
export const LAST = "~";

/** The partition of what is listed about an account: its entries, its months, and the payments from and to it. */
export function accountPartition(account: AccountId): string {
  return `acct#${account}`;
}

/** The partition of what is listed about a tenant: its payments and its events. */
export function tenantPartition(tenant: Tenant): string {
  return `tenant#${tenant}`;
}

/** A posting on an account; entries sort by the time at which they were booked, milliseconds since the epoch. */
export function entryKey(account: AccountId, at: bigint, id: string): ViewKey {
  return { pk: accountPartition(account), sk: `entry#${timeText(at)}#${id}` };
}

/** Sum and count of what was booked on an account in a month ("2027-01", UTC). */
export function monthKey(account: AccountId, month: string): ViewKey {
  return { pk: accountPartition(account), sk: `month#${month}` };
}

/** All that is known of a payment. */
export function paymentViewKey(payment: PaymentId): ViewKey {
  return { pk: `pay#${payment}`, sk: "payment" };
}

/** The sort key of a payment in a listing. */
export function listedPayment(created: bigint, payment: PaymentId): string {
  return `pay#${timeText(created)}#${payment}`;
}

/** The payments that were given a tenant's own reference, by its hash. */
export function referencePartition(hash: string): string {
  return `ref#${hash}`;
}

/** Where it stands that an event is in the views. */
export function toldKey(event: string): ViewKey {
  return { pk: `event#${event}`, sk: "event" };
}

/** The sort key of an event in its tenant's listing: in the order in which this cell learned of them. */
export function listedEvent(arrival: number, event: string): string {
  return `event#${timeText(BigInt(arrival))}#${event}`;
}

/** A time as sort keys have it (ISO 8601 with milliseconds, UTC); those of the years 0 to 9999 sort as text. */
export function timeText(at: bigint): string {
  return new Date(Number(at)).toISOString();
}

/** The month of a time, UTC: "2027-01". */
export function monthOf(at: bigint): string {
  return timeText(at).slice(0, 7);
}
