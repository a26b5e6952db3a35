import { answerClaim } from "../domain/claims.ts";
import { namesOf, type OperationEntry, type PaymentEntry } from "../domain/entries.ts";
import { homeOf, type PaymentId } from "../domain/ids.ts";
import { balanceKey, claimKey, type LedgerKey } from "../domain/keys.ts";
import type { LedgerWrite } from "../domain/ledger-write.ts";
import { decideWaiting } from "../domain/queued-operations.ts";
import { answerToHalf, isTakenIn, settle, settleHalf, type SettlingRead } from "../domain/settling.ts";
import { DECISIONS_MAX, nowAt, readFile, write, type Desk, type PaymentFile } from "./desk.ts";

/**
 * Brings this cell's own items about a payment up to what other cells have answered, as far as that has arrived; false
 * when others were writing them all along. Whatever told of it, the same is done: noting twice changes nothing.
 */
export async function note(payment: PaymentId, desk: Desk): Promise<boolean> {
  for (let decision = 0; decision < DECISIONS_MAX; decision += 1) {
    if (await noteOnce(payment, desk)) return true;
  }
  return false;
}

/** True when all that could be noted is; false when something has changed since it was read. */
async function noteOnce(id: PaymentId, desk: Desk): Promise<boolean> {
  const files = await readFiles(id, desk);
  const notes = [...files.entries.flatMap((read) => ofEntry(read, files.isHome, desk)), ...ofHalves(files)];
  let noted = true;
  for (const { writes, again } of notes) {
    const { outcome } = await write(writes, desk);
    if (outcome !== "committed" && (outcome !== "refused" || again)) noted = false;
  }
  return noted && (!files.isHome || (await decideWaitingOnes(files.mine, id, desk)));
}

/** One change, and whether its refusal means that the items have to be read again. */
interface Note {
  readonly writes: readonly LedgerWrite[];
  readonly again: boolean;
}

interface Files {
  readonly isHome: boolean;
  readonly mine: PaymentFile;
  readonly theirs: PaymentFile;
  readonly entries: readonly SettlingRead[];
}

async function readFiles(id: PaymentId, desk: Desk): Promise<Files> {
  const { cell } = desk.env;
  const home = homeOf(id);
  const mine = await readFile(cell, id, desk);
  const theirs = home === cell ? mine : await readFile(home, id, desk);
  const entries: (PaymentEntry | OperationEntry)[] = [...mine.operations];
  // The payment first: what waits for it can be decided only then.
  if (mine.payment !== undefined) entries.unshift(mine.payment);
  const [entry] = entries;
  if (entry === undefined) return { isHome: home === cell, mine, theirs, entries: [] };
  const peer = homeOf(entry.payee);
  const payees = peer === cell ? mine : peer === home ? theirs : await readFile(peer, id, desk);
  const halves = payees.halves.map(({ half }) => half);
  return {
    isHome: home === cell,
    mine,
    theirs,
    entries: entries.map((own) => {
      const atHome = home === cell ? undefined : sameAt(theirs, own);
      return { entry: own, halves, operationsAtHome: theirs.operations, ...(atHome === undefined ? {} : { atHome }) };
    }),
  };
}

function sameAt(file: PaymentFile, entry: PaymentEntry | OperationEntry): PaymentEntry | OperationEntry | undefined {
  return entry.kind === "payment" ? file.payment : file.operations.find(({ id }) => id === entry.id);
}

function ofEntry(read: SettlingRead, isHome: boolean, desk: Desk): readonly Note[] {
  const { entry } = read;
  const { cell } = desk.env;
  const writes = settle(read, cell, nowAt(desk));
  const settled = writes.length === 0 ? [] : [{ writes, again: true }];
  if (isHome || !isTakenIn(read, cell)) return settled;
  const { payment, operation } = namesOf(entry);
  return [...settled, { writes: [answerClaim(claimKey(cell, payment, operation))], again: false }];
}

/** This cell's halves that were due at the payment's home, where the home has answered. */
function ofHalves({ mine, theirs, isHome }: Files): readonly Note[] {
  if (isHome) return [];
  return mine.halves.flatMap(({ key, half }) => {
    if (half.due === undefined) return [];
    const answer = answerToHalf(half);
    return theirs.halves.some((answered) => isSame(answered.key, answer) && answered.half.origin === ofKey(key))
      ? [{ writes: [settleHalf(key, half)], again: false }]
      : [];
  });
}

function isSame(one: LedgerKey, other: LedgerKey): boolean {
  return one.pk === other.pk && one.sk === other.sk;
}

function ofKey({ pk }: LedgerKey): string {
  return pk.slice(0, pk.indexOf("#"));
}

/** Operations that a stand-in had queued and that wait at home for the payee's cell. */
async function decideWaitingOnes(mine: PaymentFile, id: PaymentId, desk: Desk): Promise<boolean> {
  const waiting = mine.operations.filter(({ state, due }) => state === "queued" && due !== undefined);
  if (waiting.length === 0) return true;
  const { payment, operations } = await readFile(desk.env.cell, id, desk);
  const by = { cell: desk.env.cell, at: nowAt(desk) };
  let decided = true;
  for (const entry of waiting) {
    if (payment === undefined || entry.origin === undefined) continue;
    const balance = await desk.ledger.get(balanceKey(payment.source));
    // What came before it was in already when it was stored.
    const about = { standIn: entry.origin, epoch: 0n, entry, theirs: [], operations };
    const read = { ...about, ...(balance === undefined ? {} : { balance }) };
    const writes = decideWaiting(read, payment, by);
    if (writes.length > 0) decided = (await write(writes, desk)).outcome === "committed" && decided;
  }
  return decided;
}
