import { html, type Markup } from "./markup.ts";

/** A bar: what it is called, and how long it is. */
export interface Bar {
  readonly name: string;
  readonly value: number;
}

const WIDTH = 960;
const LEFT = 300;
/** Room for the figure behind the longest bar. */
const RIGHT = 90;
const ROW = 22;
const THICK = 14;
/** More than these nobody looks at one by one: a table has them all. */
const BARS_MAX = 24;
/** A longer name would run out of its room. */
const NAME_MAX = 44;

/** Draws bars below one another, in their order; of too many the longest: inline SVG, coloured by the style sheet. */
export function bars(title: string, all: readonly Bar[]): Markup {
  const least = all.map(({ value }) => value).toSorted((one, other) => other - one)[BARS_MAX - 1] ?? 0;
  const drawn = all.filter(({ value }) => value > 0 && value >= least).slice(0, BARS_MAX);
  if (drawn.length === 0) return html``;
  const most = Math.max(...drawn.map(({ value }) => value));
  const scale = (WIDTH - LEFT - RIGHT) / most;
  return html`<figure>
    <svg viewBox="0 0 ${WIDTH} ${drawn.length * ROW}" role="img" aria-label="${title}">
      ${drawn.map(({ name, value }, index) => {
        const middle = index * ROW + ROW / 2;
        const length = Math.max(1, value * scale);
        return html`<g>
          <title>${name}: ${shown(value)}</title>
          <text class="tick" x="${LEFT - 8}" y="${middle}" dy="0.34em" text-anchor="end">${short(name)}</text>
          <rect class="area s1" x="${LEFT}" y="${middle - THICK / 2}" width="${length.toFixed(1)}" height="${THICK}" />
          <text class="tick" x="${(LEFT + length + 6).toFixed(1)}" y="${middle}" dy="0.34em">${shown(value)}</text>
        </g>`;
      })}
    </svg>
  </figure>`;
}

function shown(value: number): string {
  return value.toLocaleString("en-GB");
}

function short(name: string): string {
  return name.length <= NAME_MAX ? name : `${name.slice(0, NAME_MAX - 1)}…`;
}
