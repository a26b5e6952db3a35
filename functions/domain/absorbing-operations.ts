import {
  halfHere,
  misplaced,
  recordCopy,
  takenIn,
  takenOver,
  written,
  type Absorber,
  type Absorbing,
  type AbsorbingClause,
  type AbsorbingRead,
  type Moved,
} from "./absorbing.ts";
import { told } from "./endings.ts";
import { type OperationEntry, type PaymentEntry, type PaymentState, type Queued } from "./entries.ts";
import { homeOf } from "./ids.ts";
import { holdKey, paymentKey } from "./keys.ts";
import { clause, figureIn, type Item, type LedgerWrite } from "./ledger-write.ts";
import { decideQueued } from "./queued-operations.ts";
import { reversalIdOf, reverse, type ReversedFrom } from "./reversals.ts";

/**
 * Takes in what a stand-in did about a payment, or queued for the home to do; the payment itself comes first. What it
 * captured of a hold that the home has ended meanwhile is reversed.
 */
export function absorbOperation(read: AbsorbingRead<OperationEntry>, by: Absorber): Absorbing {
  const { entry, own, standIn, operations, balance, payment } = read;
  if (balance === undefined || own === undefined) return { decision: "wait" };
  if (isTakenIn(entry, read)) return { decision: "done" };
  const stored = operations.find(({ id }) => id === entry.id);
  const reversal = reversalIdOf(entry.payment, standIn, undefined);
  const settled = own.origin === standIn || operations.some(({ id }) => id === reversal);
  // A stand-in acts by itself on its own authorizations alone: that one has to be seen first, and taken in.
  if (payment === undefined ? entry.queued === undefined : !settled) return { decision: "wait" };
  const same = payment === undefined || payment.request === own.request;
  if (entry.queued !== undefined) {
    if (isOvertaking(read, entry.queued)) return { decision: "wait" };
    // Asked of the home too, and answered there: that answer is the one, and whoever was told to wait hears of it.
    if (stored !== undefined) {
      return written([...undoOperation(read, "clearing", 0n, balance, by), ...answeredHere(stored, by)]);
    }
    return written(decideQueued(read, own, same, balance, by));
  }
  if (stored !== undefined && stored.state !== "declined" && stored.request === entry.request && same) {
    return written(undoOperation(read, "clearing", entry.amount, balance, by));
  }
  const drawn = same ? drawnFrom(own, read.hold, entry) : undefined;
  if (drawn === undefined || (stored !== undefined && stored.state !== "declined")) {
    return written(undoOperation(read, "suspense", entry.amount, balance, by));
  }
  return written(copyOperation(read, own, stored, drawn, balance, by));
}

/** Whether an operation of the stand-in's is in: as its copy, or reversed. */
function isTakenIn({ payment, id }: OperationEntry, { operations, standIn }: AbsorbingRead): boolean {
  const reversal = reversalIdOf(payment, standIn, id);
  return operations.some((done) => done.id === reversal || (done.id === id && done.origin === standIn));
}

/** Whether the stand-in had captured or voided before it queued this, and that is not in yet: that comes first. */
function isOvertaking(read: AbsorbingRead<OperationEntry>, { after = 0n }: Queued): boolean {
  const before = read.theirs.filter(({ queued }) => queued === undefined);
  return BigInt(before.filter((entry) => isTakenIn(entry, read)).length) < after;
}

/** The event that tells how the home's own operation has ended; one that is under way is told of when it ends. */
function answeredHere(stored: OperationEntry, { at }: Absorber): readonly LedgerWrite<never>[] {
  if (stored.state === "queued" || stored.state === "processing") return [];
  return told(stored, stored.state === "completed" ? "completed" : "refused", at);
}

/** How much of the home's hold an operation ends; undefined where the hold cannot bear it. */
function drawnFrom(own: PaymentEntry, hold: Item | undefined, entry: OperationEntry): bigint | undefined {
  if (own.state !== "authorized" || hold?.["state"] !== "open") return undefined;
  const remaining = remainingOf(hold);
  if (takenBy(entry) > remaining) return undefined;
  return endedBy(entry) < remaining ? endedBy(entry) : remaining;
}

/** What is left of a hold: less than the payment says while an earlier operation of the stand-in is still to come. */
function remainingOf(hold: Item | undefined): bigint {
  return figureIn(hold, "remaining");
}

/** What an operation of a stand-in took for good, and what of its hold it ended. */
function takenBy({ kind, amount }: OperationEntry): bigint {
  return kind === "capture" ? amount : 0n;
}

function endedBy({ amount, released = 0n }: OperationEntry): bigint {
  return amount + released;
}

/** What the stand-in's row moved up by: what it gave back of its hold. The home's figure follows it to the unit. */
function givenBackBy(entry: OperationEntry): bigint {
  return endedBy(entry) - takenBy(entry);
}

/**
 * The operation has no place here: what it took is taken back, and the account stays where it is. Under its own id the
 * home keeps it as reversed, even where it had declined it before, so that whoever asks again hears what was answered.
 */
