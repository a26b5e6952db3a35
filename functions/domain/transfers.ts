import type { Standing } from "./balances.ts";
import {
  bounce,
  creditPayee,
  creditPayer,
  creditSuspense,
  debitPayee,
  handOver,
  refundHere,
  refundToSuspense,
  refuseDebit,
  release,
  sendBack,
  type Answer,
  type DueEntry,
} from "./answers.ts";
import type { Entry, HalfEntry, OperationEntry, PaymentEntry } from "./entries.ts";
import { lengthPrefixedHash, type CellName } from "./ids.ts";
import { bounceKey, halfKey } from "./keys.ts";
import { clause, firstBroken, refusedStep, type Item, type LedgerWrite, type Refusal } from "./ledger-write.ts";

/** What this cell knows about a due entry from its own items. */
export interface Known {
  /** This cell's own entry that the answer completes: what is credited back or released. */
  readonly own?: PaymentEntry | OperationEntry;
  /** Whether this home has reversed the entry that money comes back from. */
  readonly reversed?: boolean;
  /** This cell's half under the same id, which was put for another cell's entry. */
  readonly first?: Item;
  /** This cell's half for the entry that is to be reversed. */
  readonly paid?: HalfEntry;
  /** The stripe of the payee's to credit, by number, where the payee is striped. */
  readonly stripe?: number;
}

/** What a stored entry asks of the cell it is due in; undefined when nobody is asked. */
export function dueEntryOf(entry: Entry, writer: CellName): DueEntry | undefined {
  if (entry.due === undefined || entry.due.action === "await") return undefined;
  const { currency, amount, due, request } = entry;
  const common = { origin: writer, currency, amount, due, ...(request === undefined ? {} : { request }) };
  switch (entry.kind) {
    case "payment":
      return { ...common, payment: entry.id, tenant: entry.tenant, source: entry.source };
    case "half": {
      const { payment, operation, outcome, origin } = entry;
      return { ...common, ...(operation === undefined ? {} : { operation }), payment, half: { outcome, origin } };
    }
    case "capture":
    case "void":
    case "refund":
    case "expiry":
      return { ...common, payment: entry.payment, operation: entry.id, tenant: entry.tenant, source: entry.source };
    case "reversal": {
      const { payment, id, source, origin } = entry;
      // The payee's tenant asked for nothing here.
      return { ...common, payment, operation: id, source, ...(origin === undefined ? {} : { reverses: origin }) };
    }
  }
}

/**
 * The ways to answer a due entry, the wanted one first; none where it has to wait for something that this cell has not
 * seen. The half comes first in each: an old one is the answer, unless it was put for another cell's entry (`first`).
 */
export function answersTo(asked: DueEntry, standing: Standing, known: Known): readonly Answer[] {
  switch (asked.due.action) {
    case "credit":
      return credits(asked, standing, known);
    case "debit":
      return debits(asked, standing, known);
    case "creditBack":
      return creditsBack(asked, standing, known);
    case "release":
      return known.own === undefined ? [] : [release(asked, standing, known.own)];
    case "await":
      throw new Error("Invariant broken: what a home awaits is answered by nobody");
  }
}

/**
 * What a refused answer means: it was given before; another way has to be taken; the payee is striped; another cell's
 * entry of the same id was answered before; or it has to wait.
 */
export type AnswerRefusal =
  | { readonly means: "answered" | "refused" | "limited" }
  | { readonly means: "striped" | "not_isolated" | "second"; readonly old: Item };

/** Reads from the items that refused an answer what the refusal means. */
export function whyAnswerRefused(answer: Answer, refusals: readonly [Refusal, ...Refusal[]]): AnswerRefusal {
  const [refusal] = refusals;
  const write = refusedStep(answer.writes, refusal);
  const { index, old } = refusal;
  if (write.write === "put") {
    if (index > 0 || old === undefined) return { means: "limited" };
    return old["origin"] === write.item["origin"] ? { means: "answered" } : { means: "second", old };
  }
  const broken = firstBroken(write.require, old);
  switch (broken) {
    case "exists":
    case "tenant":
    case "open":
    case "currency":
    case "enough":
      return { means: "refused" };
    case "unstriped":
      return old === undefined ? { means: "limited" } : { means: "striped", old };
    case "not_isolated":
      return old === undefined ? { means: "limited" } : { means: "not_isolated", old };
    case "epoch":
    case "unchanged":
    case "first_of_request":
    case undefined:
      return { means: "limited" };
  }
}

/** An id's first entry is credited; a second of the same request goes back, one of another request is credited too. */
function credits(asked: DueEntry, standing: Standing, { first, stripe }: Known): readonly Answer[] {
  const key = halfKey(standing.cell, asked.payment, asked.operation);
  if (first === undefined) {
    return [creditPayee(asked, standing, key, stripe), sendBack(asked, standing, key)];
  }
  const own = bounceKey(standing.cell, asked.payment, asked.origin, asked.operation);
  const field = `also_${lengthPrefixedHash([asked.request ?? ""])}`;
  // An item of an earlier program names no request: the same id is then taken for the same request.
  const same = first["request"] === undefined || first["request"] === asked.request;
  if (same || (first[field] !== undefined && first[field] !== asked.origin)) return [bounce(asked, standing, own)];
  // The first half keeps book of the other requests, so that of each of them one entry is credited too.
  const noted: LedgerWrite<"first_of_request"> = {
    write: "update",
    key,
    require: [clause("first_of_request", { field, is: "absent" })],
    set: { [field]: asked.origin },
  };
  return [creditPayee(asked, standing, own, stripe), sendBack(asked, standing, own)].map((way) => ({
    ...way,
    writes: [...way.writes, noted],
  }));
}

function debits(asked: DueEntry, standing: Standing, known: Known): readonly Answer[] {
  if (asked.origin === standing.cell) {
    const { own } = known;
    if (own === undefined || own.kind === "payment") return [];
    return [
      refundHere(asked, standing, own, known.stripe),
      refundToSuspense(asked, standing, own),
      release(asked, standing, own),
    ];
  }
  if (asked.reverses === undefined) return [debitPayee(asked, standing), refuseDebit(asked, standing)];
  // Nobody gives back what it was not given yet.
  if (known.paid === undefined) return [];
  if (known.paid.outcome === "bounced") return [handOver(asked, standing)];
  const refused = refuseDebit(asked, standing);
  return known.paid.outcome === "credited" ? [debitPayee(asked, standing), refused] : [refused];
}

/** States of an entry that has moved nothing, or nothing any more: no money comes back to it. */
const WITHOUT_MONEY: ReadonlySet<string> = new Set(["declined", "reversed"]);

function creditsBack(asked: DueEntry, standing: Standing, known: Known): readonly Answer[] {
  const { own, reversed, stripe } = known;
  const stands = own !== undefined && !WITHOUT_MONEY.has(own.state) && isOf(asked, own, standing);
  if (stands) return [creditPayer(asked, standing, own, stripe), creditSuspense(asked, standing, own)];
  // The home has laid the money out of suspense.
  return reversed === true ? [creditSuspense(asked, standing, undefined)] : [];
}

/** Whether money that comes back belongs to this home's own entry, or to the copy that it absorbed. */
function isOf({ half, request }: DueEntry, own: PaymentEntry | OperationEntry, { cell }: Standing): boolean {
  return half?.outcome !== "returned" || half.origin === cell || request === undefined || request === own.request;
}
