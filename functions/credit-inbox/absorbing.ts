import { absorbOperation } from "../domain/absorbing-operations.ts";
import { absorbPayment, raiseEpoch, type Absorber, type Absorbing, type AbsorbingRead } from "../domain/absorbing.ts";
import { answerClaim, claimFrom } from "../domain/claims.ts";
import { homeOf, type AccountId, type CellName, type OperationId, type PaymentId } from "../domain/ids.ts";
import { balanceKey, claimKey, holdKey, type LedgerKey } from "../domain/keys.ts";
import { DECISIONS_MAX, nowAt, readFile, write, type Desk } from "./desk.ts";
import { note } from "./noting.ts";
import { together } from "../stores/together.ts";

/** A stand-in's entry by its names. */
export interface StandInEntry {
  readonly standIn: CellName;
  readonly payment: PaymentId;
  readonly operation?: OperationId;
}

/** Takes a stand-in's entry into its home, which is here; false when something that comes first is still missing. */
export async function absorb(of: StandInEntry, desk: Desk): Promise<boolean> {
  for (let decision = 0; decision < DECISIONS_MAX; decision += 1) {
    const read = await readEntry(of, desk);
    if (read === undefined) return false;
    const decided = decide(read, { cell: desk.env.cell, at: nowAt(desk) });
    if (decided.decision === "wait") return false;
    if (decided.decision === "done") return true;
    const { outcome } = await write(decided.writes, desk);
    if (outcome === "committed") return follow(of, desk);
    if (outcome !== "refused") return false;
  }
  return false;
}

/**
 * What may have come before an entry and had to wait for it: the payee's answer, operations on a payment, and what was
 * queued after an operation.
 */
async function follow({ standIn, payment, operation }: StandInEntry, desk: Desk): Promise<boolean> {
  const { operations } = await readFile(standIn, payment, desk);
  const waiting = operation === undefined ? operations : operations.filter(({ queued }) => queued !== undefined);
  for (const { id } of waiting) {
    // One that has to wait longer has a message of its own.
    if (id !== operation) await absorb({ standIn, payment, operation: id }, desk);
  }
  return note(payment, desk);
}

/** Takes note of a stand-in's epoch, so that it may spend what an isolated home would have kept for itself. */
export async function takeNote(key: LedgerKey, desk: Desk): Promise<boolean> {
  const item = await desk.ledger.get(key);
  if (item === undefined) return true;
  const { account, epoch } = claimFrom(item);
  const { outcome } = await write([raiseEpoch(account, epoch)], desk);
  return outcome === "committed" || outcome === "refused";
}

/** The stand-in's side: the home's balance shows that it knows the epoch. */
export async function noteEpoch(key: LedgerKey, account: AccountId, desk: Desk): Promise<boolean> {
  const item = await desk.ledger.get(key);
  const balance = await desk.ledger.get(balanceKey(account));
  const known = balance?.["epoch"];
  if (item === undefined || typeof known !== "bigint" || known < claimFrom(item).epoch) return true;
  const { outcome } = await write([answerClaim(key)], desk);
  return outcome === "committed" || outcome === "refused";
}

type Read =
  | { readonly of: "payment"; readonly read: Parameters<typeof absorbPayment>[0] }
  | { readonly of: "operation"; readonly read: Parameters<typeof absorbOperation>[0] };

function decide(found: Read, by: Absorber): Absorbing {
  return found.of === "payment" ? absorbPayment(found.read, by) : absorbOperation(found.read, by);
}

async function readEntry({ standIn, payment, operation }: StandInEntry, desk: Desk): Promise<Read | undefined> {
  const { ledger, env } = desk;
  const [claim, theirs, mine] = await together([
    ledger.get(claimKey(standIn, payment, operation)),
    readFile(standIn, payment, desk),
    readFile(env.cell, payment, desk),
  ]);
  const done = theirs.operations.find(({ id }) => id === operation);
  const entry = operation === undefined ? theirs.payment : done;
  if (claim === undefined || entry === undefined) return undefined;
  const here = homeOf(entry.payee) === env.cell;
  const [balance, payee, hold] = await together([
    ledger.get(balanceKey(entry.source)),
    here ? ledger.get(balanceKey(entry.payee)) : undefined,
    mine.payment?.capture === "manual" ? ledger.get(holdKey(env.cell, mine.payment.source, payment)) : undefined,
  ]);
  const common: Omit<AbsorbingRead, "entry"> = {
    standIn,
    epoch: claimFrom(claim).epoch,
    theirs: theirs.operations,
    operations: mine.operations,
    ...(theirs.payment === undefined ? {} : { payment: theirs.payment }),
    ...(mine.payment === undefined ? {} : { own: mine.payment }),
    ...(balance === undefined ? {} : { balance }),
    ...(payee === undefined ? {} : { payee }),
    ...(hold === undefined ? {} : { hold }),
  };
  return entry.kind === "payment"
    ? { of: "payment", read: { ...common, entry } }
    : { of: "operation", read: { ...common, entry } };
}
