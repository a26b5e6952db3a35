import { putClaim } from "../../../../functions/domain/claims.ts";
import { toItem, type Entry, type OperationEntry, type PaymentEntry } from "../../../../functions/domain/entries.ts";
import { putEvent } from "../../../../functions/domain/events.ts";
import { closeFence, countAbsorbed, openFence, passFence } from "../../../../functions/domain/fences.ts";
import type { AccountId, OperationId, PaymentId } from "../../../../functions/domain/ids.ts";
import {
  balanceKey,
  bounceKey,
  fenceShard,
  halfKey,
  holdKey,
  operationKey,
  paymentKey,
  standInKey,
  transitKey,
  type LedgerKey,
} from "../../../../functions/domain/keys.ts";
import type { LedgerWrite } from "../../../../functions/domain/ledger-write.ts";
import type { Amount } from "../../../../functions/domain/money.ts";
import { reversalIdOf } from "../../../../functions/domain/reversals.ts";
import type { LedgerState } from "../../../../drills/checkers/ledger-view.ts";
import { createLedger, currency, eu, names, operation, payment, tenant, us } from "./states.ts";

/** What the evacuation's payments and operations are called. */
export const evacuated = {
  before: payment("eu", 2),
  duplicate: payment("eu", 11),
  toHome: payment("eu", 12),
  toStandIn: payment("eu", 13),
  authorized: payment("eu", 14),
  capture: operation(21),
  refund: operation(22),
  reversal: reversalIdOf(payment("eu", 11), us, undefined),
};

const EPOCH = 2n;
const takeover = { standIn: us, home: eu, epoch: EPOCH };
const { settlement, payer, neighbour, abroad } = names;
const row = standInKey(us, payer);

/**
 * A whole takeover of eu by us, at rest again: a payment at home that us never saw and took once more, payments by the
 * stand-in to a payee of either cell, an authorization that it captured in part and for good, and a refund that it
 * queued. Written by hand, item by item: it says what the ledger has to look like, not what some code makes of it.
 */
export function evacuatedState(): LedgerState {
  const ledger = createLedger();
  ledger.open(settlement, "settlement");
  for (const id of [payer, neighbour, abroad]) ledger.open(id, "customer");
  ledger.pay(names.funding, settlement, payer, 10_000n);
  ledger.pay(evacuated.before, payer, neighbour, 700n);
  const seen = ledger.item(balanceKey(payer))["debited"] ?? 0n;
  ledger.pay(evacuated.duplicate, payer, abroad, 300n);
  const begins = { currency, net: 0n, held: 0n, base: 0n, epoch: EPOCH, seenVersion: 1n, seenDebited: seen, at: 0n };
  ledger.apply([{ write: "put", key: row, item: begins }, ...fencesOpen()]);
  ledger.apply([...paidByStandIn(), ...heldByStandIn(), ...queuedByStandIn()]);
  ledger.apply([...absorbed(), ...duplicateReversed(), ...captureAbsorbed(), ...refundDone()]);
  ledger.apply(fencesClosed());
  return ledger.state();
}

const shards = [...new Set(Object.values(evacuated).filter(isPayment).map(fenceShard))];
const fencesOpen = () => shards.map((shard) => openFence(takeover, shard));
const fencesClosed = () => shards.map((shard) => closeFence(takeover, shard));

function paidByStandIn(): readonly LedgerWrite[] {
  const toHome = [
    { account: row.pk, amount: -1_000n },
    { account: transit("us", "eu", evacuated.toHome).pk, amount: 1_000n },
  ];
  const here = (amount: bigint) => [
    { account: row.pk, amount: -amount },
    { account: abroad, amount },
  ];
  return [
    put(paymentKey(us, evacuated.toHome), taken(evacuated.toHome, neighbour, 1_000n, toHome)),
    move(transit("us", "eu", evacuated.toHome), { net_EUR: 1_000n }),
    put(paymentKey(us, evacuated.toStandIn), taken(evacuated.toStandIn, abroad, 200n, here(200n))),
    put(halfKey(us, evacuated.toStandIn, undefined), half(evacuated.toStandIn, "us", 200n, [])),
    put(paymentKey(us, evacuated.duplicate), {
      ...taken(evacuated.duplicate, abroad, 300n, here(300n)),
      state: "reversed",
    }),
    put(halfKey(us, evacuated.duplicate, undefined), half(evacuated.duplicate, "us", 300n, [])),
    move(balanceKey(abroad), { posted: 500n, available: 500n }),
    move(row, { net: -1_500n }),
    ...word(evacuated.toHome),
    ...word(evacuated.toStandIn),
    ...word(evacuated.duplicate),
  ];
}

