import { hash } from "node:crypto";
import type { CellName, OperationId, PaymentId } from "./ids.ts";
import { fenceKey, fenceShard, tallyKey } from "./keys.ts";
import { clause, figureIn, type Item, type LedgerWrite } from "./ledger-write.ts";

/** Whose epoch a stand-in works under. */
export interface Takeover {
  /** The cell that stands in. */
  readonly standIn: CellName;
  readonly home: CellName;
  readonly epoch: bigint;
}

/** How many entries a shard has seen, and the sum of their 48-bit hashes: equal in fence and tally when all arrived. */
export interface Count {
  readonly count: bigint;
  readonly digest: bigint;
}

/** Opens a fence row; it must not be there, since a closed one never opens again. */
export function openFence(takeover: Takeover, shard: number): LedgerWrite<never> {
  return newFence(takeover, shard, "open");
}

/** Counts an entry of the stand-in in, in the transaction that writes it; refused unless the row is open. */
export function passFence(
  { standIn, home, epoch }: Takeover,
  payment: PaymentId,
  operation: OperationId | undefined,
): LedgerWrite<"fence_open"> {
  return {
    write: "update",
    key: fenceKey(standIn, home, epoch, fenceShard(payment)),
    require: [clause("fence_open", { field: "state", is: "=", value: "open" })],
    add: { count: 1n, digest: digestOf(payment, operation) },
  };
}

/** Closes a fence row for good; refused where it was never opened. */
export function closeFence({ standIn, home, epoch }: Takeover, shard: number): LedgerWrite<"exists"> {
  return {
    write: "update",
    key: fenceKey(standIn, home, epoch, shard),
    require: [clause("exists", { field: "state", is: "present" })],
    set: { state: "closed" },
  };
}

/** Closes a fence row that was never opened: whoever would open it late finds it there. It must not be there. */
export function sealFence(takeover: Takeover, shard: number): LedgerWrite<never> {
  return newFence(takeover, shard, "closed");
}

/** Counts an entry in that the home absorbed, in the transaction that does. */
export function countAbsorbed(
  { standIn, home, epoch }: Takeover,
  payment: PaymentId,
  operation: OperationId | undefined,
): LedgerWrite<never> {
  return {
    write: "update",
    key: tallyKey(home, standIn, epoch, fenceShard(payment)),
    require: [],
    add: { count: 1n, digest: digestOf(payment, operation) },
  };
}

/**
 * Whether a shard is over: its fence closed, and everything that it counted absorbed. A row that is not there may just
 * not have arrived yet: the stand-in closes those, too, that it never opened.
 */
export function isAbsorbed(fence: Item | undefined, tally: Item | undefined): boolean {
  const counted = countIn(fence);
  const absorbed = countIn(tally);
  if (fence?.["state"] !== "closed") return false;
  return counted.count === absorbed.count && counted.digest === absorbed.digest;
}

/** The figures of a fence or tally row; nothing where there is none. */
export function countIn(row: Item | undefined): Count {
  return { count: figureIn(row, "count"), digest: figureIn(row, "digest") };
}

function newFence({ standIn, home, epoch }: Takeover, shard: number, state: "open" | "closed"): LedgerWrite<never> {
  const item = { state, count: 0n, digest: 0n };
  return { write: "put", key: fenceKey(standIn, home, epoch, shard), item };
}

function digestOf(payment: PaymentId, operation: OperationId | undefined): bigint {
  const entry = operation === undefined ? payment : `${payment}/${operation}`;
  return BigInt(`0x${hash("sha256", entry, "hex").slice(0, 12)}`);
}
