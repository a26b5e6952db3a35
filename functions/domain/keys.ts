import { homeOf, type AccountId, type CellName, type OperationId, type PaymentId } from "./ids.ts";

/** Where an item of the ledger table stands. The partition starts with the one cell that writes it. */
export interface LedgerKey {
  readonly pk: string;
  readonly sk: string;
}

/** Clearing rows per pair of cells, so that no single row takes every payment between them. */
export const TRANSIT_SHARDS = 16;

/** An account's settings; opening and closing write them together with the balance. */
export function accountKey(account: AccountId): LedgerKey {
  return { pk: `${homeOf(account)}#acct#${account}`, sk: "account" };
}

/** An account's figures. */
export function balanceKey(account: AccountId): LedgerKey {
  return { pk: `${homeOf(account)}#acct#${account}`, sk: "balance" };
}

/** What an authorized payment holds back on its source account. */
export function holdKey(account: AccountId, payment: PaymentId): LedgerKey {
  return { pk: `${homeOf(account)}#acct#${account}`, sk: `hold#${payment}` };
}

/** The partition of a payment as one cell writes it. */
export function paymentPartition(cell: CellName, payment: PaymentId): string {
  return `${cell}#pay#${payment}`;
}

/** A payment: journal entry and idempotency record in one. */
export function paymentKey(cell: CellName, payment: PaymentId): LedgerKey {
  return { pk: paymentPartition(cell, payment), sk: "payment" };
}

/** An operation on a payment: likewise entry and idempotency record. */
export function operationKey(cell: CellName, payment: PaymentId, operation: OperationId): LedgerKey {
  return { pk: paymentPartition(cell, payment), sk: `op#${operation}` };
}

/** A cell's half of what another cell began: of the payment itself, or of one operation on it. */
export function halfKey(cell: CellName, payment: PaymentId, operation: OperationId | undefined): LedgerKey {
  return { pk: paymentPartition(cell, payment), sk: operation === undefined ? "credit" : `credit#${operation}` };
}

/** What `cell` owes `peer` by payments whose id falls into this shard. */
export function transitKey(cell: CellName, peer: CellName, payment: PaymentId): LedgerKey {
  return { pk: `${cell}#transit#${peer}#${transitShard(payment)}`, sk: "balance" };
}

/** A tenant's own reference on an account, as its hash: the text itself is never stored. */
export function referenceKey(cell: CellName, hash: string): LedgerKey {
  return { pk: `${cell}#ref#${hash}`, sk: "reference" };
}

/** A payment batch of a debtor account. */
export function batchKey(cell: CellName, hash: string): LedgerKey {
  return { pk: `${cell}#batch#${hash}`, sk: "batch" };
}

/** The cell that alone writes an item. */
export function writerOf(key: LedgerKey): string {
  return key.pk.slice(0, key.pk.indexOf("#"));
}

function transitShard(payment: PaymentId): number {
  return Number.parseInt(payment.slice(-32, -30), 16) % TRANSIT_SHARDS;
}
