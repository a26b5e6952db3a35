import { bars } from "../pages/bars.ts";
import { html, raw, type Markup } from "../pages/markup.ts";
import { plot } from "../pages/plot.ts";
import { style } from "../pages/style.ts";
import { id, nothing, number, table, text } from "../pages/tables.ts";
import { exponentOf } from "../domain/currencies.ts";
import { formatMoney } from "../domain/money.ts";
import {
  daysIn,
  type ReportColumn,
  type ReportPlot,
  type ReportRow,
  type ReportScope,
  type ReportTable,
} from "../domain/reports/report.ts";
import { timeText } from "../domain/view-keys.ts";
import type { MadeReport } from "./app.ts";
import { isComplete } from "./rendering.ts";

/** A report as one HTML page that needs nothing else and runs no script. */
export function reportHtml(made: MadeReport): string {
  const { kind, scope, asOf, body } = made;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${kind.title}, ${scope.month}</title>
        <style>
          ${raw(style)}
        </style>
      </head>
      <body>
        <header>
          <h1>${kind.title}, ${scope.month}</h1>
          <p class="claim">${kind.about}</p>
          <ul class="facts">
            <li>cells <b>${scope.cells.join(", ")}</b></li>
            <li>from <b>${timeText(scope.from)}</b> to <b>${timeText(scope.to)}</b></li>
            <li>complete up to <b>${new Date(asOf).toISOString()}</b></li>
            <li><b>${isComplete(made) ? "final" : "preliminary"}</b></li>
          </ul>
        </header>
        <main>
          ${body.tables.map(section)} ${body.plots.length === 0 ? "" : html`<h2>Day by day</h2>`}
          ${body.plots.map((one) => drawn(one, scope))}
        </main>
      </body>
    </html> `;
  return page.html;
}

function section(one: ReportTable): Markup {
  const { title, about, columns, rows } = one;
  const head = columns.map(({ name, kind }) => {
    const shown = name.replaceAll("_", " ");
    return kind === "amount" || kind === "count" ? number(shown) : text(shown);
  });
  const cells = rows.map((row) => columns.map((column) => cellOf(row, column)));
  return html`<h2>${title}</h2>
    <p class="note">${about}</p>
    ${barsOf(one)} ${rows.length === 0 ? nothing("None.") : table(head, cells)}`;
}

function barsOf({ title, rows, bars: drawnBy }: ReportTable): Markup | undefined {
  if (drawnBy === undefined) return undefined;
  const { of, named } = drawnBy;
  return bars(
    title,
    rows.map((row) => ({ name: named.map((name) => `${row[name] ?? ""}`).join(", "), value: Number(row[of] ?? 0n) })),
  );
}

function cellOf(row: ReportRow, { name, kind }: ReportColumn) {
  const value = row[name];
  if (typeof value === "bigint") {
    const shown = kind === "amount" ? formatMoney(value, `${row["currency"]}`) : value.toLocaleString("en-GB");
    return name === "shortfall" && value > 0n ? { ...number(shown), class: "number bad" } : number(shown);
  }
  return kind === "id" ? id(value ?? "") : text(value ?? "");
}

function drawn({ title, about, currency, series }: ReportPlot, scope: ReportScope): Markup {
  const exponent = currency === undefined ? 0 : (exponentOf(currency) ?? 0);
  const first = new Date(Number(scope.from)).toISOString().slice(0, 8);
  return plot(
    {
      title,
      about,
      unit: currency ?? "",
      kind: "lines",
      scale: "linear",
      series: series.map(({ name, days }) => ({
        name,
        points: days.map((value, day) => [day, Number(value) / 10 ** exponent] as const),
      })),
    },
    // A month of one day has no second point: the axis is two days wide then.
    { seconds: Math.max(2, daysIn(scope)), moments: [], tell: (day) => `${first}${String(day + 1).padStart(2, "0")}` },
  );
}
