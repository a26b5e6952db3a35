import { homeOf, type CellName } from "../ids.ts";
import type { PaymentView } from "../payment-view.ts";
import { isPayout } from "../payouts.ts";
import { systemAccountId } from "../ids.ts";
import type { PaymentEntry } from "../entries.ts";
import {
  dayOf,
  sortedBy,
  valueIn,
  zeroDays,
  type KnownPayment,
  type ReportBody,
  type ReportColumn,
  type ReportKind,
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
    const perDay = { accepted: zeroDays(scope), refused: zeroDays(scope) };
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
        const days = view.state === "declined" ? perDay.refused : perDay.accepted;
        days[day] = (days[day] ?? 0n) + 1n;
        for (const returned of operationsIn(view)) {
          addTo(sums, [home, channel, currency, returned.name], returned.amount);
        }
      },
      body: () => bodyOf(scope, sums, refusals, perDay),
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

const FIGURES = [
  { name: "count", kind: "count" },
  { name: "amount", kind: "amount" },
] as const;

function columnsOf(...names: readonly string[]): readonly ReportColumn[] {
  return [...names.map((name) => ({ name, kind: "text" }) as const), ...FIGURES];
}

function bodyOf(
  scope: ReportScope,
  sums: ReadonlyMap<string, Sum>,
  refusals: ReadonlyMap<string, Sum>,
  perDay: { readonly accepted: readonly bigint[]; readonly refused: readonly bigint[] },
): ReportBody {
  const refused = rowsOf(refusals, ["cell", "channel", "currency", "refused_by", "reason"]);
  return {
    tables: [
      {
        name: "payments",
        title: "Payments by channel and state",
        about: "A payment counts in the state that it has now; refunds and reversals of it count besides.",
        columns: columnsOf("cell", "channel", "currency", "state"),
        rows: rowsOf(sums, ["cell", "channel", "currency", "state"]),
      },
      {
        name: "refusals",
        title: "Refusals by reason",
        about: "By the ledger, the screening, a bank with its ISO 20022 reason, an operator, or the payee's cell.",
        columns: columnsOf("cell", "channel", "currency", "refused_by", "reason"),
        rows: refused,
      },
      {
        name: "fraud",
        title: "Fraud",
        about:
          "Those of the refusals that the screening or a bank gave for suspected fraud, and of all payments how many.",
        columns: [...columnsOf("cell", "currency"), { name: "of_payments", kind: "count" }],
        rows: fraudRows(scope, refused, rowsOf(sums, ["cell", "channel", "currency", "state"])),
      },
    ],
    plots: [
      {
        name: "per day",
        title: "Payments a day",
        about: "By what became of them at first: accepted, or refused by the ledger.",
        series: [
          { name: "accepted", days: perDay.accepted },
          { name: "refused", days: perDay.refused },
        ],
      },
    ],
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
