import type { ReportBody, ReportKind, ReportScope } from "../domain/reports/report.ts";
import type { ReportSource } from "../stores/report-source.ts";

/** A report as it was made. */
export interface MadeReport {
  readonly kind: ReportKind;
  readonly scope: ReportScope;
  /** Up to when its sources were complete, milliseconds since the epoch. */
  readonly asOf: number;
  readonly body: ReportBody;
}

/** Makes reports about one scope, each of their sources read once for all of them. */
export async function makeReports(
  kinds: readonly ReportKind[],
  scope: ReportScope,
  source: ReportSource,
): Promise<readonly MadeReport[]> {
  // Said before anything is read: what comes meanwhile may be in the reports, and is not promised.
  const asOf = await source.asOf();
  const begun = kinds.map((kind) => ({ kind, gathering: kind.begin(scope) }));
  const needs = (what: ReportKind["from"][number]) => kinds.some(({ from }) => from.includes(what));
  if (needs("payments")) {
    for await (const payment of source.payments(needs("outcomes") ? scope.cells : [])) {
      for (const { gathering } of begun) gathering.payment?.(payment);
    }
  }
  if (needs("vault")) {
    for await (const record of source.vault()) {
      for (const { gathering } of begun) {
        if (record.is === "access") gathering.access?.(record.access);
        else gathering.screening?.(record.screening);
      }
    }
  }
  return begun.map(({ kind, gathering }) => ({ kind, scope, asOf, body: gathering.body() }));
}