/** 400 authorized, 150 captured for good to the payee at home there, 250 given back. */
function heldByStandIn(): readonly LedgerWrite[] {
  const postings = [
    { account: row.pk, amount: -150n },
    { account: abroad, amount: 150n },
  ];
  return [
    put(paymentKey(us, evacuated.authorized), authorized()),
    { write: "put", key: holdKey(us, payer, evacuated.authorized), item: hold },
    put(operationKey(us, evacuated.authorized, evacuated.capture), capture(postings)),
    put(halfKey(us, evacuated.authorized, evacuated.capture), {
      ...half(evacuated.authorized, "us", 150n, []),
      operation: evacuated.capture,
    }),
    move(balanceKey(abroad), { posted: 150n, available: 150n }),
    move(row, { net: -150n }),
    ...word(evacuated.authorized),
    ...word(evacuated.authorized, evacuated.capture),
  ];
}

function queuedByStandIn(): readonly LedgerWrite[] {
  return [
    put(operationKey(us, evacuated.before, evacuated.refund), refund()),
    ...word(evacuated.before, evacuated.refund),
  ];
}

function absorbed(): readonly LedgerWrite[] {
  const over = (amount: bigint) => [
    { account: payer, amount: -amount },
    { account: row.pk, amount },
  ];
  const arrives = [
    { account: transit("eu", "us", evacuated.toHome).pk, amount: -1_000n },
    { account: neighbour, amount: 1_000n },
  ];
  const copy = (id: PaymentId, payee: AccountId, amount: bigint): PaymentEntry => ({
    ...taken(id, payee, amount, over(amount)),
    origin: us,
  });
  return [
    put(paymentKey(eu, evacuated.toHome), copy(evacuated.toHome, neighbour, 1_000n)),
    put(halfKey(eu, evacuated.toHome, undefined), half(evacuated.toHome, "us", 1_000n, arrives)),
    move(transit("eu", "us", evacuated.toHome), { net_EUR: -1_000n }),
    move(balanceKey(neighbour), { posted: 1_000n, available: 1_000n }),
    put(paymentKey(eu, evacuated.toStandIn), copy(evacuated.toStandIn, abroad, 200n)),
    move(balanceKey(payer), { posted: -1_200n, available: -1_200n, absorbed_us: -1_200n }),
    countAbsorbed(takeover, evacuated.toHome, undefined),
    countAbsorbed(takeover, evacuated.toStandIn, undefined),
  ];
}

/** Both cells took it: us has credited the payee at once, so eu's entry came back to eu, whose reversal takes it. */
function duplicateReversed(): readonly LedgerWrite[] {
  const id = evacuated.duplicate;
  const out = transit("eu", "us", id).pk;
  const back = transit("us", "eu", id).pk;
  const bounced = [
    { account: back, amount: -300n },
    { account: back, amount: 300n },
  ];
  const postings = [
    { account: row.pk, amount: 300n },
    { account: out, amount: -300n },
  ];
  return [
    { write: "update", key: paymentKey(eu, id), require: [], set: { state: "completed" }, remove: due },
    move(paymentKey(eu, id), { refundable: 300n }),
    put(bounceKey(us, id, eu, undefined), { ...half(id, "eu", 300n, bounced), outcome: "bounced" }),
    put(operationKey(eu, id, evacuated.reversal), {
      ...operationEntry("reversal", evacuated.reversal, id, abroad, 300n),
      origin: us,
      postings,
    }),
    move(transit("eu", "us", id), { net_EUR: -300n }),
    move(balanceKey(payer), { absorbed_us: -300n }),
    countAbsorbed(takeover, id, undefined),
    putEvent({ type: "payment.duplicate_reversed", account: payer, tenant, payment: id, amount: 300n, at: 9_000n }),
  ];
}

