import {
  clearing,
  clearingPosting,
  credit,
  creditSystem,
  debit,
  type BalanceClause,
  type Standing,
} from "./balances.ts";
import { toItem, type Due, type Entry, type HalfEntry, type HalfOutcome, type Posting } from "./entries.ts";
import {
  systemAccountId,
  type AccountId,
  type CellName,
  type OperationId,
  type PaymentId,
  type Tenant,
} from "./ids.ts";
import { halfKey, operationKey, paymentKey, type LedgerKey } from "./keys.ts";
import { clause, firstBroken, type LedgerWrite, type Refusal } from "./ledger-write.ts";
import type { Currency } from "./money.ts";
import { invariant } from "./result.ts";

/** An entry of another cell that is due here. */
export interface DueEntry {
  /** The cell that wrote it. */
  readonly origin: CellName;
  readonly payment: PaymentId;
  readonly operation?: OperationId;
  readonly tenant?: Tenant;
  readonly currency: Currency;
  readonly amount: bigint;
  readonly due: Due;
  /** The account that money goes back to when it cannot stay. */
  readonly source?: AccountId;
  /** What the other cell did, where its entry is a half itself. */
  readonly outcome?: HalfOutcome;
}

/** One way to answer a due entry: tried in order, the next one when an account refuses the one before. */
export interface Answer {
  readonly outcome: HalfOutcome;
  readonly writes: readonly LedgerWrite<BalanceClause | "due">[];
}

/** What a stored entry asks of the cell it is due in; undefined when it is due nowhere. */
export function dueEntryOf(entry: Entry, origin: CellName): DueEntry | undefined {
  if (entry.due === undefined) return undefined;
  const { currency, amount, due } = entry;
  const common = { origin, currency, amount, due };
  switch (entry.kind) {
    case "payment":
      return { ...common, payment: entry.id, tenant: entry.tenant, source: entry.source };
    case "half": {
      const operation = entry.operation === undefined ? {} : { operation: entry.operation };
      return { ...common, ...operation, payment: entry.payment, outcome: entry.outcome };
    }
    case "capture":
    case "void":
    case "refund":
      return { ...common, payment: entry.payment, operation: entry.id, tenant: entry.tenant, source: entry.source };
  }
}

/** The ways to answer a due entry, the wanted one first. The half comes first in each: an old one is the answer. */
export function answersTo(asked: DueEntry, standing: Standing): readonly [Answer, ...Answer[]] {
  switch (asked.due.action) {
    case "credit":
      return [creditPayee(asked, standing), sendBack(asked, standing)];
    case "debit":
      return [debitPayee(asked, standing), refuseRefund(asked, standing)];
    case "creditBack":
      return [creditPayer(asked, standing), creditSuspense(asked, standing)];
    case "release":
      return [release(asked, standing)];
  }
}

/** What a refused answer means: it was given before, another way has to be taken, or it has to wait. */
export type AnswerRefusal = "answered" | "refused" | "limited";

/** Reads from the items that refused an answer what the refusal means. */
export function whyAnswerRefused(answer: Answer, refusals: readonly [Refusal, ...Refusal[]]): AnswerRefusal {
  const [{ index, old }] = refusals;
  const write = answer.writes[index];
  invariant(write !== undefined, "a refusal names a write of the answer");
  if (write.write === "put") return "answered";
  const broken = firstBroken(write.require, old);
  switch (broken) {
    case "exists":
    case "tenant":
    case "open":
    case "currency":
    case "enough":
      return "refused";
    case "due":
      return "answered";
    case "epoch":
    case "not_isolated":
    case undefined:
      return "limited";
  }
}

/**
 * What this cell notes about its own entry once it has seen another cell's half; nothing where the half is due here.
 */
export function settledBy(half: HalfEntry, standing: Standing): readonly LedgerWrite<"due">[] {
  const { payment, operation, outcome } = half;
  switch (outcome) {
    case "credited":
      return paid(half, standing);
    case "credited_back":
    case "suspended":
    case "released":
      return [settle(halfKey(standing.cell, payment, operation), {})];
    case "returned":
    case "debited":
    case "refused":
      return [];
  }
}

/** The payee has the money: the entry is complete, and what was paid can be refunded from now on. */
function paid({ payment, operation, amount }: HalfEntry, { cell }: Standing): readonly LedgerWrite<"due">[] {
  const entry = entryKey(cell, payment, operation);
  const refundable = { refundable: amount };
  if (operation === undefined) return [settle(entry, { state: "completed" }, refundable)];
  return [
    settle(entry, { state: "completed" }),
    { write: "update", key: paymentKey(cell, payment), require: [], add: refundable },
  ];
}

