import type { CellName, PaymentId } from "../ids.ts";
import type { Month } from "../moments.ts";
import type { EntriesByCell, PaymentView } from "../payment-view.ts";
import type { PayoutEnd } from "../payouts.ts";
import type { VaultAccess, VaultScreening } from "./vault-records.ts";

/** A figure or text of a table; undefined where there is none. Amounts are minor units of the row's `currency`. */
export type ReportValue = string | bigint | undefined;

/** A row of a table, by the names of its columns. */
export type ReportRow = Readonly<Record<string, ReportValue>>;

/** A column: its name in JSON and CSV, and what it holds. */
export interface ReportColumn {
  readonly name: string;
  readonly kind: "text" | "id" | "time" | "count" | "amount";
}

/** One table of a report. */
export interface ReportTable {
  readonly name: string;
  readonly title: string;
  /** What it lists, in a sentence. */
  readonly about: string;
  readonly columns: readonly ReportColumn[];
  readonly rows: readonly ReportRow[];
  /** A page draws its rows as bars, too: as long as a count says, called by these columns. */
  readonly bars?: { readonly of: string; readonly named: readonly string[] };
}

/** A figure day by day: one for each day of the month that has begun, the first of them first. */
export interface ReportSeries {
  readonly name: string;
  readonly days: readonly bigint[];
}

/** A plot of figures over the days of the month. */
export interface ReportPlot {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  /** The currency whose minor units are drawn; absent: a plain count. */
  readonly currency?: string;
  readonly series: readonly ReportSeries[];
}

/** What a report says. */
export interface ReportBody {
  readonly tables: readonly ReportTable[];
  readonly plots: readonly ReportPlot[];
}

/** What a report is about. */
export interface ReportScope {
  /** The cells whose homes it covers. */
  readonly cells: readonly CellName[];
  readonly month: Month;
  /** When the month begins, and when it ends or, while it lasts, the present; milliseconds since the epoch. */
  readonly from: bigint;
  readonly to: bigint;
}

/** A payment with all that every cell has written about it. */
export interface KnownPayment {
  readonly id: PaymentId;
  readonly entries: EntriesByCell;
  readonly view: PaymentView;
  /** How it ended, where it is a payout that has. */
  readonly end?: PayoutEnd;
}

/** Gathers a report from what it is told, in any order; each thing is told once. */
export interface Gathering {
  payment?(payment: KnownPayment): void;
  screening?(screening: VaultScreening): void;
  access?(access: VaultAccess): void;
  body(): ReportBody;
}

/** A report that can be asked for. */
export interface ReportKind {
  readonly name: string;
  readonly title: string;
  /** What it answers, in a sentence. */
  readonly about: string;
  /** What it is made from: nothing else is read for it. */
  readonly from: readonly ("payments" | "outcomes" | "vault")[];
  begin(scope: ReportScope): Gathering;
}

const DAY_MS = 86_400_000n;

/** How many days of the scope have begun. */
export function daysIn({ from, to }: ReportScope): number {
  return Number((to - from + DAY_MS - 1n) / DAY_MS);
}

/** The day of a time in the scope, the first one 0; undefined outside of it. */
export function dayOf({ from, to }: ReportScope, at: bigint): number | undefined {
  return at < from || at >= to ? undefined : Number((at - from) / DAY_MS);
}

/** A series of zeros, one for each day that has begun, to be added to. */
export function zeroDays(scope: ReportScope): bigint[] {
  return Array.from({ length: daysIn(scope) }, () => 0n);
}

/** The value of a key, made where it is not there. */
export function valueIn<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}

/** Columns by their names, in their order. */
export function columnsOf(kinds: Readonly<Record<string, ReportColumn["kind"]>>): readonly ReportColumn[] {
  return Object.entries(kinds).map(([name, kind]) => ({ name, kind }));
}

/** Orders rows by the texts of some columns. */
export function sortedBy(rows: readonly ReportRow[], ...columns: readonly string[]): readonly ReportRow[] {
  const text = (row: ReportRow) => columns.map((name) => `${row[name] ?? ""}`).join("\u0000");
  return rows.toSorted((one, other) => (text(one) < text(other) ? -1 : 1));
}
