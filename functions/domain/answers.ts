import {
  clearing,
  clearingPosting,
  credit,
  creditSystem,
  debit,
  type BalanceClause,
  type Standing,
} from "./balances.ts";
import { ended } from "./endings.ts";
import {
  toItem,
  traceOf,
  type Due,
  type HalfEntry,
  type HalfOutcome,
  type OperationEntry,
  type PaymentEntry,
  type Posting,
} from "./entries.ts";
import {
  homeOf,
  systemAccountId,
  type AccountId,
  type CellName,
  type OperationId,
  type PaymentId,
  type Tenant,
} from "./ids.ts";
import { bounceKey, halfKey, paymentKey, type LedgerKey } from "./keys.ts";
import type { LedgerWrite } from "./ledger-write.ts";
import type { Currency } from "./money.ts";
import { invariant } from "./result.ts";

/** An entry of another cell that is due here, or an own one that waited for authority. */
export interface DueEntry {
  /** The cell that wrote it. */
  readonly origin: CellName;
  readonly payment: PaymentId;
  readonly operation?: OperationId;
  readonly tenant?: Tenant;
  readonly currency: Currency;
  readonly amount: bigint;
  readonly due: Due;
  /** The request hash under which it was asked for. */
  readonly request?: string;
  /** The account that money goes back to when it cannot stay. */
  readonly source?: AccountId;
  /** What the other cell did, where its entry is a half itself, and to whose entry. */
  readonly half?: { readonly outcome: HalfOutcome; readonly origin: CellName };
  /** The cell whose entry it reverses. */
  readonly reverses?: CellName;
}

/** One way to answer a due entry: tried in order, the next one when an account refuses the one before. */
export interface Answer {
  readonly outcome: HalfOutcome;
  readonly writes: readonly LedgerWrite<AnswerClause>[];
}

/** Why a write of an answer was refused. */
export type AnswerClause = BalanceClause | "unchanged" | "first_of_request";

/** Credits the payee, out of what the cell that wrote the entry owes. */
export function creditPayee(asked: DueEntry, standing: Standing, key: LedgerKey, stripe: number | undefined): Answer {
  const { due, currency, amount } = asked;
  const postings = [received(asked, standing), { account: due.account, amount }];
  const writes = [credit(due.account, currency, amount, standing.at, stripe), paidOff(asked, standing)];
  return answer(asked, standing, key, { outcome: "credited", postings, writes });
}

/** The payee cannot have it: the payer's home is owed it, and gives it back to the payer. */
export function sendBack(asked: DueEntry, standing: Standing, key: LedgerKey): Answer {
  invariant(asked.source !== undefined, "what can be sent back says where it came from");
  const due: Due = { cell: homeOf(asked.payment), account: asked.source, action: "creditBack" };
  return answer(asked, standing, key, { outcome: "returned", ...toPayersHome(asked, standing), due });
}

/** Nobody is paid twice: the payer's home gets it, where the entry is reversed. */
export function bounce(asked: DueEntry, standing: Standing, key: LedgerKey): Answer {
  return answer(asked, standing, key, { outcome: "bounced", ...toPayersHome(asked, standing) });
}

/** What came in from one cell is owed to the payer's home, which may be that very cell. */
function toPayersHome(asked: DueEntry, standing: Standing) {
  const { payment, currency, amount, origin } = asked;
  const home = homeOf(payment);
  const postings = [received(asked, standing), clearingPosting(standing.cell, home, payment, amount)];
  // What goes back to where it came from moves no row.
  const moved = [paidOff(asked, standing), clearing(standing.cell, home, payment, currency, amount)];
  return { postings, writes: origin === home ? [] : moved };
}

/** Takes a refund from the payee, or what a reversal asks back. */
export function debitPayee(asked: DueEntry, standing: Standing): Answer {
  invariant(asked.source !== undefined, "a refund says whom it pays");
  const { currency, amount, payment, operation, tenant } = asked;
  const owed = clearingPosting(standing.cell, asked.origin, payment, amount);
  const due: Due = { cell: asked.origin, account: asked.source, action: "creditBack" };
  const entry = { last: operation ?? payment, into: "posted" } as const;
  const postings = [{ account: asked.due.account, amount: -amount }, owed];
  const writes = [
    debit(asked.due.account, { tenant, currency, amount }, standing, entry),
    clearing(standing.cell, asked.origin, payment, currency, amount),
  ];
  return answer(asked, standing, answerKey(asked, standing.cell), { outcome: "debited", postings, writes, due });
}

/** The payee cannot or need not pay: what was reserved for it is released. */
export function refuseDebit(asked: DueEntry, standing: Standing): Answer {
  invariant(asked.source !== undefined, "a refund says whom it pays");
  const due: Due = { cell: asked.origin, account: asked.source, action: "release" };
  return answer(asked, standing, answerKey(asked, standing.cell), {
    outcome: "refused",
    postings: [],
    writes: [],
    due,
  });
}

/** What is asked back was sent back as a second entry's before: the payer's home is owed it already. */
export function handOver(asked: DueEntry, standing: Standing): Answer {
  invariant(asked.source !== undefined, "a reversal says whom it pays");
  const due: Due = { cell: asked.origin, account: asked.source, action: "creditBack" };
  return answer(asked, standing, answerKey(asked, standing.cell), {
    outcome: "debited",
    postings: [],
    writes: [],
    due,
  });
}

