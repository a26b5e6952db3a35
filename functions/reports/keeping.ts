import type { CellName } from "../domain/ids.ts";
import { parseMonth, type Month } from "../domain/moments.ts";
import { REPORTS, scopeOf } from "../domain/reports/catalogue.ts";
import { invariant } from "../domain/result.ts";
import { monthOf } from "../domain/view-keys.ts";
import type { ReportSource } from "../stores/report-source.ts";
import { makeReports } from "./app.ts";
import { FORMATS } from "./formats.ts";

/** Keeps a text under a key; another of the same key becomes its next version. */
export type Keep = (key: string, contentType: string, text: string) => Promise<void>;

/** What a schedule starts with: when that was due, in the form of RFC 3339. */
export interface DailyStart {
  readonly due: string;
}

const DAY_MS = 86_400_000;

/**
 * Makes every report about the month of the day before a start was due and keeps it in every format: each day a new
 * edition, and on the first of a month the last one of the month before, however late it is made. Gives the keys;
 * throws where the start does not say when it was due.
 */
export async function keepReports(
  cell: CellName,
  source: ReportSource,
  keep: Keep,
  start: Partial<DailyStart>,
  now: number,
): Promise<readonly string[]> {
  const scope = scopeOf([cell], monthBefore(dueOf(start)), BigInt(now));
  invariant(scope.ok, "the month before a start was due has begun");
  const keys: string[] = [];
  for (const made of await makeReports(REPORTS, scope.value, source)) {
    const place = `${made.scope.month}/${made.kind.name}`;
    for (const { name, contentType, render } of FORMATS) {
      await keep(`${place}.${name}`, contentType, render(made));
      keys.push(`${place}.${name}`);
    }
  }
  return keys;
}

function dueOf(start: Partial<DailyStart>): number {
  const due = Date.parse(start.due ?? "");
  if (Number.isNaN(due)) {
    throw new Error(`Start the reports with the moment they are due, as {"due":"2026-11-01T06:00:00Z"}: ${start.due}`);
  }
  return due;
}

function monthBefore(due: number): Month {
  const month = parseMonth(monthOf(BigInt(due - DAY_MS)));
  invariant(month.ok, "a moment is within the calendar");
  return month.value;
}
