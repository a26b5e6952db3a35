import { closeAccount, openAccount, whyNotClosed, type AccountKind } from "../../../../functions/domain/accounts.ts";
import type { Standing } from "../../../../functions/domain/balances.ts";
import { entryKey } from "../../../../functions/domain/endings.ts";
import { fromItem, type Entry, type OperationEntry } from "../../../../functions/domain/entries.ts";
import {
  accountIdOf,
  homeOf,
  operationIdOf,
  parseCellName,
  parseTenant,
  paymentIdOf,
  type AccountId,
  type CellName,
  type PaymentId,
  type RequestScope,
  type Tenant,
} from "../../../../functions/domain/ids.ts";
import {
  accountKey,
  balanceKey,
  halfKey,
  operationKey,
  paymentKey,
  writerOf,
} from "../../../../functions/domain/keys.ts";
import type { Item, Value } from "../../../../functions/domain/ledger-write.ts";
import { parseAmount, parseCurrency, type Currency } from "../../../../functions/domain/money.ts";
import {
  declinedOperation,
  decideOperation,
  storeOperation,
  whyOperationRefused,
  type OperationRequest,
} from "../../../../functions/domain/operations.ts";
import {
  declinedEntry,
  paymentFrom,
  storeDecline,
  takePayment,
  whyRefused,
  type PaymentRequest,
} from "../../../../functions/domain/payments.ts";
import { invariant, type Result } from "../../../../functions/domain/result.ts";
import { settle, settleHalf } from "../../../../functions/domain/settling.ts";
import { stripesOf } from "../../../../functions/domain/stripes.ts";
import { answersTo, dueEntryOf, whyAnswerRefused, type Known } from "../../../../functions/domain/transfers.ts";
import { createMemoryLedger, type MemoryLedger } from "./memory-ledger.ts";

/** The value of a result that has to be there. */
export function valueOf<Value>(result: Result<Value, string>): Value {
  if (!result.ok) throw new Error(`refused: ${result.refusal}`);
  return result.value;
}

export const EU = valueOf(parseCellName("eu"));
export const US = valueOf(parseCellName("us"));
export const AP = valueOf(parseCellName("ap"));
export const ACME = valueOf(parseTenant("acme"));
export const EUR = valueOf(parseCurrency("EUR"));
export const USD = valueOf(parseCurrency("USD"));
/** When everything happens, milliseconds since the epoch. */
export const NOW = 1_800_000_000_000n;

/** Under what a cell writes; epoch 1 unless said otherwise. */
export function standingOf(cell: CellName, over: Partial<Standing> = {}): Standing {
  return { cell, epoch: 1n, at: NOW, ...over };
}

/** An account id of a home, the same for the same name. */
export function accountId(home: CellName, name: string): AccountId {
  return accountIdOf(home, scope("/v1/accounts", home, name));
}

/** What a test says about an account; the rest is acme's open EUR customer account without money. */
export interface Given {
  readonly home?: CellName;
  readonly tenant?: Tenant;
  readonly currency?: Currency;
  readonly kind?: AccountKind;
  readonly overdraft?: bigint;
  readonly posted?: bigint;
  readonly closed?: boolean;
  readonly stripes?: number;
  /** Fields of the balance as some later program left them. */
  readonly balance?: Item;
}

/** What a test says about a payment; the rest is an immediate one of acme's in EUR. */
export interface Asked {
  readonly key?: string;
  readonly from: string;
  readonly to: string;
  readonly amount: bigint;
  readonly tenant?: Tenant;
  readonly currency?: Currency;
  readonly manual?: boolean;
  readonly expiresAt?: bigint;
  readonly reference?: string;
  /** The request hash, where the test sends another body under the same key. */
  readonly hash?: string;
}

/** What a test says about an operation; acme asks for all that is left. */
export type AskedOperation = Pick<OperationRequest, "kind"> &
  Partial<Pick<OperationRequest, "amount" | "final" | "tenant">> & { readonly key?: string };

/** Accounts in two cells and what can be done with them, told by names; each outcome is one word. */
export interface World {
  readonly ledger: MemoryLedger;
  account(name: string): AccountId;
  /** The request that a payment is asked for by. */
  request(asked: Asked): PaymentRequest;
  /** A state, a decline code prefixed "declined", or what else the refusal means. */
  pay(asked: Asked, standing?: Partial<Standing>): { readonly id: PaymentId; readonly outcome: string };
  operate(payment: PaymentId, asked: AskedOperation, standing?: Partial<Standing>): string;
  close(name: string): string;
  /** Everything due in a cell at this moment. */
  due(cell: CellName): readonly DueHere[];
  /** Lets a cell answer one due entry. */
  answer(cell: CellName, due: DueHere): string;
  /** Answers and notes everything until nothing is due anywhere; tells what was not answered before. */
  drain(): readonly string[];
  /** "available/posted/held" of an account. */
  figures(name: string): string;
  /** The current entry of a payment, or of the operation with this key. */
  entry(payment: PaymentId, operationKey?: string): Entry;
}

