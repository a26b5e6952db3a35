import { takeoverOf, allowanceOf, type AccountSeen, type StandInStanding } from "./allowance.ts";
import type { BalanceClause, Standing } from "./balances.ts";
import { putClaim } from "./claims.ts";
import { toItem, type HalfEntry, type PaymentEntry } from "./entries.ts";
import { passFence } from "./fences.ts";
import { homeOf, type AccountId, type CellName, type OperationId, type PaymentId } from "./ids.ts";
import { balanceKey, fenceKey, halfKey, paymentKey, referenceKey, standInKey, type LedgerKey } from "./keys.ts";
import { clause, figureIn, firstBroken, refusedStep, type LedgerWrite, type Refusal } from "./ledger-write.ts";
import {
  acceptedEntry,
  otherSide,
  paymentFrom,
  recordStep,
  type PaymentRequest,
  type PaymentRole,
  type ProvisionalRefusal,
} from "./payments.ts";
import { stripesOf } from "./stripes.ts";

/** What one write of a stand-in's payment is there for. */
export type StandInRole = PaymentRole | "elsewhere" | "position" | "half" | "fence" | "claim" | "reference_elsewhere";

/** Why a stand-in's write was refused, besides what a balance says. */
export type StandInClause = BalanceClause | "not_elsewhere" | "unchanged" | "fence_open";

/** One write of a stand-in's payment. */
export interface StandInStep {
  readonly role: StandInRole;
  readonly write: LedgerWrite<StandInClause>;
}

/** What a stand-in decides from its replica as it read it. */
export type StandInDecision =
  | { readonly decision: "write"; readonly entry: PaymentEntry; readonly steps: readonly StandInStep[] }
  /** `yields`: a living home would leave more to the stand-in, had it taken note of the epoch. */
  | { readonly decision: "limited"; readonly yields: boolean }
  | { readonly decision: "not_found" };

/** Takes a payment from an account of another home, all or nothing; the payment comes first, and then its like. */
export function takeStandInPayment(
  request: PaymentRequest,
  seen: AccountSeen,
  standing: StandInStanding,
  stripe?: number,
): StandInDecision {
  const { id, source, tenant, currency, amount } = request;
  const { epoch, at, home, others } = standing;
  const { balance } = seen;
  if (balance === undefined || balance["tenant"] !== tenant) return { decision: "not_found" };
  if (balance["status"] !== "open" || balance["currency"] !== currency) return { decision: "limited", yields: false };
  const { left, lowest, whole } = allowanceOf(seen, standing);
  if (lowest !== undefined && amount > left) return { decision: "limited", yields: !whole };
  const entry = acceptedEntry(request, standing);
  const claim = { home, account: source, epoch, payment: id, at };
  const steps: readonly StandInStep[] = [
    recordStep(entry, standing),
    ...others.map((other) => nowhereElse("elsewhere", paymentKey(other, id), "kind")),
    { role: "source", write: debitable(source, request, standing) },
    { role: "position", write: debitPosition(request, seen, standing, lowest) },
    ...otherSide(request, standing, stripe),
    ...ownHalf(entry, standing),
    ...referenceElsewhere(request, others),
    ...wordToHome(standing, claim),
  ];
  return { decision: "write", entry, steps };
}

/** What every entry of a stand-in carries with it: it passes the fence of its epoch and lays a claim for the home. */
export function wordToHome(
  standing: StandInStanding,
  claim: {
    readonly home: CellName;
    readonly account: AccountId;
    readonly epoch: bigint;
    readonly payment: PaymentId;
    readonly operation?: OperationId;
    readonly at: bigint;
  },
): readonly [
  { readonly role: "fence"; readonly write: LedgerWrite<"fence_open"> },
  { readonly role: "claim"; readonly write: LedgerWrite<never> },
] {
  return [
    { role: "fence", write: passFence(takeoverOf(standing), claim.payment, claim.operation) },
    { role: "claim", write: putClaim(standing.cell, claim) },
  ];
}

/**
 * Asks a home that may be alive to take note of the epoch, so that the stand-in may spend the rest: put once for an
 * account and epoch, while the fence is open.
 */
export function askToYield(account: AccountId, standing: StandInStanding): readonly LedgerWrite<"fence_open">[] {
  const { cell, home, epoch, at } = standing;
  return [
    putClaim(cell, { home, account, epoch, at }),
    {
      write: "check",
      key: fenceKey(cell, home, epoch, 0),
      require: [clause("fence_open", { field: "state", is: "=", value: "open" })],
    },
  ];
}

