import type { MadeReport } from "./app.ts";
import { reportHtml } from "./page.ts";
import { reportCsv, reportJson } from "./rendering.ts";

/** A form in which a report can be had. */
export interface ReportFormat {
  /** As it is asked for, and as its files end. */
  readonly name: string;
  readonly contentType: string;
  readonly render: (made: MadeReport) => string;
}

/** Every form in which reports can be had, and are kept. */
export const FORMATS: readonly ReportFormat[] = [
  { name: "json", contentType: "application/json", render: reportJson },
  { name: "csv", contentType: "text/csv; charset=utf-8", render: reportCsv },
  { name: "html", contentType: "text/html; charset=utf-8", render: reportHtml },
];