function captureAbsorbed(): readonly LedgerWrite[] {
  const postings = [
    { account: payer, amount: -150n },
    { account: row.pk, amount: 150n },
  ];
  return [
    put(paymentKey(eu, evacuated.authorized), { ...authorized(), origin: us }),
    { write: "put", key: holdKey(eu, payer, evacuated.authorized), item: hold },
    put(operationKey(eu, evacuated.authorized, evacuated.capture), { ...capture(postings), origin: us }),
    move(balanceKey(payer), { posted: -150n, available: -150n, absorbed_us: -150n }),
    countAbsorbed(takeover, evacuated.authorized, undefined),
    countAbsorbed(takeover, evacuated.authorized, evacuated.capture),
  ];
}

function refundDone(): readonly LedgerWrite[] {
  const postings = [
    { account: neighbour, amount: -200n },
    { account: payer, amount: 200n },
  ];
  const { before, refund: id } = evacuated;
  return [
    put(operationKey(eu, before, id), { ...refund(), origin: us }),
    move(paymentKey(eu, before), { refundable: -200n }),
    put(halfKey(eu, before, id), { ...half(before, "eu", 200n, postings), operation: id, outcome: "credited_back" }),
    move(balanceKey(neighbour), { posted: -200n, available: -200n, debited: 200n, version: 1n }),
    move(balanceKey(payer), { posted: 200n, available: 200n }),
    countAbsorbed(takeover, before, id),
    putEvent({ type: "operation.completed", account: payer, tenant, payment: before, operation: id, at: 9_001n }),
  ];
}

const due = ["due", "dueAt", "dueAccount", "dueAction"];
const hold = { remaining: 0n, captured: 150n, amount: 400n, state: "captured", expiresAt: 1_000_000n };

function taken(
  id: PaymentId,
  payee: AccountId,
  amount: bigint,
  postings: PaymentEntry["postings"],
): PaymentEntry & { readonly postings: PaymentEntry["postings"] } {
  const fixed = { kind: "payment", id, tenant, source: payer, payee, currency, capture: "automatic" } as const;
  const figures = { amount: amount as Amount, captured: amount, refundable: amount }; // a positive amount in range
  return { ...fixed, ...figures, postings, request: "v1:0", epoch: EPOCH, at: 5_000n, state: "completed" };
}

function authorized(): PaymentEntry {
  const figures = { captured: 150n, refundable: 150n, expiresAt: 1_000_000n };
  return { ...taken(evacuated.authorized, abroad, 400n, []), capture: "manual", state: "captured", ...figures };
}

function capture(postings: OperationEntry["postings"]): OperationEntry {
  const entry = operationEntry("capture", evacuated.capture, evacuated.authorized, abroad, 150n);
  return { ...entry, postings, released: 250n };
}

function refund(): OperationEntry {
  return { ...operationEntry("refund", evacuated.refund, evacuated.before, neighbour, 200n), queued: { final: true } };
}

function operationEntry(
  kind: OperationEntry["kind"],
  id: OperationId,
  of: PaymentId,
  payee: AccountId,
  amount: bigint,
): OperationEntry {
  const entry = { kind, id, payment: of, tenant, source: payer, payee, amount, currency } as const;
  return { ...entry, postings: [], request: "v1:0", at: 6_000n, state: "completed" };
}

function half(id: PaymentId, origin: "eu" | "us", amount: bigint, postings: OperationEntry["postings"]) {
  const cell = origin === "eu" ? eu : us;
  const entry = { kind: "half", payment: id, origin: cell, outcome: "credited", amount, currency } as const;
  return { ...entry, postings, request: "v1:0", at: 7_000n };
}

/** What every entry of a stand-in comes with; the claim was answered since. */
function word(id: PaymentId, of?: OperationId): readonly LedgerWrite[] {
  const about = { home: eu, account: payer, epoch: EPOCH, payment: id, at: 5_000n };
  const claim = putClaim(us, of === undefined ? about : { ...about, operation: of });
  const answered: LedgerWrite = { write: "update", key: claim.key, require: [], remove: due };
  return [passFence(takeover, id, of), claim, answered];
}

function put(key: LedgerKey, entry: Entry): LedgerWrite {
  return { write: "put", key, item: toItem(entry) };
}

function move(key: LedgerKey, add: Readonly<Record<string, bigint>>): LedgerWrite {
  return { write: "update", key, require: [], add };
}

function transit(cell: "eu" | "us", peer: "eu" | "us", id: PaymentId): LedgerKey {
  return transitKey(cell === "eu" ? eu : us, peer === "eu" ? eu : us, id);
}

function isPayment(id: PaymentId | OperationId): id is PaymentId {
  return id.startsWith("pay_");
}
