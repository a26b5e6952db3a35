import type { IsolatedShare } from "../../domain/balances.ts";
import type { OperationDeclineCode, OperationEntry, PaymentEntry } from "../../domain/entries.ts";
import { homeOf, type AccountId, type PaymentId } from "../../domain/ids.ts";
import {
  decideOperation,
  declinedOperation,
  operationFrom,
  storeOperation,
  whyOperationRefused,
  type OperationRequest,
} from "../../domain/operations.ts";
import { operationsIn, paymentIn } from "../../domain/payment-view.ts";
import {
  capacityOver,
  isolationIsOver,
  limited,
  payeeNotCredited,
  undecided,
  type Deps,
  type HomeCapacity,
} from "../deps.ts";
import { notFound } from "../requests.ts";
import { commit, commitSteps } from "./commit.ts";
import { operateAsStandIn } from "./operate-as-stand-in.ts";
import { answerFromOperation, type OperationAnswer } from "./operation-answer.ts";
import { entriesIn, entriesOfOthers, requireVisible } from "./read-payment.ts";
import { sweepIn } from "./sweep-in.ts";

const DECISIONS_MAX = 6;

/** What of the home's own books an operation is decided from. */
interface Books {
  readonly payment: PaymentEntry;
  readonly operations: readonly OperationEntry[];
}

/** Captures, voids or refunds as what this cell is to the payment's home. */
export async function operate(id: PaymentId, asked: OperationRequest, deps: Deps): Promise<OperationAnswer> {
  const capacity = await capacityOver(homeOf(id), deps);
  switch (capacity.as) {
    case "home":
      return operateAtHome(id, asked, capacity, deps);
    case "isolatedHome": {
      const { operations } = await readBooks(id, asked, deps);
      const known = operations.find((operation) => operation.id === asked.id);
      if (known === undefined) throw limited();
      return answerFromOperation(known, asked);
    }
    case "standIn":
      return operateAsStandIn(id, asked, capacity, deps);
  }
}

/** What the ledger had to tell before an operation could be done. */
interface Learnt {
  readonly ends?: IsolatedShare;
  readonly swept?: true;
}

/** Decided on the payment as read, written only if it still is so, else decided again. */
async function operateAtHome(
  id: PaymentId,
  asked: OperationRequest,
  capacity: HomeCapacity,
  deps: Deps,
): Promise<OperationAnswer> {
  let learnt: Learnt = {};
  for (let decision = 0; decision < DECISIONS_MAX; decision += 1) {
    const books = await readBooks(id, asked, deps);
    const known = books.operations.find((operation) => operation.id === asked.id);
    if (known !== undefined) return answerFromOperation(known, asked);
    const attempted = await attempt(books, asked, learnt, capacity, deps);
    if ("answer" in attempted) return attempted;
    learnt = { ...learnt, ...attempted };
  }
  throw undecided("contention");
}

async function attempt(
  { payment, operations }: Books,
  asked: OperationRequest,
  { ends, swept }: Learnt,
  capacity: HomeCapacity,
  deps: Deps,
): Promise<OperationAnswer | Learnt> {
  const standing = ends === undefined ? capacity.standing : { ...capacity.standing, ends };
  const declineFor = (code: OperationDeclineCode) =>
    store(declinedOperation(payment, asked, code, standing), asked, capacity, deps);
  const credited = creditedBy(payment, asked);
  const decided = decideOperation(payment, operations, asked, standing, deps.stripes.pick(credited));
  if (decided.decision === "wait") throw payeeNotCredited();
  if (decided.decision === "decline") return declineFor(decided.code);
  const { steps, entry } = decided;
  const refusals = await commitSteps(steps, capacity, deps);
  if (refusals === undefined) return { answer: "accepted", operation: entry, replayed: false };
  const refusal = whyOperationRefused(steps, refusals);
  switch (refusal.means) {
    case "replay":
      return answerFromOperation(refusal.entry, asked);
    case "changed":
      return {};
    case "decline":
      return declineFor(refusal.code);
    case "not_found":
      throw notFound();
    case "striped":
      deps.stripes.remember(credited, refusal.stripes);
      return {};
    case "unswept": {
      const more = swept === undefined && (await sweepIn(payment.payee, refusal.stripes, capacity, deps));
      return more ? { swept: true } : declineFor("insufficient_funds");
    }
    case "isolated":
      if (!(await isolationIsOver(refusal.share, capacity, deps))) throw limited();
      return { ends: refusal.share };
    case "limited":
      await deps.stores.control.refreshLease();
      throw limited();
  }
}

/** Stores a refusal for good under the operation's key; whatever is found there instead is the answer. */
async function store(
  declined: OperationEntry,
  asked: OperationRequest,
  capacity: HomeCapacity,
  deps: Deps,
): Promise<OperationAnswer> {
  const refusals = await commit(storeOperation(declined, capacity.standing), capacity, deps);
  if (refusals === undefined) return { answer: "declined", operation: declined, replayed: false };
  const [{ old }] = refusals;
  if (old === undefined) throw limited();
  return answerFromOperation(operationFrom(old), asked);
}

/** The payment and its operations as its home wrote them; one that only a stand-in has yet waits to be absorbed. */
async function readBooks(id: PaymentId, asked: OperationRequest, deps: Deps): Promise<Books> {
  const entries = await entriesIn(homeOf(id), id, deps);
  const payment = paymentIn(entries);
  if (payment === undefined) {
    const others = await entriesOfOthers(homeOf(id), id, deps);
    const elsewhere = paymentIn([...others.values()].flat());
    if (elsewhere === undefined) throw notFound();
    await requireAllowed(elsewhere, asked, deps);
    throw limited();
  }
  await requireAllowed(payment, asked, deps);
  return { payment, operations: operationsIn(entries) };
}

/** A payee's tenant may give back what it was paid; what is authorized is the payer's business alone. */
async function requireAllowed(payment: PaymentEntry, asked: OperationRequest, deps: Deps): Promise<void> {
  await requireVisible(payment, asked.tenant, deps);
  if (asked.kind !== "refund" && payment.tenant !== asked.tenant) throw notFound();
}

/** Whom an operation pays in its own cell: a refund the payer, a capture the payee. */
function creditedBy({ source, payee }: PaymentEntry, { kind }: OperationRequest): AccountId {
  return kind === "refund" ? source : payee;
}
