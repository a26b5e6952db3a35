import { parseCellName, type CellName } from "../ids.ts";
import { boundsOf, parseMonth, type Month } from "../moments.ts";
import { ok, refuse, type Result } from "../result.ts";
import { monthOf } from "../view-keys.ts";
import { flaggedPayments } from "./flagged-payments.ts";
import { inFlight } from "./in-flight.ts";
import { paymentStatistics } from "./payment-statistics.ts";
import { personalDataAccess } from "./personal-data-access.ts";
import type { ReportKind, ReportScope } from "./report.ts";
import { safeguarding } from "./safeguarding.ts";

/** Every report that can be asked for. */
export const REPORTS: readonly ReportKind[] = [
  safeguarding,
  paymentStatistics,
  flaggedPayments,
  inFlight,
  personalDataAccess,
];

/** What somebody asks for: a report, a cell where it is to cover one alone, a month if it is not the present one. */
export interface ReportRequest {
  readonly name: string;
  readonly cell?: string | undefined;
  readonly month?: string | undefined;
}

/** Why there is no such report. */
export type ReportRefusal = "report_unknown" | "cell_unknown" | "month_malformed" | "month_not_begun";

/** A report that can be made. */
export interface AskedReport {
  readonly kind: ReportKind;
  readonly scope: ReportScope;
}

/** Parses what is asked for, at a time in milliseconds since the epoch; `cells` are those that there are. */
export function parseReport(
  { name, cell, month }: ReportRequest,
  cells: readonly CellName[],
  now: bigint,
): Result<AskedReport, ReportRefusal> {
  const kind = REPORTS.find((one) => one.name === name);
  if (kind === undefined) return refuse("report_unknown");
  const covered = coveredBy(cell, cells);
  if (!covered.ok) return covered;
  const parsed = parseMonth(month ?? monthOf(now));
  if (!parsed.ok) return parsed;
  const scope = scopeOf(covered.value, parsed.value, now);
  return scope.ok ? ok({ kind, scope: scope.value }) : scope;
}

/** The scope of reports about a month, of some cells' homes. */
export function scopeOf(cells: readonly CellName[], month: Month, now: bigint): Result<ReportScope, "month_not_begun"> {
  const { from, to } = boundsOf(month);
  if (from >= now) return refuse("month_not_begun");
  return ok({ cells, month, from, to: to < now ? to : now });
}

function coveredBy(cell: string | undefined, cells: readonly CellName[]): Result<readonly CellName[], "cell_unknown"> {
  if (cell === undefined) return ok(cells);
  const parsed = parseCellName(cell);
  return parsed.ok && cells.includes(parsed.value) ? ok([parsed.value]) : refuse("cell_unknown");
}