function creditPayee(asked: DueEntry, standing: Standing): Answer {
  const { due, currency, amount } = asked;
  return answer(
    asked,
    standing,
    "credited",
    [received(asked, standing), { account: due.account, amount }],
    [credit(due.account, currency, amount, standing.at), paidOff(asked, standing)],
  );
}

function sendBack(asked: DueEntry, standing: Standing): Answer {
  invariant(asked.source !== undefined, "what can be sent back says where it came from");
  const owed = clearingPosting(standing.cell, asked.origin, asked.payment, asked.amount);
  const due: Due = { cell: asked.origin, account: asked.source, action: "creditBack" };
  return answer(asked, standing, "returned", [received(asked, standing), owed], [], due);
}

function debitPayee(asked: DueEntry, standing: Standing): Answer {
  invariant(asked.source !== undefined, "a refund says whom it pays");
  const { currency, amount, payment, operation, tenant } = asked;
  const owed = clearingPosting(standing.cell, asked.origin, payment, amount);
  const due: Due = { cell: asked.origin, account: asked.source, action: "creditBack" };
  const entry = { last: operation ?? payment, into: "posted" } as const;
  return answer(
    asked,
    standing,
    "debited",
    [{ account: asked.due.account, amount: -amount }, owed],
    [
      debit(asked.due.account, { tenant, currency, amount }, standing, entry),
      clearing(standing.cell, asked.origin, payment, currency, amount),
    ],
    due,
  );
}

function refuseRefund(asked: DueEntry, standing: Standing): Answer {
  invariant(asked.source !== undefined, "a refund says whom it pays");
  const due: Due = { cell: asked.origin, account: asked.source, action: "release" };
  return answer(asked, standing, "refused", [], [], due);
}

function creditPayer(asked: DueEntry, standing: Standing): Answer {
  const { due, currency, amount } = asked;
  return answer(
    asked,
    standing,
    "credited_back",
    [received(asked, standing), { account: due.account, amount }],
    [credit(due.account, currency, amount, standing.at), paidOff(asked, standing), ...undone(asked, standing)],
  );
}

/** The payer's account is closed: the money waits in the cell's suspense account for an operator. */
function creditSuspense(asked: DueEntry, standing: Standing): Answer {
  const { currency, amount } = asked;
  const suspense = systemAccountId(standing.cell, "suspense", currency);
  return answer(
    asked,
    standing,
    "suspended",
    [received(asked, standing), { account: suspense, amount }],
    [creditSystem(suspense, currency, amount, standing.at), paidOff(asked, standing), ...undone(asked, standing)],
  );
}

function release(asked: DueEntry, standing: Standing): Answer {
  const { payment, operation, amount } = asked;
  const key = entryKey(standing.cell, payment, operation);
  return answer(
    asked,
    standing,
    "released",
    [],
    [
      settle(key, { state: "refused" }),
      { write: "update", key: paymentKey(standing.cell, payment), require: [], add: { refundable: amount } },
    ],
  );
}

/** What becomes of this cell's own entry once its money is back: a refund is complete, anything else is returned. */
function undone(asked: DueEntry, standing: Standing): readonly LedgerWrite<"due">[] {
  const { payment, operation, outcome } = asked;
  const entry = entryKey(standing.cell, payment, operation);
  return [settle(entry, { state: outcome === "debited" ? "completed" : "returned" })];
}

function settle(
  key: LedgerKey,
  set: { readonly state?: "completed" | "returned" | "refused" },
  add: Readonly<Record<string, bigint>> = {},
): LedgerWrite<"due"> {
  return {
    write: "update",
    key,
    require: [clause("due", { field: "due", is: "present" })],
    set,
    add,
    remove: ["due", "dueAt", "dueAccount", "dueAction"],
  };
}

function answer(
  asked: DueEntry,
  standing: Standing,
  outcome: HalfOutcome,
  postings: readonly Posting[],
  writes: Answer["writes"],
  due?: Due,
): Answer {
  const { payment, operation, origin, amount, currency } = asked;
  const half: HalfEntry = {
    kind: "half",
    payment,
    ...(operation === undefined ? {} : { operation }),
    origin,
    outcome,
    amount,
    currency,
    postings,
    at: standing.at,
    ...(due === undefined ? {} : { due }),
  };
  const key = halfKey(standing.cell, payment, operation);
  return { outcome, writes: [{ write: "put", key, item: toItem(half) }, ...writes] };
}

function received(asked: DueEntry, standing: Standing): Posting {
  return clearingPosting(standing.cell, asked.origin, asked.payment, -asked.amount);
}

function paidOff(asked: DueEntry, standing: Standing): LedgerWrite<never> {
  return clearing(standing.cell, asked.origin, asked.payment, asked.currency, -asked.amount);
}

function entryKey(cell: CellName, payment: PaymentId, operation: OperationId | undefined): LedgerKey {
  return operation === undefined ? paymentKey(cell, payment) : operationKey(cell, payment, operation);
}
