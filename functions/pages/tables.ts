import { html, type Markup } from "./markup.ts";

/** A cell of a table: what it shows, and how it is set. */
export interface Cell {
  readonly markup: Markup;
  readonly class: string;
}

/** A cell of text. */
export function text(shown: string): Cell {
  return { markup: html`${shown}`, class: "" };
}

/** A cell of a figure, flushed right. */
export function number(shown: string): Cell {
  return { markup: html`${shown}`, class: "number" };
}

/** A cell of an id. */
export function id(shown: string): Cell {
  return { markup: html`${shown}`, class: "id" };
}

/** What stands where a table would be empty. */
export function nothing(shown: string): Markup {
  return html`<p class="note">${shown}</p>`;
}

/** A table that scrolls sideways where it is too wide. */
export function table(head: readonly Cell[], rows: readonly (readonly Cell[])[]): Markup {
  return html`<div class="table">
    <table>
      <thead>
        <tr>
          ${head.map((cell) => html`<th class="${cell.class}">${cell.markup}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map((cell) => html`<td class="${cell.class}">${cell.markup}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
