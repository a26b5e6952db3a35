import { exponentOf } from "../currencies.ts";
import type { PaymentEntry } from "../entries.ts";
import { homeOf } from "../ids.ts";
import { timeText } from "../view-keys.ts";
import { channelOf } from "./payment-statistics.ts";
import {
  columnsOf,
  dayOf,
  sortedBy,
  valueIn,
  type ReportKind,
  type ReportRow,
  type ReportScope,
  type ReportTable,
} from "./report.ts";
import type { VaultScreening } from "./vault-records.ts";

/** What is large: this many major units or more. */
const LARGE_MAJOR = 10_000n;
/** So many payments a day from one account to one payee, none of them large but all together, look like one. */
const APART_LEAST = 3;

/** Payments that somebody should look at, each with the rule that picked it. */
export const flaggedPayments: ReportKind = {
  name: "flagged-payments",
  title: "Large and suspicious payments",
  about:
    "Payments that are large, that look like a large one taken apart, or that the screening stopped, by their rule.",
  from: ["payments", "vault"],
  begin(scope) {
    const large: PaymentEntry[] = [];
    const days = new Map<string, PaymentEntry[]>();
    const screened: VaultScreening[] = [];
    const payouts = new Map<string, PaymentEntry>();
    return {
      payment({ view }) {
        if (!isLookedAt(view.payment, scope)) return;
        const { payment } = view;
        const channel = channelOf(payment);
        if (channel === "payout") payouts.set(payment.id, payment);
        if (payment.code !== undefined || channel === "funding") return;
        if (payment.amount >= largeIn(payment.currency)) large.push(payment);
        else valueIn(days, alikeOf(payment, scope), () => []).push(payment);
      },
      screening(screening) {
        if (screening.flags.length > 0) screened.push(screening);
      },
      body() {
        const apart = [...days.values()].filter(looksTakenApart).flat();
        const rows = [
          ...large.map((payment) => rowOf(payment, "large_amount", "")),
          ...apart.map((payment) => rowOf(payment, "taken_apart", "")),
          ...screened.flatMap(({ payout, flags }) => {
            const payment = payouts.get(payout);
            return payment === undefined ? [] : flags.map(({ rule, detail }) => rowOf(payment, rule, detail));
          }),
        ];
        return { tables: [flaggedTable(rows), ruleTable(rows)], plots: [] };
      },
    };
  },
};

/** Whether payments of a day, from one account to one payee, look like one large payment taken apart. */
export function looksTakenApart(payments: readonly Pick<PaymentEntry, "amount" | "currency">[]): boolean {
  const [first] = payments;
  if (first === undefined || payments.length < APART_LEAST) return false;
  return payments.reduce((total, { amount }) => total + amount, 0n) >= largeIn(first.currency);
}

/** The least amount that is large, minor units. */
function largeIn(currency: string): bigint {
  return LARGE_MAJOR * 10n ** BigInt(exponentOf(currency) ?? 0);
}

function alikeOf({ source, payee, currency, at }: PaymentEntry, scope: ReportScope): string {
  return `${source} ${payee} ${currency} ${dayOf(scope, at)}`;
}

function isLookedAt({ source, at }: PaymentEntry, scope: ReportScope): boolean {
  return scope.cells.includes(homeOf(source)) && dayOf(scope, at) !== undefined;
}

function rowOf(payment: PaymentEntry, rule: string, detail: string): ReportRow {
  const { id, tenant, source, payee, amount, currency, at } = payment;
  return { at: timeText(at), payment: id, tenant, source, payee, currency, amount, rule, detail };
}

function flaggedTable(rows: readonly ReportRow[]): ReportTable {
  return {
    name: "payments",
    title: "Payments that stand out",
    about:
      `Large is ${LARGE_MAJOR} of a currency or more; taken apart are ${APART_LEAST} or more payments a day between ` +
      "two accounts that are large together. Whom a payout pays stands in the vault alone.",
    columns: columnsOf({
      at: "time",
      payment: "id",
      tenant: "text",
      source: "id",
      payee: "id",
      currency: "text",
      amount: "amount",
      rule: "text",
      detail: "text",
    }),
    rows: sortedBy(rows, "at", "payment", "rule"),
  };
}

function ruleTable(rows: readonly ReportRow[]): ReportTable {
  const counts = new Map<string, bigint>();
  for (const { rule } of rows) counts.set(`${rule}`, (counts.get(`${rule}`) ?? 0n) + 1n);
  return {
    name: "rules",
    title: "By rule",
    about: "How often each rule picked a payment; one payment may be picked by several.",
    bars: { of: "count", named: ["rule"] },
    columns: columnsOf({ rule: "text", count: "count" }),
    rows: sortedBy(
      [...counts].map(([rule, count]) => ({ rule, count })),
      "rule",
    ),
  };
}
