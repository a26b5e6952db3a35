import type { StandInStanding } from "./allowance.ts";
import type { Standing } from "./balances.ts";
import { toItem, type Entry, type HalfEntry, type OperationEntry, type PaymentEntry } from "./entries.ts";
import { homeOf } from "./ids.ts";
import { halfKey, operationKey, paymentKey } from "./keys.ts";
import { clause, refusedStep, type LedgerWrite, type Refusal } from "./ledger-write.ts";
import {
  decideOperation,
  operationFrom,
  whyOperationRefused,
  type OperationRequest,
  type OperationStep,
} from "./operations.ts";
import { invariant } from "./result.ts";
import { nowhereElse, wordToHome } from "./stand-in.ts";

/** What a stand-in's replica has of a payment. */
export interface PaymentSeen {
  /** The payment, in whosever books it was found. */
  readonly payment: PaymentEntry;
  /** What stands in the stand-in's own books. */
  readonly own: readonly Entry[];
  /** What stands in the home's. */
  readonly homes: readonly Entry[];
}

/** One write of a stand-in's operation, and what it is there for. */
export interface StandInOperationStep {
  readonly role: OperationStep["role"] | "elsewhere" | "half" | "fence" | "claim";
  readonly write: OperationStep["write"] | LedgerWrite<"fence_open" | "not_elsewhere">;
}

/** What a stand-in decides about an operation from its replica as it read it. */
export type StandInOperationDecision =
  | { readonly decision: "write"; readonly entry: OperationEntry; readonly steps: readonly StandInOperationStep[] }
  /** It cannot be done now, and only the home declines for good. */
  | { readonly decision: "limited" };

/**
 * Captures and voids what the stand-in itself authorized and holds; everything else is queued for the home, which
 * decides it when it absorbs the entry and tells the outcome by an event.
 */
export function decideStandInOperation(
  seen: PaymentSeen,
  asked: OperationRequest,
  standing: StandInStanding,
  stripe?: number,
): StandInOperationDecision {
  const held = heldHere(seen);
  if (held === undefined || asked.kind === "refund") return withWord(queue(seen, asked, standing), standing);
  const operations = seen.own.filter(isOperation);
  const decided = decideOperation(held, operations, asked, standing, stripe);
  if (decided.decision !== "write") return { decision: "limited" };
  return withWord({ ...decided, steps: decided.steps.map(byItself) }, standing);
}

/** What a refused operation of a stand-in means; never a decline. */
export type StandInOperationRefusal =
  | { readonly means: "replay"; readonly entry: OperationEntry }
  /** What was read is no longer so: read again and decide again. */
  | { readonly means: "changed" }
  | { readonly means: "striped"; readonly stripes: number }
  | { readonly means: "limited" };

/** Reads from the items that refused a stand-in's operation what the refusal means; an old one is judged first. */
export function whyStandInOperationRefused(
  steps: readonly StandInOperationStep[],
  [refusal]: readonly [Refusal, ...Refusal[]],
): StandInOperationRefusal {
  const step = refusedStep(steps, refusal);
  const { old } = refusal;
  switch (step.role) {
    case "operation":
    case "elsewhere":
      return old === undefined ? { means: "changed" } : { means: "replay", entry: operationFrom(old) };
    case "fence":
      return { means: "limited" };
    case "half":
    case "claim":
    case "payment":
    case "hold":
    case "position":
    case "source":
    case "clearing":
    case "told":
      return { means: "changed" };
    case "payee": {
      // A payee's step is what decideOperation made of it.
      const why = whyOperationRefused([step as OperationStep], [{ index: 0, old }]);
      return why.means === "striped" ? why : { means: "limited" };
    }
  }
}

/**
 * An authorization in the stand-in's own books about which neither the home has done anything by itself, nor anything
 * was left to it: what it makes of that, these books do not say. A refund holds nothing.
 */
