import type { CellName } from "../ids.ts";
import { accountClasses, type AccountClass } from "./account-classes.ts";
import {
  columnsOf,
  dayOf,
  daysIn,
  sortedBy,
  valueIn,
  type KnownPayment,
  type ReportBody,
  type ReportKind,
  type ReportPlot,
  type ReportRow,
  type ReportScope,
} from "./report.ts";

/** What an account holds: before the month, and what each of its days has moved. Minor units. */
interface Held {
  readonly class: AccountClass;
  readonly cell: CellName;
  readonly currency: string;
  opening: bigint;
  readonly moved: Map<number, bigint>;
}

/** What a home owes its customers and others, and what it has at its bank for it; minor units. */
interface Position {
  customers: bigint;
  overdrawn: bigint;
  suspense: bigint;
  between: bigint;
  settled: bigint;
  paidOut: bigint;
}

/**
 * Customers' money against the money at the bank (PSD2 article 10, EMD2 article 7). What one customer is overdrawn by
 * is not taken from another's: it is to be covered from the platform's own money, and shows as the shortfall.
 */
export const safeguarding: ReportKind = {
  name: "safeguarding",
  title: "Safeguarding",
  about:
    "What each home owes customers and other cells, against what settlement and rails accounts say is at the bank.",
  from: ["payments"],
  begin(scope) {
    const held = new Map<string, Held>();
    const classify = accountClasses();
    return {
      payment: (payment) => note(payment, scope, held, classify),
      body: () => bodyOf(scope, [...held.values()]),
    };
  },
};

function note(
  { entries }: KnownPayment,
  scope: ReportScope,
  held: Map<string, Held>,
  classify: ReturnType<typeof accountClasses>,
): void {
  for (const [cell, written] of entries) {
    if (!scope.cells.includes(cell)) continue;
    for (const { at, currency, postings } of written) {
      if (at >= scope.to) continue;
      for (const { account, amount } of postings) {
        const kind = classify(cell, account, currency);
        const one = valueIn(held, `${cell} ${currency} ${account}`, () => {
          return { class: kind, cell, currency, opening: 0n, moved: new Map<number, bigint>() };
        });
        const day = dayOf(scope, at);
        if (day === undefined) one.opening += amount;
        else one.moved.set(day, (one.moved.get(day) ?? 0n) + amount);
      }
    }
  }
}

function bodyOf(scope: ReportScope, held: readonly Held[]): ReportBody {
  const books = new Map<string, Held[]>();
  for (const one of held) valueIn(books, `${one.cell} ${one.currency}`, () => []).push(one);
  const daily = [...books.values()].map((accounts) => ({ accounts, positions: positionsOf(scope, accounts) }));
  const rows = daily.flatMap(({ accounts: [first], positions }) => {
    const last = positions.at(-1);
    return first === undefined || last === undefined ? [] : [rowOf(first, last)];
  });
  return {
    tables: [
      {
        name: "positions",
        title: "At the end of the period",
        about:
          "Required is what customers hold above zero, what is in suspense and what is owed to other cells; " +
          "safeguarded is what came in by settlement less what went out by rails. Shortfall is what is missing.",
        columns: columnsOf({
          cell: "text",
          currency: "text",
          customers: "amount",
          suspense: "amount",
          owed_to_other_cells: "amount",
          required: "amount",
          came_in: "amount",
          paid_out: "amount",
          safeguarded: "amount",
          shortfall: "amount",
          overdrawn_by_customers: "amount",
        }),
        rows: sortedBy(rows, "cell", "currency"),
      },
    ],
    plots: plotsOf(daily),
  };
}

/** The position at the end of each day that has begun. */
function positionsOf(scope: ReportScope, accounts: readonly Held[]): readonly Position[] {
  const positions = Array.from({ length: daysIn(scope) }, (): Position => {
    return { customers: 0n, overdrawn: 0n, suspense: 0n, between: 0n, settled: 0n, paidOut: 0n };
  });
  for (const account of accounts) {
    let balance = account.opening;
    for (const [day, position] of positions.entries()) {
      balance += account.moved.get(day) ?? 0n;
      addTo(position, account.class, balance);
    }
  }
  return positions;
}

function addTo(position: Position, kind: AccountClass, balance: bigint): void {
  switch (kind) {
    case "customer":
      if (balance > 0n) position.customers += balance;
      else position.overdrawn -= balance;
      return;
    case "suspense":
      position.suspense += balance;
      return;
    case "between_cells":
      position.between += balance;
      return;
    // Money that came in is debited to settlement, and what left is credited to rails.
    case "settlement":
      position.settled -= balance;
      return;
    case "rails":
      position.paidOut += balance;
      return;
  }
}

function requiredOf({ customers, suspense, between }: Position): bigint {
  return customers + suspense + between;
}

function rowOf({ cell, currency }: Held, position: Position): ReportRow {
  const { customers, overdrawn, suspense, between, settled, paidOut } = position;
  const [required, safeguarded] = [requiredOf(position), settled - paidOut];
  return {
    cell,
    currency,
    customers,
    suspense,
    owed_to_other_cells: between,
    required,
    came_in: settled,
    paid_out: paidOut,
    safeguarded,
    shortfall: required > safeguarded ? required - safeguarded : 0n,
    overdrawn_by_customers: overdrawn,
  };
}

function plotsOf(
  daily: readonly { readonly accounts: readonly Held[]; readonly positions: readonly Position[] }[],
): readonly ReportPlot[] {
  return daily
    .flatMap(({ accounts: [first], positions }): ReportPlot[] => {
      if (first === undefined) return [];
      const { cell, currency } = first;
      return [
        {
          name: `${cell} ${currency}`,
          title: `${cell}, ${currency}`,
          about: "At the end of each day: what had to be at the bank, and what was.",
          currency,
          series: [
            { name: "required", days: positions.map(requiredOf) },
            { name: "safeguarded", days: positions.map(({ settled, paidOut }) => settled - paidOut) },
          ],
        },
      ];
    })
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
}
