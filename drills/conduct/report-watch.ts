import { monthOf } from "../../functions/domain/view-keys.ts";
import type { Target } from "../targets/target.ts";

/** How the reports of a cell about yesterday's month stand. */
export interface ReportsSeen {
  /** Reports as whoever asks for one now is given it, in the form in which it says nothing of itself. */
  readonly asked: number;
  /** Payments that the statistics among them count. */
  readonly payments: number;
  /** Of those asked for: now otherwise than when they were first asked for in this drill. */
  readonly changed: number;
  /** Of those asked for: not kept by the day's function; kept otherwise than when they were first asked for. */
  readonly missing: number;
  readonly different: number;
  /** Reports kept that say of themselves that all of their month is in them. */
  readonly complete: number;
}

const DAY_MS = 86_400_000;

/** A look at the reports of a cell, which remembers what it saw first. */
export function createReportWatch(target: Pick<Target, "name" | "reports" | "clock">) {
  let first: ReadonlyMap<string, string> | undefined;
  return async (cell: string): Promise<ReportsSeen> => {
    if (target.reports === undefined) throw new Error(`Nobody makes reports on the target ${target.name}.`);
    // On the first of a month the one that has ended: nothing of it changes any more.
    const month = monthOf(BigInt(target.clock.now() - DAY_MS));
    const { asked, kept } = await target.reports(cell, month);
    first ??= asked;
    const then = first;
    const keys = [...asked.keys()];
    return {
      asked: keys.length,
      payments: paymentsIn(asked.get(`${month}/payment-statistics.csv`) ?? ""),
      changed: keys.filter((key) => asked.get(key) !== then.get(key)).length,
      missing: keys.filter((key) => !kept.has(key)).length,
      different: keys.filter((key) => kept.has(key) && kept.get(key) !== then.get(key)).length,
      complete: [...kept].filter(([key, text]) => key.endsWith(".json") && text.includes('"complete": true')).length,
    };
  };
}

/** The sum of the counts in the first table of the statistics: its name, its columns, its rows, an empty line. */
function paymentsIn(csv: string): number {
  const [, head = "", ...lines] = csv.split("\r\n");
  const column = head.split(",").indexOf("count");
  const rows = lines.slice(0, lines.indexOf(""));
  return rows.reduce((sum, row) => sum + Number(row.split(",")[column]), 0);
}