function heldHere(seen: PaymentSeen): PaymentEntry | undefined {
  const payment = authorizedHere(seen);
  if (payment === undefined || payment.state === "reversed" || payment.leftToHome === true) return undefined;
  const done = seen.own.filter(isOperation).filter(({ queued }) => queued === undefined);
  const mine = new Set(done.map(({ id }) => id));
  const moving = seen.homes.filter(isOperation).filter(({ kind }) => kind !== "refund");
  return moving.every(({ id }) => mine.has(id)) ? payment : undefined;
}

function authorizedHere({ own }: PaymentSeen): PaymentEntry | undefined {
  const payment = own.find((entry) => entry.kind === "payment");
  return payment?.capture === "manual" ? payment : undefined;
}

/** The stand-in's own capture or void is counted on its authorization: it comes before what is left to the home. */
function byItself({ role, write }: OperationStep): OperationStep {
  if (role !== "payment" || write.write !== "update") return { role, write };
  const require = [...write.require, clause("unchanged", { field: "leftToHome", is: "absent" })];
  return { role, write: { ...write, require, add: { ...write.add, operated: 1n } } };
}

function queue(seen: PaymentSeen, asked: OperationRequest, standing: Standing) {
  const { payment } = seen;
  const here = authorizedHere(seen);
  const after = here?.operated ?? 0n;
  const { kind, id, tenant, request, final, amount } = asked;
  const { source, payee, currency } = payment;
  const entry: OperationEntry = {
    kind,
    id,
    payment: payment.id,
    tenant,
    source,
    payee,
    amount: amount ?? 0n,
    currency,
    request,
    postings: [],
    at: standing.at,
    state: "queued",
    queued: { final, ...(amount === undefined ? {} : { amount }), ...(after === 0n ? {} : { after }) },
  };
  const key = operationKey(standing.cell, payment.id, id);
  const step: StandInOperationStep = { role: "operation", write: { write: "put", key, item: toItem(entry) } };
  const leaving = here === undefined || kind === "refund" ? [] : [leaveToHome(here, standing)];
  return { entry, steps: [step, ...leaving] };
}

/** From here on the home decides alone: what the stand-in has done by itself until now is all, and comes before. */
function leaveToHome({ id, operated }: PaymentEntry, { cell }: Standing): StandInOperationStep {
  const asRead = operated === undefined ? ({ is: "absent" } as const) : ({ is: "=", value: operated } as const);
  const require = [clause("unchanged", { field: "operated", ...asRead })];
  const write = { write: "update", key: paymentKey(cell, id), require, set: { leftToHome: true } } as const;
  return { role: "payment", write };
}

/** The operation first, then its like in other cells, then what it does, and the word to the home. */
function withWord(
  { entry, steps }: { readonly entry: OperationEntry; readonly steps: readonly StandInOperationStep[] },
  standing: StandInStanding,
): StandInOperationDecision {
  const { home, epoch, others } = standing;
  const { id: operation, payment, source: account, at } = entry;
  const [record, ...more] = steps;
  invariant(record?.role === "operation", "an operation begins with its entry");
  const elsewhere = others.map((other) => nowhereElse("elsewhere", operationKey(other, payment, operation), "kind"));
  const word = wordToHome(standing, { home, account, epoch, payment, operation, at });
  return {
    decision: "write",
    entry,
    steps: [record, ...elsewhere, ...more, ...ownHalf(entry, standing), ...word],
  };
}

/** A payee at home here is credited at once; its half keeps the inbox from doing it again. */
function ownHalf(entry: OperationEntry, { cell, at }: Standing): readonly StandInOperationStep[] {
  const { id: operation, payment, payee, amount, currency, request, kind, state } = entry;
  if (kind !== "capture" || state === "queued" || homeOf(payee) !== cell) return [];
  const about = { kind: "half", payment, operation, origin: cell, outcome: "credited", amount, currency } as const;
  const half: HalfEntry = { ...about, postings: [], request, at };
  return [{ role: "half", write: { write: "put", key: halfKey(cell, payment, operation), item: toItem(half) } }];
}

function isOperation(entry: Entry): entry is OperationEntry {
  return entry.kind !== "payment" && entry.kind !== "half";
}
