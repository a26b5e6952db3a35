import { homeOf, type AccountId, type CellName, type OperationId, type PaymentId } from "./ids.ts";

/** Where an item of the ledger table stands. The partition starts with the one cell that writes it. */
export interface LedgerKey {
  readonly pk: string;
  readonly sk: string;
}

/** Clearing rows per pair of cells, so that no single row takes every payment between them. */
export const TRANSIT_SHARDS = 16;

/** Fence rows per stand-in and epoch. */
export const FENCE_SHARDS = 256;

/** An account's settings; opening and closing write them together with the balance. */
export function accountKey(account: AccountId): LedgerKey {
  return { pk: `${homeOf(account)}#acct#${account}`, sk: "account" };
}

/** An account's figures. */
export function balanceKey(account: AccountId): LedgerKey {
  return { pk: `${homeOf(account)}#acct#${account}`, sk: "balance" };
}

/** The credits of a hot payee that were not swept into its balance yet: one of its stripes. */
export function stripeKey(account: AccountId, stripe: number): LedgerKey {
  return { pk: `${homeOf(account)}#acct#${account}`, sk: `stripe#${stripe}` };
}

/** What a stand-in has debited an account of another home: its own item, and the account that its postings name. */
export function standInKey(cell: CellName, account: AccountId): LedgerKey {
  return { pk: `${cell}#acct#${account}`, sk: "balance" };
}

/** A stand-in's word to a home that may be alive: take this epoch over, so that I may spend the rest. */
export function yieldKey(cell: CellName, account: AccountId, epoch: bigint): LedgerKey {
  return { pk: `${cell}#claim#${account}`, sk: `epoch#${epoch}` };
}

/** What an authorized payment holds back on its source account, as the cell has it that took it. */
export function holdKey(cell: CellName, account: AccountId, payment: PaymentId): LedgerKey {
  return { pk: `${cell}#acct#${account}`, sk: `hold#${payment}` };
}

/** A stand-in's word to the home that an entry waits to be absorbed. */
export function claimKey(cell: CellName, payment: PaymentId, operation: OperationId | undefined): LedgerKey {
  return { pk: `${cell}#claim#${payment}`, sk: operation === undefined ? "payment" : `op#${operation}` };
}

/** A cell's half of a second entry of the same id, by the cell that wrote it: its payment, or an operation on it. */
export function bounceKey(
  cell: CellName,
  payment: PaymentId,
  origin: CellName,
  operation: OperationId | undefined,
): LedgerKey {
  const which = operation === undefined ? origin : `${origin}#${operation}`;
  return { pk: paymentPartition(cell, payment), sk: `bounce#${which}` };
}

/** One of the rows that a stand-in's every write of an epoch adds to: once they are closed, nothing can follow. */
export function fenceKey(cell: CellName, home: CellName, epoch: bigint, shard: number): LedgerKey {
  return { pk: `${cell}#standin#${home}#${epoch}#${shard}`, sk: "fence" };
}

/** What the home has absorbed of an origin's epoch, shard by shard; a takeover is over when it equals the fence. */
export function tallyKey(home: CellName, origin: CellName, epoch: bigint, shard: number): LedgerKey {
  return { pk: `${home}#standin#${origin}#${epoch}#${shard}`, sk: "tally" };
}

/** The fence row of a payment and of everything that is done about it. */
export function fenceShard(payment: PaymentId): number {
  return Number.parseInt(payment.slice(-32, -30), 16) % FENCE_SHARDS;
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

/** How a payout ended, as the bank or the screening had it. */
export function payoutOutcomeKey(cell: CellName, payment: PaymentId): LedgerKey {
  return { pk: `${cell}#rail#${payment}`, sk: "outcome" };
}

/** What a bank said about a payout after it had ended otherwise: to be reconciled, once for each thing said. */
export function payoutDisputeKey(cell: CellName, payment: PaymentId, said: string): LedgerKey {
  return { pk: `${cell}#rail#${payment}`, sk: `dispute#${said}` };
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
