import type { Standing } from "../../domain/balances.ts";
import { fromItem, type HalfEntry, type OperationEntry, type PaymentEntry } from "../../domain/entries.ts";
import { homeOf, type PaymentId, type Tenant } from "../../domain/ids.ts";
import { balanceKey, paymentPartition } from "../../domain/keys.ts";
import {
  decideOperation,
  declinedOperation,
  operationFrom,
  storeOperation,
  whyOperationRefused,
  type OperationRequest,
} from "../../domain/operations.ts";
import { viewPayment, type PaymentView } from "../../domain/payment-view.ts";
import { attemptGate, limited, payeeNotCredited, standingFor, undecided, type Deps } from "../deps.ts";
import { notFound } from "../requests.ts";

/** What became of an operation request. */
export type OperationAnswer =
  | { readonly answer: "accepted" | "declined"; readonly operation: OperationEntry; readonly replayed: boolean }
  | { readonly answer: "key_reused" };

const DECISIONS_MAX = 4;

/** A payment with its operations and halves, as far as this cell has seen them. */
export async function readPayment(id: PaymentId, tenant: Tenant, deps: Deps): Promise<PaymentView> {
  const { payment, operations } = await readPartition(id, tenant, deps);
  const away = homeOf(payment.payee);
  const elsewhere = away === homeOf(id) ? [] : await deps.stores.ledger.partition(paymentPartition(away, id));
  const halves = elsewhere.map(({ item }) => fromItem(item)).filter(isHalf);
  return viewPayment(payment, operations, halves);
}

/** Captures, voids or refunds: decided on the payment as read, written only if it still is so, else decided again. */
export async function operate(id: PaymentId, asked: OperationRequest, deps: Deps): Promise<OperationAnswer> {
  const standing = await standingFor(homeOf(id), deps);
  for (let decision = 0; decision < DECISIONS_MAX; decision += 1) {
    const { payment, operations } = await readPartition(id, asked.tenant, deps);
    // A payee's tenant may give back what it was paid; what is authorized is the payer's business alone.
    if (asked.kind !== "refund" && payment.tenant !== asked.tenant) throw notFound();
    const known = operations.find((operation) => operation.id === asked.id);
    if (known !== undefined) return replay(known, asked);
    const answer = await attempt(payment, operations, asked, standing, deps);
    if (answer !== "changed") return answer;
  }
  throw undecided("contention");
}

async function attempt(
  payment: PaymentEntry,
  operations: readonly OperationEntry[],
  asked: OperationRequest,
  standing: Standing,
  deps: Deps,
): Promise<OperationAnswer | "changed"> {
  const decided = decideOperation(payment, operations, asked, standing);
  if (decided.decision === "wait") throw payeeNotCredited();
  if (decided.decision === "decline") {
    return store(declinedOperation(payment, asked, decided.code, standing), asked, standing, deps);
  }
  const { steps, entry } = decided;
  const result = await deps.stores.ledger.commit(
    steps.map(({ write }) => write),
    attemptGate(deps),
  );
  switch (result.outcome) {
    case "committed":
      return { answer: "accepted", operation: entry, replayed: false };
    case "contention":
    case "unknown":
    case "lease_ended":
      throw undecided(result.outcome);
    case "refused": {
      const refusal = whyOperationRefused(steps, result.refusals);
      switch (refusal.means) {
        case "replay":
          return replay(refusal.entry, asked);
        case "changed":
          return "changed";
        case "decline":
          return store(declinedOperation(payment, asked, refusal.code, standing), asked, standing, deps);
        case "not_found":
          throw notFound();
        case "limited":
          await deps.stores.control.refreshLease();
          throw limited();
      }
    }
  }
}

/** Stores a refusal for good under the operation's key; whatever is found there instead is the answer. */
async function store(
  declined: OperationEntry,
  asked: OperationRequest,
  standing: Standing,
  deps: Deps,
): Promise<OperationAnswer> {
  const result = await deps.stores.ledger.commit(storeOperation(declined, standing), attemptGate(deps));
  switch (result.outcome) {
    case "committed":
      return { answer: "declined", operation: declined, replayed: false };
    case "refused": {
      const old = result.refusals[0].old;
      if (old === undefined) throw limited();
      return replay(operationFrom(old), asked);
    }
    case "contention":
    case "unknown":
    case "lease_ended":
      throw undecided(result.outcome);
  }
}

/** The payment and its operations as its home wrote them; a payee's tenant may see and refund what it was paid. */
async function readPartition(
  id: PaymentId,
  tenant: Tenant,
  deps: Deps,
): Promise<{ readonly payment: PaymentEntry; readonly operations: readonly OperationEntry[] }> {
  const items = await deps.stores.ledger.partition(paymentPartition(homeOf(id), id));
  const entries = items.map(({ item }) => fromItem(item));
  const payment = entries.find((entry) => entry.kind === "payment");
  if (payment === undefined) throw notFound();
  if (payment.tenant !== tenant) {
    const payee = await deps.stores.ledger.get(balanceKey(payment.payee));
    if (payee?.["tenant"] !== tenant || payment.code !== undefined) throw notFound();
  }
  return { payment, operations: entries.filter(isOperation) };
}

function replay(operation: OperationEntry, asked: OperationRequest): OperationAnswer {
  if (operation.request !== asked.request) return { answer: "key_reused" };
  return { answer: operation.code === undefined ? "accepted" : "declined", operation, replayed: true };
}

function isOperation(entry: PaymentEntry | OperationEntry | HalfEntry): entry is OperationEntry {
  return entry.kind !== "payment" && entry.kind !== "half";
}

function isHalf(entry: PaymentEntry | OperationEntry | HalfEntry): entry is HalfEntry {
  return entry.kind === "half";
}
