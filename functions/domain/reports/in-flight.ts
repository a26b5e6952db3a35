import type { Entry, PaymentEntry } from "../entries.ts";
import { homeOf, type CellName } from "../ids.ts";
import { timeText } from "../view-keys.ts";
import { channelOf } from "./payment-statistics.ts";
import {
  columnsOf,
  sortedBy,
  valueIn,
  type KnownPayment,
  type ReportKind,
  type ReportRow,
  type ReportScope,
  type ReportTable,
} from "./report.ts";

/** What was under way at the end of the period: credits between cells, holds, payouts, and what cells owe. */
export const inFlight: ReportKind = {
  name: "in-flight",
  title: "In flight and clearing",
  about: "What had not ended at the end of the period, with its age, and what each cell then owed the others.",
  from: ["payments"],
  begin(scope) {
    const waiting: ReportRow[] = [];
    const clearing = new Map<string, bigint>();
    return {
      payment(known) {
        addClearing(known, scope, clearing);
        const { view } = known;
        if (!scope.cells.includes(homeOf(view.payment.source))) return;
        const kind = waitingAt(known, view.payment, scope.to);
        if (kind !== undefined) waiting.push(rowOf(view.payment, kind, scope.to));
      },
      body: () => ({
        tables: [totals(waiting), agesTable(waiting), clearingTable(clearing), waitingTable(waiting)],
        plots: [],
      }),
    };
  },
};

/** What a payment waited for at a time; undefined where it had ended, or had not begun. */
export function waitingAt(
  { entries }: Pick<KnownPayment, "entries">,
  payment: PaymentEntry,
  at: bigint,
): "payout" | "authorization" | "credit" | undefined {
  if (payment.at >= at || payment.code !== undefined) return undefined;
  const then = [...entries.values()].flat().filter((entry) => entry.at < at);
  if (payment.capture === "manual" && !then.some(endsHold)) {
    return channelOf(payment) === "payout" ? "payout" : "authorization";
  }
  if (homeOf(payment.payee) === homeOf(payment.source)) return undefined;
  const moved = payment.capture === "automatic" || then.some(({ kind }) => kind === "capture");
  return moved && !then.some(isAnswered) ? "credit" : undefined;
}

/** A hold ends by its final capture, a void or its expiry; captures before the last leave the rest of it. */
function endsHold(entry: Entry): boolean {
  if (entry.kind === "void" || entry.kind === "expiry") return entry.state !== "declined" && entry.state !== "queued";
  return entry.kind === "capture" && entry.state !== "declined" && entry.state !== "queued";
}

function isAnswered(entry: Entry): boolean {
  // A payee whom the stand-in has at home was paid in its entry.
  if (entry.kind === "half") return entry.outcome === "credited" || entry.outcome === "returned";
  return entry.postings.some(({ account }) => entry.kind !== "refund" && account === entry.payee);
}

function addClearing({ entries }: KnownPayment, scope: ReportScope, clearing: Map<string, bigint>): void {
  for (const [cell, written] of entries) {
    if (!scope.cells.includes(cell)) continue;
    for (const { at, currency, postings } of written) {
      if (at >= scope.to) continue;
      for (const { account, amount } of postings) {
        const peer = peerOf(account, cell);
        if (peer === undefined) continue;
        const key = `${cell} ${peer} ${currency}`;
        clearing.set(key, (clearing.get(key) ?? 0n) + amount);
      }
    }
  }
}

/** The peer of a clearing row's name: `eu#transit#us#3`. */
function peerOf(account: string, cell: CellName): string | undefined {
  const [writer, space, peer] = account.split("#");
  return writer === cell && space === "transit" ? peer : undefined;
}

function rowOf(payment: PaymentEntry, kind: string, to: bigint): ReportRow {
  const { id, tenant, source, payee, amount, currency, at } = payment;
  const cell = homeOf(source);
  const hours = (to - at) / 3_600_000n;
  return { cell, waits_for: kind, since: timeText(at), hours, payment: id, tenant, source, payee, currency, amount };
}

function totals(waiting: readonly ReportRow[]): ReportTable {
  const sums = new Map<string, { count: bigint; amount: bigint; oldest: bigint }>();
  for (const { cell, waits_for: kind, currency, amount, hours } of waiting) {
    const sum = valueIn(sums, `${cell} ${kind} ${currency}`, () => ({ count: 0n, amount: 0n, oldest: 0n }));
    sum.count += 1n;
    sum.amount += BigInt(amount ?? 0n);
    if (BigInt(hours ?? 0n) > sum.oldest) sum.oldest = BigInt(hours ?? 0n);
  }
  const rows = [...sums].map(([key, { count, amount, oldest }]): ReportRow => {
    const [cell, waits_for, currency] = key.split(" ");
    return { cell, waits_for, currency, count, amount, oldest_hours: oldest };
  });
  return {
    name: "totals",
    title: "Under way at the end of the period",
    about: "A payout waits for its bank, an authorization to be captured or voided, a credit for the payee's cell.",
    columns: columnsOf({
      cell: "text",
      waits_for: "text",
      currency: "text",
      count: "count",
      amount: "amount",
      oldest_hours: "count",
    }),
    rows: sortedBy(rows, "cell", "waits_for", "currency"),
  };
}

/** Ages as people speak of them, the youngest first: so many hours or more. */
const AGES = [
  { from: 0n, age: "under an hour" },
  { from: 1n, age: "hours" },
  { from: 24n, age: "days" },
  { from: 168n, age: "a week or more" },
] as const;

function agesTable(waiting: readonly ReportRow[]): ReportTable {
  const counts = new Map<string, bigint>();
  for (const { waits_for: kind, hours } of waiting) {
    const index = AGES.findLastIndex(({ from }) => BigInt(hours ?? 0n) >= from);
    counts.set(`${kind} ${index}`, (counts.get(`${kind} ${index}`) ?? 0n) + 1n);
  }
  const kinds = [...new Set(waiting.map(({ waits_for: kind }) => `${kind}`))].toSorted();
  return {
    name: "ages",
    title: "For how long",
    about: "At the end of the period, since the payment was made.",
    bars: { of: "count", named: ["waits_for", "age"] },
    columns: columnsOf({ waits_for: "text", age: "text", count: "count" }),
    rows: kinds.flatMap((kind) =>
      AGES.map(({ age }, index) => ({ waits_for: kind, age, count: counts.get(`${kind} ${index}`) ?? 0n })),
    ),
  };
}

function clearingTable(clearing: ReadonlyMap<string, bigint>): ReportTable {
  const rows = [...clearing].map(([key, amount]): ReportRow => {
    const [cell, owes, currency] = key.split(" ");
    return { cell, owes, currency, amount };
  });
  return {
    name: "clearing",
    title: "Between cells",
    about:
      "What a cell owes a peer; below zero the peer owes it. The two sides of a pair add up to the credits under way.",
    columns: columnsOf({ cell: "text", owes: "text", currency: "text", amount: "amount" }),
    rows: sortedBy(rows, "cell", "owes", "currency"),
  };
}

function waitingTable(waiting: readonly ReportRow[]): ReportTable {
  return {
    name: "payments",
    title: "One by one",
    about: "The oldest first.",
    columns: columnsOf({
      cell: "text",
      waits_for: "text",
      since: "time",
      hours: "count",
      payment: "id",
      tenant: "text",
      source: "id",
      payee: "id",
      currency: "text",
      amount: "amount",
    }),
    rows: sortedBy(waiting, "since", "payment"),
  };
}
