import type { LedgerKey } from "../../functions/domain/keys.ts";
import type { DynamoDb } from "../../local/aws/dynamodb/index.ts";
import type { Breach, Finding } from "../checkers/checker.ts";
import { nameOf, sortOf, type LedgerState, type StoredItem } from "../checkers/ledger-view.ts";
import { checkWrites, type WriteRecord } from "../checkers/one-writer.ts";
import { checkReturns } from "../checkers/returns-whole.ts";
import { checkSent, type NetworkNote } from "../checkers/sent-calls.ts";
import { changeBreaches, changesSeen } from "../checkers/state-changes.ts";
import type { Tail } from "../checkers/tail.ts";
import type { Container } from "./containers.ts";
import { keyIn, picked, textIn, type ImageChange } from "./images.ts";
import type { Request } from "./request-names.ts";
import { debitIn } from "./sent-debits.ts";
import { AUTHORITY_TABLE, LEDGER_TABLE } from "./tables.ts";
import { watchAccounts } from "./watched-accounts.ts";
import { watchTakeovers } from "./watched-takeovers.ts";

/** Sees what no state at the end shows: who wrote what, every change in its turn, and what was sent when. */
export interface Witness {
  /** A container sends a call. */
  sends(from: Container, request: Request): void;
  /** Does for a container what its call asks for. */
  during<Outcome>(from: Container, act: () => Outcome): Outcome;
  /** How many items were written so far. */
  writes(): number;
  /** What the checkers of a state have to know besides its items. */
  background(): Background;
  /** What the checkers of changes, writers, returns and calls find. */
  findings(): readonly Finding[];
}

/** What a state does not say of its own past. */
export type Background = Required<Pick<LedgerState, "lowest" | "declaredDead" | "returnedEarly">> & {
  readonly earlierRows: readonly StoredItem[];
  readonly unknownAtReturn: readonly Tail[];
};

/** The fields that changes are judged by, for each kind of partition that is kept for ever. */
const LOOKED_AT: Readonly<Record<string, readonly string[]>> = {
  pay: ["state", "postings"],
  acct: ["state", "version", "debited", "epoch"],
  standin: ["state", "count", "digest"],
  claim: [],
  event: [],
};

/** Watches a platform from now on. */
export function createWitness(dynamoDb: Pick<DynamoDb, "onWrite">): Witness {
  const notes: NetworkNote[] = [];
  const writes: WriteRecord[] = [];
  const breaches: Breach[] = [];
  const accounts = watchAccounts(notes);
  const takeovers = watchTakeovers(accounts, notes);
  let writing = "nobody";

  function ofLedger(key: LedgerKey, { before, after }: ImageChange): void {
    const sort = sortOf(key);
    const fields = LOOKED_AT[sort];
    if (fields === undefined) return;
    if (after === undefined) {
      breaches.push({ fault: `${nameOf(key)} was deleted.`, items: [] });
      return;
    }
    if (sort === "standin") takeovers.ofRow(key, after);
    if (sort === "acct") accounts.ofBalance(key, { before, after });
    if (before === undefined || fields.length === 0) return;
    breaches.push(...changeBreaches({ key, item: picked(before, fields) }, { key, item: picked(after, fields) }));
  }

  dynamoDb.onWrite(({ table, before, after }) => {
    // The model holds values in the wire's form, as the SDK's types describe it.
    const change = { before, after } as ImageChange;
    if (table === AUTHORITY_TABLE) takeovers.ofAuthority(change);
    if (change.after !== undefined && textIn(change.after, "pk") === "lease") accounts.ofLease(table, change.after);
    if (table !== LEDGER_TABLE) return;
    const key = keyIn(change.after ?? change.before ?? {});
    writes.push({ cell: writing, key });
    ofLedger(key, change);
  });

  return {
    sends({ id, cell, busy }, request) {
      const debit = debitIn(cell, request);
      if (busy && debit === undefined) return;
      notes.push({ note: "sent", by: id, cell, action: request.action, busy, ...(debit && { debit }) });
    },
    during({ cell }, act) {
      writing = cell;
      try {
        return act();
      } finally {
        writing = "nobody";
      }
    },
    writes: () => writes.length,
    background() {
      const { declaredDead, returnedEarly, unknownAtReturn } = takeovers;
      const [lowest, earlierRows] = [accounts.lowest(), accounts.earlierRows()];
      return { lowest, declaredDead, returnedEarly, earlierRows, unknownAtReturn };
    },
    findings: () => [checkWrites(writes), changesSeen(breaches), checkReturns(takeovers.returns), ...checkSent(notes)],
  };
}
