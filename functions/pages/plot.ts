import { html, type Markup } from "./markup.ts";
import { linearAxis, logAxis, timeAxis, type Axis } from "./scale.ts";

/** A moment that all plots of a page mark, in the page's unit of time since its beginning. */
export interface Moment {
  readonly name: string;
  readonly at: number;
}

/** A figure over time, in the page's unit since its beginning, and its value then. */
export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [second: number, value: number])[];
}

/** How one figure is drawn over time. */
export interface PlotOptions {
  readonly title: string;
  /** What the figure is and how to read it, in a sentence. */
  readonly about: string;
  readonly unit: string;
  /** Areas on top of one another, which add up; or lines. */
  readonly kind: "stacked" | "lines";
  readonly scale: "linear" | "log";
  readonly series: readonly Series[];
}

const WIDTH = 960;
const HEIGHT = 200;
const LEFT = 56;
const RIGHT = 12;
const TOP = 22;
const BOTTOM = 24;
/** More series than colours share the last one's. */
const COLOURS = 6;
/** Closer than this, the numbers of two moments would cover one another. */
const APART = 16;

/** Draws a plot with the moments of the page as numbered lines: inline SVG, coloured by the page's style sheet. */
export function plot({ title, about, unit, kind, scale, series }: PlotOptions, span: Span): Markup {
  const { tell = inSeconds, every = 1 } = span;
  const time = timeAxis(span.seconds, LEFT, WIDTH - RIGHT);
  const drawn = kind === "stacked" ? stack(series) : series;
  const values = drawn.flatMap(({ points }) => points.map(([, value]) => value));
  const axis = (scale === "log" ? logAxis : linearAxis)(values, HEIGHT - BOTTOM, TOP);
  const shapes = drawn.map((one, index) =>
    kind === "stacked" ? area(one, drawn[index - 1], index, time, axis) : line(one, index, time, axis),
  );
  return html`<figure>
    <figcaption>
      <h3>${title} <small>${unit}</small></h3>
      <p>${about}</p>
      <p class="legend">${series.map(({ name }, index) => html`<span class="s${colour(index)}">${name}</span> `)}</p>
    </figcaption>
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}">
      ${grid(time, axis, tell)} ${shapes} ${marks(span.moments, time)}
      ${readings(series, unit, { ...span, tell, every }, time)}
    </svg>
  </figure>`;
}

/** The time that all plots of a report share, and the moments in it. */
export interface Span {
  readonly seconds: number;
  readonly moments: readonly Moment[];
  /** How a place in time is called, where it is counted in something else than seconds. */
  readonly tell?: (at: number) => string;
  /** How many of them a point stands for; one unless said otherwise. */
  readonly every?: number;
}

function inSeconds(at: number): string {
  return `${at} s`;
}

/** Every series raised by those below it; they all have the same seconds. */
function stack(series: readonly Series[]): readonly Series[] {
  const sums = new Map<number, number>();
  return series.map(({ name, points }) => ({
    name,
    points: points.map(([second, value]) => {
      const sum = (sums.get(second) ?? 0) + value;
      sums.set(second, sum);
      return [second, sum] as const;
    }),
  }));
}

function line({ points }: Series, index: number, time: Axis, axis: Axis): Markup {
  return html`<path class="line s${colour(index)}" d="${path(points, time, axis)}" />`;
}

function area(top: Series, below: Series | undefined, index: number, time: Axis, axis: Axis): Markup {
  const [first] = top.points;
  const last = top.points.at(-1);
  if (first === undefined || last === undefined) return html``;
  const floor = below?.points ?? [[first[0], 0] as const, [last[0], 0] as const];
  const back = path(floor.toReversed(), time, axis).replace("M", "L");
  return html`<path class="area s${colour(index)}" d="${path(top.points, time, axis)}${back}Z" />`;
}

function path(points: Series["points"], time: Axis, axis: Axis): string {
  return points
    .map(
      ([second, value], index) => `${index === 0 ? "M" : "L"}${place(time.scale(second))} ${place(axis.scale(value))}`,
    )
    .join("");
}

function grid(time: Axis, axis: Axis, tell: (at: number) => string): Markup {
  const bottom = HEIGHT - BOTTOM;
  return html`${axis.ticks.map((tick) => {
    const y = place(axis.scale(tick));
    return html`<path class="${tick === 0 ? "base" : "grid"}" d="M${LEFT} ${y}H${WIDTH - RIGHT}" />
      <text class="tick" x="${LEFT - 6}" y="${y}" dy="0.32em" text-anchor="end">${tickText(tick)}</text>`;
  })}
  ${time.ticks.map(
    (tick) =>
      html`<text class="tick" x="${place(time.scale(tick))}" y="${bottom + 16}" text-anchor="middle"
        >${tell(tick)}</text
      >`,
  )}`;
}

/** Moments as numbered lines; the page explains the numbers once. */
function marks(moments: readonly Moment[], time: Axis): Markup {
  const heads = spread(moments.map(({ at }) => time.scale(at)));
  return html`${moments.map(({ name, at }, index) => {
    const x = time.scale(at);
    const head = heads[index] ?? x;
    return html`<g class="moment">
      <title>${index + 1} ${name}, ${at.toFixed(1)} s</title>
      <path d="M${place(head)} 14L${place(x)} ${TOP}V${HEIGHT - BOTTOM}" />
      <circle cx="${place(head)}" cy="8" r="7" />
      <text x="${place(head)}" y="8" dy="0.34em" text-anchor="middle">${index + 1}</text>
    </g>`;
  })}`;
}

/** Places that do not cover one another: pushed to the right, and back from the edge where they run out of it. */
function spread(places: readonly number[]): readonly number[] {
  let least = Number.NEGATIVE_INFINITY;
  const pushed = places.map((x) => {
    const chosen = Math.max(x, least);
    least = chosen + APART;
    return chosen;
  });
  let most = WIDTH - RIGHT;
  return pushed
    .toReversed()
    .map((x) => {
      const chosen = Math.min(x, most);
      most = chosen - APART;
      return chosen;
    })
    .toReversed();
}

/** A strip for every second that says its figures to whoever rests on it: a browser shows titles without a script. */
function readings(
  series: readonly Series[],
  unit: string,
  { seconds, tell, every }: Required<Span>,
  time: Axis,
): Markup {
  const bySecond = new Map<number, string[]>();
  for (const { name, points } of series) {
    for (const [second, value] of points) {
      const said = bySecond.get(second) ?? [];
      said.push(`${name}: ${tickText(value)} ${unit}`);
      bySecond.set(second, said);
    }
  }
  const width = place(time.scale(every) - time.scale(0));
  const height = HEIGHT - TOP - BOTTOM;
  const strips = [...bySecond].filter(([second]) => second < seconds);
  return html`${strips.map(([second, said]) => {
    const title = [tell(second), ...said].join("\n");
    const x = place(time.scale(second));
    return html`<rect class="reading" x="${x}" y="${TOP}" width="${width}" height="${height}"
      ><title>${title}</title></rect
    >`;
  })}`;
}

function colour(index: number): number {
  return Math.min(index + 1, COLOURS);
}

function place(pixels: number): string {
  return pixels.toFixed(1);
}

function tickText(value: number): string {
  const rounded = Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3));
  return rounded.toLocaleString("en-GB", { maximumFractionDigits: 6 });
}
