import { homeOf, type CellName } from "../ids.ts";
import type { PaymentView } from "../payment-view.ts";
import { isPayout } from "../payouts.ts";
import { systemAccountId } from "../ids.ts";
import type { PaymentEntry } from "../entries.ts";
import {
  columnsOf,
  dayOf,
  sortedBy,
  valueIn,
  zeroDays,
  type KnownPayment,
  type ReportBody,
  type ReportKind,
  type ReportPlot,
  type ReportRow,
  type ReportScope,
} from "./report.ts";

/** How a payment travels: within a home, to another home, to another bank, or in from one. */
export type PaymentChannel = "internal" | "between_cells" | "payout" | "funding";

/**
 * Reasons by which banks and the screening say that a payment may be a crime (ISO 20022 ExternalStatusReason1Code; the
 * screening by its list of those who may not be paid, and its rules of velocity).
 */
const FRAUD_REASONS: ReadonlySet<string> = new Set(["FRAD", "FR01", "screening"]);

interface Sum {
  count: bigint;
  amount: bigint;
}

/** Payments begun in the month: how many, how much, what was refused and why (PSD2 article 96(6), EBA/GL/2018/05). */
export const paymentStatistics: ReportKind = {
  name: "payment-statistics",
  title: "Payment statistics",
  about: "Payments begun in the month by channel and state; what was refused and why, and what of it for fraud.",
  from: ["payments", "outcomes"],
  begin(scope) {
    const sums = new Map<string, Sum>();
    const refusals = new Map<string, Sum>();
    const daily = zeroDaily(scope);
    return {
      payment(payment) {
        const { view } = payment;
        const day = dayOf(scope, view.payment.at);
        const home = homeOf(view.payment.source);
        if (day === undefined || !scope.cells.includes(home)) return;
        const { amount, currency } = view.payment;
        const channel = channelOf(view.payment);
        addTo(sums, [home, channel, currency, view.state], amount);
        const reason = refusalOf(payment);
        if (reason !== undefined) addTo(refusals, [home, channel, currency, reason.by, reason.code], amount);
        addToDay(daily, day, view.payment, scope);
        for (const returned of operationsIn(view)) {
          addTo(sums, [home, channel, currency, returned.name], returned.amount);
        }
      },
      body: () => bodyOf(scope, sums, refusals, daily),
    };
  },
};

/** How a payment travels. */
export function channelOf(payment: PaymentEntry): PaymentChannel {
  const home: CellName = homeOf(payment.source);
  if (isPayout(payment)) return "payout";
  if (payment.source === systemAccountId(home, "settlement", payment.currency)) return "funding";
  return homeOf(payment.payee) === home ? "internal" : "between_cells";
}

/** Who refused a payment, and with which code; undefined where nobody did. */
function refusalOf({
  view,
  end,
}: Pick<KnownPayment, "view" | "end">): { readonly by: string; readonly code: string } | undefined {
  if (view.payment.code !== undefined) return { by: "ledger", code: view.payment.code };
  if (end?.end === "rejected") return { by: end.by, code: end.by === "bank" ? end.reason : end.by };
  if (view.state === "returned") return { by: "payee_cell", code: "returned" };
  return undefined;
}

function operationsIn({ operations }: PaymentView): readonly { readonly name: string; readonly amount: bigint }[] {
  return operations.flatMap(({ operation: { kind, amount }, state }) =>
    (kind === "refund" || kind === "reversal") && state === "completed"
      ? [{ name: kind === "refund" ? "refunded" : "duplicate_reversed", amount }]
      : [],
  );
}

function addTo(sums: Map<string, Sum>, key: readonly string[], amount: bigint): void {
  const sum = valueIn(sums, key.join(" "), () => ({ count: 0n, amount: 0n }));
  sum.count += 1n;
  sum.amount += amount;
}

const FIGURES = { count: "count", amount: "amount" } as const;
const PAYMENTS_BY = { cell: "text", channel: "text", currency: "text", state: "text" } as const;
const REFUSALS_BY = { cell: "text", channel: "text", currency: "text", refused_by: "text", reason: "text" } as const;

/** Figures of each day. */
type Days = bigint[];

