import { prices, pricesRead, pricesRegion, type Price } from "../../infra/plan/prices.ts";
import type { StandingCost } from "../../infra/plan/sizes.ts";
import { aligned } from "../text.ts";
import { assumptions, durations } from "./assumptions.ts";
import { floorText, floorUsd, waysDown } from "./floor.ts";
import { greatestOf, type Part } from "./parts.ts";

/** What a million internal payments may cost, US dollars. */
export const BOUND_USD = 13;

/** What payments of one kind cost. */
export interface KindCost {
  readonly kind: string;
  readonly payments: number;
  readonly perSecond: number;
  readonly parts: readonly Part[];
  /** For a million. */
  readonly usd: number;
}

/** What is paid for whoever pays, US dollars a month. */
export interface Standing {
  readonly cell: string;
  readonly size: string;
  readonly stands: readonly StandingCost[];
  readonly usdStands: number;
  /** Functions that always run, in all cells. */
  readonly usdRunning: number;
  /** What those and the canaries ask for, in all cells. */
  readonly usdDoing: number;
}

/** What the platform costs. */
export interface Cost {
  readonly kinds: readonly KindCost[];
  readonly standing: Standing;
}

/** The cost as lines to read. */
export function costText({ kinds, standing }: Cost): readonly string[] {
  const [first] = kinds;
  if (first === undefined) return [];
  const rows = first.parts.map(({ part, price, basis }, index) => [
    `${part}${basis === "assumed" ? " ~" : ""}${price.source === undefined ? " *" : ""}`,
    ...kinds.flatMap(({ parts }) => [quantity(parts[index]), usd(parts[index]?.usd ?? 0)]),
    `${price.per === 1 ? "" : `${price.per} `}${price.unit} at ${price.usd}`,
  ]);
  const head = ["US dollars per million payments", ...kinds.flatMap(({ kind }) => ["units", kind]), "price"];
  const all = ["all", ...kinds.flatMap((kind) => ["", usd(kind.usd)]), ""];
  const right = kinds.flatMap((_, index) => [1 + 2 * index, 2 + 2 * index]);
  return [
    ...aligned([head, ...rows, all], right),
    "",
    ...kinds.map(verdict),
    "",
    ...floorText(first.parts),
    "",
    ...standingText(standing),
    "",
    `Prices: ${pricesRegion}, looked up on ${pricesRead}; infra/plan/prices.ts says where; * no source was read.`,
    "Quantities: counted by the local cloud, less what it counts when idle; ~ by an assumption:",
    ...Object.entries({ ...durations, ...assumptions }).map(
      ([name, { value, unit, why }]) => `  ${name}: ${value} ${unit} (${why})`,
    ),
    "Runs of relay and projector, and what these note of each, are by batch: fewer the faster payments come.",
    "Archives and their seals take no more the more is paid, until a minute fills 64 MB: they are in what stands.",
    "Not in it: what AWS asks of keys by itself (buckets and streams keep theirs for minutes), storage, backups,",
    "what leaves by the NAT gateways, support, taxes.",
  ];
}

function verdict({ kind, payments, perSecond, usd: sum, parts }: KindCost): string {
  const greatest = greatestOf(parts);
  const kept = sum <= BOUND_USD ? "kept" : "MISSED";
  return (
    `${kind}: ${usd(sum)}, at most ${BOUND_USD}: ${kept}; the greatest part is ${greatest?.part} with ` +
    `${usd(greatest?.usd ?? 0)} (${payments} payments, ${perSecond.toFixed(0)} a second)`
  );
}

function standingText({ cell, size, stands, usdStands, usdRunning, usdDoing }: Standing): readonly string[] {
  const rows = [
    ...stands.map(({ what, count, usdMonthly }) => [`  ${what}`, `${count}`, usd(usdMonthly)]),
    [`  cell ${cell}, ${size}`, "", usd(usdStands)],
    ["  keepers, controllers and watchers of all cells, which always run", "", usd(usdRunning)],
    ["  what these and the canaries of all cells ask for", "", usd(usdDoing)],
  ];
  return ["Standing, US dollars a month, whoever pays:", ...aligned(rows, [1, 2])];
}

/** The cost as one JSON object. */
export function costJson({ kinds, standing }: Cost): string {
  const unread = Object.entries<Price>(prices).flatMap(([name, { source }]) => (source === undefined ? [name] : []));
  const verdicts = kinds.map((kind) => ({
    ...kind,
    kept: kind.usd <= BOUND_USD,
    greatest: greatestOf(kind.parts)?.part,
  }));
  const read = { pricesRead, pricesRegion, unread };
  const floor = { floorUsd: floorUsd(), ways: waysDown(kinds[0]?.parts ?? []) };
  return JSON.stringify({ boundUsd: BOUND_USD, ...floor, kinds: verdicts, standing, ...read, durations, assumptions });
}

function quantity(part: Part | undefined): string {
  if (part === undefined) return "";
  return part.quantity >= 10_000 ? `${(part.quantity / 1e6).toFixed(2)} M` : part.quantity.toFixed(2);
}

function usd(amount: number): string {
  return amount.toFixed(2);
}
