import { creditHere, takenIn, type Absorber, type AbsorbingClause, type AbsorbingRead } from "./absorbing.ts";
import { DUE_FIELDS, told } from "./endings.ts";
import { toItem, type OperationDeclineCode, type OperationEntry, type PaymentEntry } from "./entries.ts";
import { operationKey } from "./keys.ts";
import { clause, type Item, type LedgerWrite } from "./ledger-write.ts";
import { decideOperation, declinedOperation, type OperationRequest, type OperationStep } from "./operations.ts";
import { invariant } from "./result.ts";

/**
 * What the home makes of an operation that a stand-in queued, as of the moment when it was asked for: the home's own
 * operation under the same id, which names the stand-in. One that has to wait, since the payee's cell has not answered
 * yet, is stored as waiting: the tally of a takeover must not depend on a third cell.
 */
export function decideQueued(
  read: AbsorbingRead<OperationEntry>,
  own: PaymentEntry,
  same: boolean,
  balance: Item,
  by: Absorber,
): readonly LedgerWrite<AbsorbingClause>[] {
  const decided = same ? decide(read, own, balance, by) : declined(read, own, declineOf(read.entry), by);
  const key = operationKey(by.cell, own.id, read.entry.id);
  return [
    { write: "put", key, item: toItem(decided.entry) },
    ...decided.writes,
    ...takenIn(read, { ...decided.moved, absorbed: 0n }, undefined, balance, by),
    ...events(decided.entry, by),
  ];
}

/**
 * Decides an operation that waits at home, once more; nothing while it still has to wait. It was counted as absorbed
 * when it was stored.
 */
export function decideWaiting(
  read: AbsorbingRead<OperationEntry>,
  own: PaymentEntry,
  by: Absorber,
): readonly LedgerWrite<AbsorbingClause>[] {
  const { entry, operations } = read;
  const others = operations.filter(({ id }) => id !== entry.id);
  const decided = decide({ ...read, operations: others }, own, read.balance ?? {}, by);
  if (decided.entry.state === "queued") return [];
  invariant(decided.moved === undefined, "only refunds wait, and those move no balance of this home at once");
  const key = operationKey(by.cell, own.id, entry.id);
  const item = toItem(decided.entry);
  const waiting = clause("unchanged", { field: "state", is: "=", value: "queued" });
  const remove = DUE_FIELDS.filter((field) => item[field] === undefined);
  return [
    { write: "update", key, require: [waiting], set: item, ...(remove.length === 0 ? {} : { remove }) },
    ...decided.writes,
    ...events(decided.entry, by),
  ];
}

interface Decided {
  readonly entry: OperationEntry;
  readonly writes: readonly LedgerWrite<AbsorbingClause>[];
  /** By how much the source account's figures move. */
  readonly moved?: { readonly available?: bigint; readonly posted?: bigint; readonly held?: bigint };
}

function decide(read: AbsorbingRead<OperationEntry>, own: PaymentEntry, balance: Item, by: Absorber): Decided {
  const { entry, operations, standIn } = read;
  const asked = askedBy(entry);
  // Asked for in time is in time: the stand-in's hour counts, not that of its arrival.
  const standing = { cell: by.cell, epoch: epochOf(balance, read.epoch), at: entry.at };
  const decision = decideOperation(own, operations, asked, standing);
  switch (decision.decision) {
    case "decline":
      return declined(read, own, decision.code, by);
    case "wait": {
      const due = { cell: by.cell, account: own.payee, action: "await" } as const;
      return { entry: { ...entry, origin: standIn, state: "queued", postings: [], due }, writes: [] };
    }
    case "write": {
      const kept = { ...decision.entry, origin: standIn, ...(entry.queued && { queued: entry.queued }) };
      if (entry.kind === "refund") return refund(kept, decision.steps, by);
      return capture(read, own, kept, decision.steps, by);
    }
  }
}

/** A refund by this cell's own payee takes money: it waits for authority, as one that another cell has to answer. */
function refund(entry: OperationEntry, steps: readonly OperationStep[], by: Absorber): Decided {
  const writes = steps.flatMap(({ role, write }) => (role === "payment" ? [write] : []));
  if (entry.state === "processing") return { entry, writes };
  const due = { cell: by.cell, account: entry.payee, action: "debit" } as const;
  return { entry: { ...entry, state: "processing", postings: [], due }, writes };
}

/** A capture or void moves what is held already, so it needs no authority: its clauses of authority fall away. */
function capture(
  read: AbsorbingRead<OperationEntry>,
  own: PaymentEntry,
  entry: OperationEntry,
  steps: readonly OperationStep[],
  by: Absorber,
): Decided {
  const source = steps.find(({ role }) => role === "source")?.write;
  invariant(source?.write === "update", "a capture or void moves what is held on the source account");
  const { available = 0n, posted = 0n, held = 0n } = source.add ?? {};
  const kept = steps.filter(({ role }) => role === "payment" || role === "hold" || role === "clearing");
  const writes = kept.map(({ write }) => write);
  const moved = { available, posted, held };
  if (!steps.some(({ role }) => role === "payee")) return { entry, writes, moved };
  const paid = creditHere(own.payee, read.payee, own.currency, entry.amount, own.id, by.at);
  return paid === undefined ? declined(read, own, "payee_closed", by) : { entry, writes: [...writes, paid], moved };
}

function declined(
  { entry, standIn }: AbsorbingRead<OperationEntry>,
  own: PaymentEntry,
  code: OperationDeclineCode,
  by: Absorber,
): Decided {
  const standing = { cell: by.cell, epoch: 0n, at: entry.at };
  const stored = declinedOperation(own, askedBy(entry), code, standing);
  return { entry: { ...stored, origin: standIn, ...(entry.queued && { queued: entry.queued }) }, writes: [] };
}

function events(entry: OperationEntry, { at }: Absorber): readonly LedgerWrite<never>[] {
  if (entry.state === "completed") return told(entry, "completed", at);
  return entry.state === "declined" ? told(entry, "refused", at) : [];
}

/** It was asked of a payment that stands nowhere. */
function declineOf({ kind }: OperationEntry): OperationDeclineCode {
  if (kind === "refund") return "nothing_to_refund";
  return kind === "capture" ? "not_capturable" : "not_voidable";
}

function askedBy({ kind, id, tenant, request, queued }: OperationEntry): OperationRequest {
  invariant(kind === "capture" || kind === "void" || kind === "refund", "only what a tenant can ask for is queued");
  const { amount, final = false } = queued ?? {};
  return { kind, id, tenant, request, final, ...(amount === undefined ? {} : { amount }) };
}

function epochOf(balance: Item, epoch: bigint): bigint {
  const known = balance["epoch"];
  return typeof known === "bigint" && known > epoch ? known : epoch;
}