/** Both accounts are here: a refund that had waited for authority is done at once. */
export function refundHere(
  asked: DueEntry,
  standing: Standing,
  own: OperationEntry,
  stripe: number | undefined,
): Answer {
  const { currency, amount } = asked;
  const taken = { account: own.payee, amount: -amount };
  const writes = [
    debitRefunder(asked, standing, own),
    credit(own.source, currency, amount, standing.at, stripe),
    ...ended(own, "completed", standing),
  ];
  const postings = [taken, { account: own.source, amount }];
  return answer(asked, standing, answerKey(asked, standing.cell), { outcome: "credited_back", postings, writes });
}

/** Likewise where the payer cannot have the money any more. */
export function refundToSuspense(asked: DueEntry, standing: Standing, own: OperationEntry): Answer {
  const { currency, amount } = asked;
  const suspense = systemAccountId(standing.cell, "suspense", currency);
  const postings = [
    { account: own.payee, amount: -amount },
    { account: suspense, amount },
  ];
  const writes = [
    debitRefunder(asked, standing, own),
    creditSystem(suspense, currency, amount, standing.at),
    ...ended(own, "completed", standing),
  ];
  return answer(asked, standing, answerKey(asked, standing.cell), { outcome: "suspended", postings, writes });
}

function debitRefunder(asked: DueEntry, standing: Standing, own: OperationEntry): LedgerWrite<BalanceClause> {
  const { currency, amount, tenant } = asked;
  return debit(own.payee, { tenant, currency, amount }, standing, { last: own.id, into: "posted" });
}

/** Gives the payer its money back, and ends the entry that it comes back from or by. */
export function creditPayer(
  asked: DueEntry,
  standing: Standing,
  own: PaymentEntry | OperationEntry,
  stripe: number | undefined,
): Answer {
  const { due, currency, amount } = asked;
  const postings = [received(asked, standing), { account: due.account, amount }];
  const writes = [
    credit(due.account, currency, amount, standing.at, stripe),
    paidOff(asked, standing),
    ...undone(asked, standing, own),
  ];
  return answer(asked, standing, answerKey(asked, standing.cell), { outcome: "credited_back", postings, writes });
}

/** The payer's account cannot have it: the money is in the cell's suspense account for an operator to see. */
export function creditSuspense(
  asked: DueEntry,
  standing: Standing,
  own: PaymentEntry | OperationEntry | undefined,
): Answer {
  const { currency, amount } = asked;
  const suspense = systemAccountId(standing.cell, "suspense", currency);
  const postings = [received(asked, standing), { account: suspense, amount }];
  const writes = [
    creditSystem(suspense, currency, amount, standing.at),
    paidOff(asked, standing),
    ...(own === undefined ? [] : undone(asked, standing, own)),
  ];
  return answer(asked, standing, answerKey(asked, standing.cell), { outcome: "suspended", postings, writes });
}

/** Ends an entry that the payee has refused; what a refund had reserved can be refunded again. */
export function release(asked: DueEntry, standing: Standing, own: PaymentEntry | OperationEntry): Answer {
  const { payment, amount } = asked;
  const reserved: LedgerWrite<never> = {
    write: "update",
    key: paymentKey(standing.cell, payment),
    require: [],
    add: { refundable: amount },
  };
  // A reversal has reserved nothing.
  const writes = [...ended(own, "refused", standing), ...(own.kind === "refund" ? [reserved] : [])];
  return answer(asked, standing, answerKey(asked, standing.cell), { outcome: "released", postings: [], writes });
}

/** What becomes of this cell's own entry once its money is back: what was to bring it is complete, else returned. */
function undone(
  asked: DueEntry,
  standing: Standing,
  own: PaymentEntry | OperationEntry,
): readonly LedgerWrite<"unchanged">[] {
  return ended(own, asked.half?.outcome === "debited" ? "completed" : "returned", standing, asked.half?.origin);
}

/** Where the answer to an entry stands that `writer` wrote and `cell` answered, unless it is the second of its id. */
function answerKey(asked: DueEntry, cell: CellName): LedgerKey {
  const { payment, operation, half } = asked;
  // Money may come back from more than one cell's entry of the same id; the home's own comes first.
  const second = half?.outcome === "returned" && half.origin !== cell;
  return second ? bounceKey(cell, payment, half.origin, operation) : halfKey(cell, payment, operation);
}

function answer(
  asked: DueEntry,
  standing: Standing,
  key: LedgerKey,
  of: Pick<HalfEntry, "outcome" | "postings" | "due"> & Pick<Answer, "writes">,
): Answer {
  const { payment, operation, origin, amount, currency, request } = asked;
  const { outcome, postings, due, writes } = of;
  const half: HalfEntry = {
    kind: "half",
    payment,
    ...(operation === undefined ? {} : { operation }),
    origin,
    outcome,
    amount,
    currency,
    postings,
    ...(request === undefined ? {} : { request }),
    at: standing.at,
    ...traceOf(standing),
    ...(due === undefined ? {} : { due }),
  };
  return { outcome, writes: [{ write: "put", key, item: toItem(half) }, ...writes] };
}

function received(asked: DueEntry, standing: Standing): Posting {
  return clearingPosting(standing.cell, asked.origin, asked.payment, -asked.amount);
}

function paidOff(asked: DueEntry, standing: Standing): LedgerWrite<never> {
  return clearing(standing.cell, asked.origin, asked.payment, asked.currency, -asked.amount);
}