/** A due entry and the cell that wrote it. */
export interface DueHere {
  readonly origin: CellName;
  readonly entry: Entry;
}

/** A world with these accounts, funded from the settlement account of each home. */
export function given(accounts: Readonly<Record<string, Given>>): World {
  const ledger = createMemoryLedger();
  const ids = new Map<string, AccountId>();
  const account = (name: string) => {
    const id = ids.get(name);
    invariant(id !== undefined, `the test has an account ${name}`);
    return id;
  };
  const world = worldOn(ledger, account);
  for (const [name, spec] of Object.entries(accounts)) {
    const { home = EU, tenant = ACME, currency = EUR, posted = 0n } = spec;
    open(name, spec);
    if (posted > 0n) {
      const bank = `bank of ${home} in ${currency}`;
      if (!ids.has(bank)) open(bank, { home, tenant, currency, kind: "settlement" });
      const funded = world.pay({ key: `fund ${name}`, from: bank, to: name, amount: posted, currency, tenant });
      invariant(funded.outcome === "completed", `${name} is funded`);
    }
    const { closed, balance } = spec;
    const set = { ...balance, ...(closed === true ? { status: "closed" } : {}) };
    if (Object.keys(set).length > 0) {
      ledger.commit(home, [{ write: "update", key: balanceKey(account(name)), require: [], set }]);
    }
  }
  return world;

  function open(name: string, spec: Given): void {
    const { home = EU, tenant = ACME, currency = EUR, kind = "customer", overdraft = 0n, stripes = 0 } = spec;
    const id = accountId(home, name);
    ids.set(name, id);
    const opening = { id, tenant, currency, kind, overdraftLimit: overdraft, stripes, request: "v1:opening" };
    const { outcome } = ledger.commit(home, openAccount(opening, standingOf(home)));
    invariant(outcome === "committed", `${name} is opened`);
  }
}

function worldOn(ledger: MemoryLedger, account: (name: string) => AccountId): World {
  const due = (cell: CellName) =>
    ledger.items().flatMap(({ key, item }): DueHere[] =>
      // The writer of an item is a cell of the test.
      item["due"] === cell && item["kind"] !== undefined
        ? [{ origin: writerOf(key) as CellName, entry: fromItem(item) }]
        : [],
    );
  const request = (asked: Asked): PaymentRequest => {
    const source = account(asked.from);
    const { tenant = ACME, currency = EUR, manual = false, key = `${asked.from} to ${asked.to}` } = asked;
    const { expiresAt = NOW + 60_000n, reference, hash = "v1:hash" } = asked;
    return {
      id: paymentIdOf(homeOf(source), scope("/v1/accounts/{id}/payments", source, key, tenant)),
      tenant,
      source,
      payee: account(asked.to),
      amount: valueOf(parseAmount(asked.amount)),
      currency,
      capture: manual ? "manual" : "automatic",
      request: hash,
      ...(manual ? { expiresAt } : {}),
      ...(reference === undefined ? {} : { reference }),
    };
  };
  return {
    ledger,
    account,
    due,
    request,
    pay(asked, over) {
      const made = request(asked);
      return { id: made.id, outcome: pay(ledger, made, standingOf(homeOf(made.source), over)) };
    },
    operate: (payment, asked, over) => operate(ledger, payment, asked, standingOf(homeOf(payment), over)),
    close(name) {
      const id = account(name);
      const stripes = stripesOf(ledger.get(accountKey(id)));
      const writes = closeAccount(id, ACME, standingOf(homeOf(id)), stripes);
      const committed = ledger.commit(homeOf(id), writes);
      return committed.outcome === "refused"
        ? (whyNotClosed(writes, committed.refusals[0]) ?? "changed")
        : committed.outcome;
    },
    answer: (cell, { origin, entry }) => answer(ledger, cell, origin, entry),
    drain() {
      const told: string[] = [];
      for (let round = 0; round < 10; round += 1) {
        const open = [EU, US].flatMap((cell) => due(cell).map((one) => ({ cell, one })));
        for (const { cell, one } of open) told.push(answer(ledger, cell, one.origin, one.entry));
        if (open.length === 0) return told.filter((outcome) => outcome !== "answered");
      }
      throw new Error("Something stays due for ever.");
    },
    figures(name) {
      const balance = ledger.get(balanceKey(account(name))) ?? {};
      return ["available", "posted", "held"].map((figure) => `${whole(balance[figure])}`).join("/");
    },
    entry(payment, key) {
      const home = homeOf(payment);
      const operation = key === undefined ? undefined : operationIdOf(operationScope(payment, key));
      const at = operation === undefined ? paymentKey(home, payment) : operationKey(home, payment, operation);
      const item = ledger.get(at);
      invariant(item !== undefined, `there is an entry under ${at.sk}`);
      return fromItem(item);
    },
  };
}

