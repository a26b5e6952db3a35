import { csvText } from "../domain/csv.ts";
import type { ReportColumn, ReportRow, ReportTable, ReportValue } from "../domain/reports/report.ts";
import { boundsOf } from "../domain/moments.ts";
import { timeText } from "../domain/view-keys.ts";
import { formatMinor } from "../iso20022/decimal.ts";
import type { MadeReport } from "./app.ts";

/** A report as JSON: amounts in minor units, whole numbers beyond 2^53-1 as texts. */
export function reportJson({ kind, scope, asOf, body }: MadeReport): string {
  const report = {
    report: kind.name,
    title: kind.title,
    about: kind.about,
    cells: scope.cells,
    month: scope.month,
    from: timeText(scope.from),
    to: timeText(scope.to),
    as_of: new Date(asOf).toISOString(),
    complete: isComplete({ scope, asOf }),
    tables: Object.fromEntries(body.tables.map(({ name, columns, rows }) => [name, rows.map(namedBy(columns))])),
    days: body.plots.map(({ name, currency, series }) => ({
      name,
      ...(currency === undefined ? {} : { currency }),
      series: Object.fromEntries(series.map((one) => [one.name, one.days])),
    })),
  };
  return `${JSON.stringify(report, exact, 2)}\n`;
}

/** A report as CSV (RFC 4180): each table below a line with its name, amounts in their currency's own decimals. */
export function reportCsv({ body }: MadeReport): string {
  return body.tables.map(tableCsv).join("\r\n");
}

/** Whether the month is over, and everything of it in the sources. */
export function isComplete({ scope, asOf }: Pick<MadeReport, "scope" | "asOf">): boolean {
  return scope.to === boundsOf(scope.month).to && BigInt(asOf) >= scope.to;
}

function tableCsv({ name, columns, rows }: ReportTable): string {
  const lines = [csvText(name), columns.map((column) => csvText(column.name)).join(",")];
  for (const row of rows) lines.push(columns.map((column) => field(row, column)).join(","));
  return [...lines, ""].join("\r\n");
}

function field(row: ReportRow, { name, kind }: ReportColumn): string {
  const value = row[name];
  // A figure is no text: its minus sign is one.
  if (typeof value === "bigint") return kind === "amount" ? formatMinor(value, `${row["currency"]}`) : `${value}`;
  return csvText(value ?? "");
}

function namedBy(columns: readonly ReportColumn[]) {
  return (row: ReportRow) => Object.fromEntries(columns.map(({ name }) => [name, row[name]]));
}

function exact(_: string, value: ReportValue | object): unknown {
  if (typeof value !== "bigint") return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : `${value}`;
}