/** What is drawn day by day: how many were accepted and refused, and for how much in each currency. */
interface Daily {
  readonly accepted: Days;
  readonly refused: Days;
  readonly amounts: Map<string, { readonly accepted: Days; readonly refused: Days }>;
}

function zeroDaily(scope: ReportScope): Daily {
  return { accepted: zeroDays(scope), refused: zeroDays(scope), amounts: new Map() };
}

function addToDay(daily: Daily, day: number, { currency, amount, code }: PaymentEntry, scope: ReportScope): void {
  const outcome = code === undefined ? "accepted" : "refused";
  const amounts = valueIn(daily.amounts, currency, () => ({ accepted: zeroDays(scope), refused: zeroDays(scope) }));
  daily[outcome][day] = (daily[outcome][day] ?? 0n) + 1n;
  amounts[outcome][day] = (amounts[outcome][day] ?? 0n) + amount;
}

function plotsOf({ accepted, refused, amounts }: Daily): readonly ReportPlot[] {
  const about = "By what became of them at first: accepted, or refused by the ledger.";
  const series = (one: Pick<Daily, "accepted" | "refused">) => [
    { name: "accepted", days: one.accepted },
    { name: "refused", days: one.refused },
  ];
  return [
    { name: "per day", title: "Payments a day", about, series: series({ accepted, refused }) },
    ...[...amounts]
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([currency, days]): ReportPlot => {
        return { name: `${currency} per day`, title: `${currency} a day`, about, currency, series: series(days) };
      }),
  ];
}

function bodyOf(
  scope: ReportScope,
  sums: ReadonlyMap<string, Sum>,
  refusals: ReadonlyMap<string, Sum>,
  daily: Daily,
): ReportBody {
  const payments = rowsOf(sums, Object.keys(PAYMENTS_BY));
  const refused = rowsOf(refusals, Object.keys(REFUSALS_BY));
  return {
    tables: [
      {
        name: "payments",
        title: "Payments by channel and state",
        about: "A payment counts in the state that it has now; refunds and reversals of it count besides.",
        columns: columnsOf({ ...PAYMENTS_BY, ...FIGURES }),
        rows: payments,
      },
      {
        name: "refusals",
        title: "Refusals by reason",
        about: "By the ledger, the screening, a bank with its ISO 20022 reason, an operator, or the payee's cell.",
        bars: { of: "count", named: ["refused_by", "reason", "currency", "channel", "cell"] },
        columns: columnsOf({ ...REFUSALS_BY, ...FIGURES }),
        rows: refused,
      },
      {
        name: "fraud",
        title: "Fraud",
        about:
          "Those of the refusals that the screening or a bank gave for suspected fraud, and of all payments how many.",
        columns: columnsOf({ cell: "text", currency: "text", ...FIGURES, of_payments: "count" }),
        rows: fraudRows(scope, refused, payments),
      },
    ],
    plots: plotsOf(daily),
  };
}

function rowsOf(sums: ReadonlyMap<string, Sum>, names: readonly string[]): readonly ReportRow[] {
  const rows = [...sums].map(([key, { count, amount }]): ReportRow => {
    const parts = key.split(" ");
    return { ...Object.fromEntries(names.map((name, index) => [name, parts[index]])), count, amount };
  });
  return sortedBy(rows, ...names);
}

function fraudRows(
  { cells }: ReportScope,
  refused: readonly ReportRow[],
  payments: readonly ReportRow[],
): readonly ReportRow[] {
  const begun = payments.filter(({ state }) => state !== "refunded" && state !== "duplicate_reversed");
  const total = (rows: readonly ReportRow[], figure: "count" | "amount") =>
    rows.reduce((sum, row) => sum + BigInt(row[figure] ?? 0n), 0n);
  return cells.flatMap((cell) => {
    const own = begun.filter((row) => row["cell"] === cell);
    const currencies = [...new Set(own.map((row) => `${row["currency"]}`))].toSorted();
    return currencies.map((currency): ReportRow => {
      const of = (row: ReportRow) => row["cell"] === cell && row["currency"] === currency;
      const fraud = refused.filter((row) => of(row) && FRAUD_REASONS.has(`${row["reason"]}`));
      const figures = { count: total(fraud, "count"), amount: total(fraud, "amount") };
      return { cell, currency, ...figures, of_payments: total(own.filter(of), "count") };
    });
  });
}
