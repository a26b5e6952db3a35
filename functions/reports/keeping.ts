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

const DAY_MS = 86_400_000;

/**
 * Makes every report about the month of yesterday and keeps it in every format: each day a new edition, and on the
 * first of a month the last one of the month before. Gives the keys.
 */
export async function keepReports(
  cell: CellName,
  source: ReportSource,
  keep: Keep,
  now: number,
): Promise<readonly string[]> {
  const scope = scopeOf([cell], yesterdaysMonth(now), BigInt(now));
  invariant(scope.ok, "the month of yesterday has begun");
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

function yesterdaysMonth(now: number): Month {
  const month = parseMonth(monthOf(BigInt(now - DAY_MS)));
  invariant(month.ok, "the present is within the calendar");
  return month.value;
}
