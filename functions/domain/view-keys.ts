import { parsePaymentId, type AccountId, type PaymentId, type Tenant } from "./ids.ts";
import type { Item } from "./ledger-write.ts";
import type { Month } from "./moments.ts";

/** Where a row of the views stands, without the generation of the views that it belongs to. */
export interface ViewKey {
  readonly pk: string;
  readonly sk: string;
}

/** What sorts behind every row of a kind: `entry#…` lies before `entry#~`. */
export const LAST = "~";

/** The partition of what is listed about an account: its entries, its months, payments that book nothing on it. */
export function accountPartition(account: AccountId): string {
  return `acct#${account}`;
}

/** The partition of a tenant's events. */
export function tenantPartition(tenant: Tenant): string {
  return `${listedTenants}${tenant}`;
}

/** What the partitions of all tenants begin with. */
export const listedTenants = "tenant#";

/** A partition takes a thousand writes a second, and a tenant may pay faster: its payments lie in so many. */
const TENANT_SHARDS = 8;

/** The partition of a tenant's listing in which a payment is. */
export function paymentsPartition(tenant: Tenant, payment: PaymentId): string {
  // The last digits of a hash.
  return shardOf(tenant, Number.parseInt(payment.slice(-2), 16) % TENANT_SHARDS);
}

/** All partitions of a tenant's listing of payments. */
export function paymentsPartitions(tenant: Tenant): readonly string[] {
  return Array.from({ length: TENANT_SHARDS }, (_, shard) => shardOf(tenant, shard));
}

function shardOf(tenant: Tenant, shard: number): string {
  return `${tenantPartition(tenant)}#${shard}`;
}

/**
 * A posting on an account; entries sort by the time at which they were booked, milliseconds since the epoch, and those
 * of one moment as their payments do in listings.
 */
export function entryKey(account: AccountId, at: bigint, payment: PaymentId, id: string): ViewKey {
  return { pk: accountPartition(account), sk: `entry#${timeText(at)}#${payment}#${id}` };
}

/** What was booked on an account in a month: summed up once that is over, for whoever asks first. */
export function monthKey(account: AccountId, month: Month): ViewKey {
  return { pk: accountPartition(account), sk: `month#${month}` };
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

/** The month of a time, UTC. */
export function monthOf(at: bigint): Month {
  // In the form in which months are parsed.
  return timeText(at).slice(0, 7) as Month;
}

/** A payment as a row lists it. */
export interface Listed {
  /** When it was made, milliseconds since the epoch. */
  readonly at: bigint;
  readonly payment: PaymentId;
}

/** The payment that a row of a listing lists, or one among an account's entries; none where that is no payment's. */
export function listedIn({ sk, item }: { readonly sk: string; readonly item: Item }): Listed | undefined {
  const [kind, time = "", name = ""] = sk.split("#");
  if (kind === "entry" ? item["kind"] !== "payment" : kind !== "pay") return undefined;
  const payment = parsePaymentId(name);
  return payment.ok ? { at: BigInt(Date.parse(time)), payment: payment.value } : undefined;
}