/** Reads from the items that refused a stand-in payment what the refusal means; an old payment is judged first. */
export function whyStandInRefused(
  steps: readonly StandInStep[],
  [refusal]: readonly [Refusal, ...Refusal[]],
): ProvisionalRefusal {
  const { role, write } = refusedStep(steps, refusal);
  const { old } = refusal;
  const broken = write.write === "put" ? undefined : firstBroken(write.require, old);
  switch (role) {
    case "payment":
    case "elsewhere":
      return old === undefined ? { means: "changed" } : { means: "replay", entry: paymentFrom(old) };
    case "source":
      return broken === "tenant" ? { means: "source_not_found" } : { means: "limited" };
    case "payee":
      return broken === "unstriped" ? { means: "striped", stripes: stripesOf(old) } : { means: "limited" };
    case "position":
    case "half":
    case "claim":
      return { means: "changed" };
    case "reference":
    case "reference_elsewhere":
    case "fence":
    case "hold":
    case "clearing":
      return { means: "limited" };
  }
}

/** A check that no item of this name is in the replica, by a field that it would have; one that is comes back. */
export function nowhereElse<Role extends string>(
  role: Role,
  key: LedgerKey,
  field: string,
): { readonly role: Role; readonly write: LedgerWrite<"not_elsewhere"> } {
  const require = [clause("not_elsewhere", { field, is: "absent" })];
  return { role, write: { write: "check", key, require } };
}

/** The home's balance as the replica has it: still open, and written under no newer epoch than ours. */
function debitable(
  source: AccountId,
  { tenant, currency }: PaymentRequest,
  { epoch }: Standing,
): LedgerWrite<BalanceClause> {
  return {
    write: "check",
    key: balanceKey(source),
    require: [
      clause("exists", { field: "status", is: "present" }),
      clause("tenant", { field: "tenant", is: "=", value: tenant }),
      clause("open", { field: "status", is: "=", value: "open" }),
      clause("currency", { field: "currency", is: "=", value: currency }),
      clause("epoch", { field: "epoch", is: "<=", value: epoch }),
    ],
  };
}

/**
 * Debits the stand-in's own row. Within an epoch the allowance is a lowest `net`, so payments at the same time need
 * not agree on the figure; the first one of an epoch fixes where it starts, so the row must be as it was read.
 */
function debitPosition(
  { source, currency, amount, capture }: PaymentRequest,
  { balance = {}, own, thirds }: AccountSeen,
  standing: StandInStanding,
  lowest: bigint | undefined,
): LedgerWrite<"unchanged"> {
  const { cell, epoch, at } = standing;
  const key = standInKey(cell, source);
  const held = capture === "manual" ? amount : 0n;
  // What was counted on: whatever the home and third cells did besides is the tail.
  const seen = {
    seenVersion: figureIn(balance, "version"),
    seenDebited: figureIn(balance, "debited"),
    ...Object.fromEntries(thirds.map(({ cell: third, row }) => [`seen_${third}`, figureIn(row, "net")])),
  };
  if (own === undefined) {
    return { write: "put", key, item: { currency, net: 0n - amount, held, base: 0n, epoch, at, ...seen } };
  }
  const add = { net: 0n - amount, held };
  const net = figureIn(own, "net");
  const same = clause("unchanged", { field: "epoch", is: "=", value: figureIn(own, "epoch") });
  if (own["epoch"] !== epoch) {
    const asRead = clause("unchanged", { field: "net", is: "=", value: net });
    return { write: "update", key, require: [same, asRead], set: { epoch, base: net, at, ...seen }, add };
  }
  const enough = lowest === undefined ? [] : [clause("unchanged", lowestBefore(lowest + amount))];
  return { write: "update", key, require: [same, ...enough], set: { at }, add };
}

function lowestBefore(net: bigint) {
  return { field: "net", is: ">=", value: net } as const;
}

/** A payee at home here is credited at once; its half keeps the inbox from doing it again. */
function ownHalf(entry: PaymentEntry, { cell, at }: Standing): readonly StandInStep[] {
  const { id, payee, amount, currency, request, capture } = entry;
  if (capture === "manual" || homeOf(payee) !== cell) return [];
  const about = { kind: "half", payment: id, origin: cell, outcome: "credited", amount, currency } as const;
  const half: HalfEntry = { ...about, postings: [], request, at };
  return [{ role: "half", write: { write: "put", key: halfKey(cell, id, undefined), item: toItem(half) } }];
}

/** A tenant's reference is unique as far as this cell can see. */
function referenceElsewhere({ reference }: PaymentRequest, others: readonly CellName[]): readonly StandInStep[] {
  if (reference === undefined) return [];
  return others.map((other) => nowhereElse("reference_elsewhere", referenceKey(other, reference), "payment"));
}