/** Takes a payment as the payments API does, less the retries. */
function pay(ledger: MemoryLedger, request: PaymentRequest, standing: Standing): string {
  const steps = takePayment(request, standing);
  const taken = ledger.commit(
    standing.cell,
    steps.map(({ write }) => write),
  );
  if (taken.outcome === "committed") return stateAt(ledger, request.id);
  invariant(taken.outcome === "refused", "a ledger in memory has no other outcome");
  const refusal = whyRefused(steps, taken.refusals);
  switch (refusal.means) {
    case "replay":
      return `replay of ${refusal.entry.state}${refusal.entry.code === undefined ? "" : ` ${refusal.entry.code}`}`;
    case "decline": {
      ledger.commit(standing.cell, storeDecline(declinedEntry(request, refusal.code, standing), standing));
      return `declined ${refusal.code}`;
    }
    case "source_not_found":
    case "isolated":
    case "striped":
    case "unswept":
    case "limited":
      return refusal.means;
  }
}

function stateAt(ledger: MemoryLedger, payment: PaymentId): string {
  return paymentFrom(ledger.get(paymentKey(homeOf(payment), payment)) ?? {}).state;
}

function operationsOf(ledger: MemoryLedger, id: PaymentId): readonly OperationEntry[] {
  const entries = entriesUnder(ledger, paymentKey(homeOf(id), id).pk);
  return entries.filter((entry) => entry.kind !== "payment" && entry.kind !== "half");
}

/** Does an operation as the payments API does, less the retries. */
function operate(ledger: MemoryLedger, id: PaymentId, asked: AskedOperation, standing: Standing): string {
  const { kind, tenant = ACME, final = false, key = kind, amount } = asked;
  const payment = paymentFrom(ledger.get(paymentKey(standing.cell, id)) ?? {});
  const operation = operationIdOf(operationScope(id, key));
  const common = { kind, id: operation, tenant, final, request: "v1:hash" };
  const request: OperationRequest = amount === undefined ? common : { ...common, amount };
  const stored = ledger.get(operationKey(standing.cell, id, operation));
  if (stored !== undefined) return `replay of ${fromItem(stored).kind}`;
  const decision = decideOperation(payment, operationsOf(ledger, id), request, standing);
  if (decision.decision === "wait") return "wait";
  if (decision.decision === "decline") return declineOperation(decision.code);
  const done = ledger.commit(
    standing.cell,
    decision.steps.map(({ write }) => write),
  );
  if (done.outcome === "committed") return decision.entry.state;
  invariant(done.outcome === "refused", "a ledger in memory has no other outcome");
  const refusal = whyOperationRefused(decision.steps, done.refusals);
  return refusal.means === "decline" ? declineOperation(refusal.code) : refusal.means;

  function declineOperation(code: Parameters<typeof declinedOperation>[2]): string {
    const entry = declinedOperation(payment, request, code, standing);
    ledger.commit(standing.cell, storeOperation(entry, standing));
    return `declined ${code}`;
  }
}

/** Answers a due entry as the credit inbox does, then lets the entry's own cell take note. */
function answer(ledger: MemoryLedger, cell: CellName, origin: CellName, entry: Entry): string {
  const asked = dueEntryOf(entry, origin);
  invariant(asked !== undefined, "an entry is due");
  const stored = ledger.get(entryKey(cell, asked.payment, asked.operation));
  const own = stored === undefined ? undefined : fromItem(stored);
  const known: Known = own === undefined || own.kind === "half" ? {} : { own };
  for (const way of answersTo(asked, standingOf(cell), known)) {
    const given = ledger.commit(cell, way.writes);
    if (given.outcome === "committed") {
      note(ledger, origin, entry);
      return way.outcome;
    }
    invariant(given.outcome === "refused", "a ledger in memory has no other outcome");
    const { means } = whyAnswerRefused(way, given.refusals);
    if (means !== "refused") return means;
  }
  throw new Error("No way to answer was taken.");
}

/** What a cell notes about its own entry once another cell has answered it. */
function note(ledger: MemoryLedger, cell: CellName, entry: Entry): void {
  if (entry.kind === "half") {
    const key = halfKey(cell, entry.payment, entry.operation);
    ledger.commit(cell, [settleHalf(key, entry)]);
    return;
  }
  const payment = entry.kind === "payment" ? entry.id : entry.payment;
  const partition = paymentKey(homeOf(entry.payee), payment).pk;
  const halves = entriesUnder(ledger, partition).filter((other) => other.kind === "half");
  const writes = settle({ entry, halves, operationsAtHome: [] }, cell, NOW);
  if (writes.length > 0) ledger.commit(cell, writes);
}

function entriesUnder(ledger: MemoryLedger, partition: string): readonly Entry[] {
  return ledger.items().flatMap(({ key, item }) => (key.pk === partition ? [fromItem(item)] : []));
}

/** A stored number. */
export function whole(value: Value | undefined): bigint {
  invariant(typeof value === "bigint", "the ledger has a number there");
  return value;
}

function scope(route: string, resource: string, key: string, tenant = ACME): RequestScope {
  return { tenant, method: "POST", route, resource, key };
}

function operationScope(payment: PaymentId, key: string): RequestScope {
  return scope("/v1/payments/{id}/operation", payment, key);
}
