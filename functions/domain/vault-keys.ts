import type { AccountId, PaymentId, Tenant } from "./ids.ts";
import type { LedgerKey } from "./keys.ts";
import type { Currency } from "./money.ts";

/** Whom a payout pays, by the request that named it: a key reused with another beneficiary changes nothing. */
export function beneficiaryKey(payment: PaymentId, request: string): LedgerKey {
  return { pk: `payout#${payment}`, sk: `beneficiary#${request}` };
}

/** What the screening came to, once for each payout; and by which token its saga can be woken. */
export function screeningKey(payment: PaymentId): LedgerKey {
  return { pk: `payout#${payment}`, sk: "screening" };
}

/** One look at a beneficiary: when, and a mark that no other look has. */
export function accessKey(payment: PaymentId, at: string, mark: string): LedgerKey {
  return { pk: `payout#${payment}`, sk: `access#${at}#${mark}` };
}

/** What an account has had paid out in a day ("2026-11-23"). */
export function velocityKey(account: AccountId, day: string): LedgerKey {
  return { pk: `velocity#${account}`, sk: `day#${day}` };
}

/** That an account has paid somebody at a bank, by that account's fingerprint. */
export function paidKey(account: AccountId, fingerprint: string): LedgerKey {
  return { pk: `velocity#${account}`, sk: `paid#${fingerprint}` };
}

/** What a day's payouts of a currency come to, among a day's figures. */
export function velocityField(currency: Currency): string {
  return `amount_${currency}`;
}

/** The rules of a tenant's own about payouts. */
export function rulesKey(tenant: Tenant): LedgerKey {
  return { pk: `tenant#${tenant}`, sk: "velocity" };
}

/** The list of those who may not be paid. */
export const SANCTIONS_KEY: LedgerKey = { pk: "sanctions", sk: "list" };