function undoOperation(
  read: AbsorbingRead<OperationEntry>,
  from: ReversedFrom,
  amount: bigint,
  balance: Item,
  by: Absorber,
): readonly LedgerWrite<AbsorbingClause>[] {
  const { entry, operations, standIn } = read;
  const taken = entry.kind === "capture" ? amount : 0n;
  const duplicate = from === "clearing";
  const type = duplicate ? "payment.duplicate_reversed" : "payment.reversed";
  const absorbed = entry.queued === undefined ? givenBackBy(entry) : 0n;
  const stored = operations.find(({ id }) => id === entry.id);
  const { due: _, ...as } = entry;
  const copy: OperationEntry = { ...as, origin: standIn, state: "reversed", postings: [] };
  // What was only queued is answered by what the home has said itself.
  const isKept = entry.queued === undefined && (stored === undefined || stored.state === "declined");
  return [
    ...(isKept ? record(read, copy, stored, by) : []),
    ...reverse(misplaced(read, entry.id, taken), from, by.cell, by.at),
    ...takenIn(read, { absorbed }, taken === 0n ? undefined : { type, amount: taken }, balance, by),
  ];
}

function copyOperation(
  read: AbsorbingRead<OperationEntry>,
  own: PaymentEntry,
  declined: OperationEntry | undefined,
  drawn: bigint,
  balance: Item,
  by: Absorber,
): readonly LedgerWrite<AbsorbingClause>[] {
  const { entry, standIn } = read;
  const taken = takenBy(entry);
  const { due: _, ...as } = entry;
  const plain = {
    ...as,
    origin: standIn,
    postings: taken === 0n ? [] : takenOver(standIn, own.source, taken),
  } as const;
  const moved = { available: drawn - taken, held: -drawn, posted: -taken, absorbed: givenBackBy(entry) };
  const common = (copy: OperationEntry, refundable: bigint) => [
    ...record(read, copy, declined, by),
    ...drawHold(own, remainingOf(read.hold), { drawn, captured: taken, refundable }, by),
  ];
  const peer = homeOf(own.payee);
  if (taken > 0n && peer === by.cell) {
    const half = halfHere(read, by, taken);
    const state = half.credited ? "completed" : "returned";
    // What goes straight back is available again, as what was given back of the hold.
    const back: Moved = half.credited ? moved : { ...moved, available: drawn, posted: 0n };
    const writes = common({ ...plain, state }, half.credited ? taken : 0n);
    return [...writes, ...half.writes, ...takenIn(read, back, undefined, balance, by)];
  }
  const awaited = taken > 0n && peer !== standIn;
  const copy: OperationEntry = awaited
    ? { ...plain, state: "processing", due: { cell: by.cell, account: own.payee, action: "await" } }
    : { ...plain, state: "completed" };
  return [...common(copy, awaited ? 0n : taken), ...takenIn(read, moved, undefined, balance, by)];
}

/**
 * The home's copy under the operation's id. A decline that it replaces may be its answer to another stand-in, which had
 * queued the same: that one's entry is over, by a reversal of nothing.
 */
function record(
  read: AbsorbingRead<OperationEntry>,
  copy: OperationEntry,
  declined: OperationEntry | undefined,
  by: Absorber,
): readonly LedgerWrite<AbsorbingClause>[] {
  const copied = recordCopy(copy, declined, by);
  if (declined?.origin === undefined) return [copied];
  const queued = { ...misplaced(read, copy.id, 0n), standIn: declined.origin };
  return [copied, ...reverse(queued, "clearing", by.cell, by.at)];
}

/** The home's payment and its hold, moved on from as they were read. */
function drawHold(
  own: PaymentEntry,
  remaining: bigint,
  of: { readonly drawn: bigint; readonly captured: bigint; readonly refundable: bigint },
  { cell }: Absorber,
): readonly LedgerWrite<"unchanged">[] {
  const over = of.drawn === remaining;
  const ended: PaymentState = own.captured + of.captured > 0n ? "captured" : "voided";
  const state = over ? ended : "authorized";
  return [
    {
      write: "update",
      key: paymentKey(cell, own.id),
      require: [
        clause("unchanged", { field: "state", is: "=", value: own.state }),
        clause("unchanged", { field: "captured", is: "=", value: own.captured }),
        clause("unchanged", { field: "refundable", is: "=", value: own.refundable }),
      ],
      set: { state },
      add: { captured: of.captured, refundable: of.refundable },
    },
    {
      write: "update",
      key: holdKey(cell, own.source, own.id),
      require: [
        clause("unchanged", { field: "state", is: "=", value: "open" }),
        clause("unchanged", { field: "remaining", is: "=", value: remaining }),
      ],
      set: { state: over ? ended : "open" },
      add: { remaining: -of.drawn, captured: of.captured },
      ...(over ? { remove: ["due", "dueAt"] } : {}),
    },
  ];
}
