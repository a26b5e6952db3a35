import { prices, type Price } from "../../infra/plan/prices.ts";
import type { Part } from "./parts.ts";

/** What a payment within a cell takes of one thing as the platform is built, however it is written. */
interface Fixed {
  readonly part: string;
  /** Units of the price, for one payment. */
  readonly units: number;
  readonly why: string;
  readonly price: Price;
}

const fixed: readonly Fixed[] = [
  { part: "API Gateway", units: 1, why: "one request; only a REST API has a WAF", price: prices.apiRequest },
  { part: "CloudFront", units: 1, why: "one request, by the router", price: prices.edgeRequest },
  { part: "CloudFront: router", units: 1, why: "one run", price: prices.edgeRun },
  { part: "CloudFront: router's reads", units: 1, why: "one read", price: prices.edgeRead },
  { part: "WAF", units: 2, why: "at the edge, and before the origin", price: prices.firewallRequest },
  { part: "Ledger: writes", units: 6, why: "a transaction of three items", price: prices.writeUnit },
  { part: "Ledger: replicated", units: 3, why: "three items in one other region", price: prices.replicatedWriteUnit },
  { part: "Ledger: for Kinesis", units: 6, why: "three changes in two cells", price: prices.captureUnit },
  { part: "Kinesis: payload", units: 6, why: "likewise", price: prices.payloadUnit },
  {
    part: "Firehose: changes",
    units: (6 * 5) / 1_048_576,
    why: "the same six changes, 5 KB each as they are billed",
    price: prices.firehoseBytes,
  },
  { part: "Views: writes", units: 6, why: "two entries and a listing in two cells", price: prices.writeUnit },
  { part: "Lambda: requests", units: 1, why: "the API's", price: prices.functionRequest },
];

/** The least that a million payments within a cell can cost as the platform is built. */
export function floorUsd(): number {
  return fixed.reduce((sum, one) => sum + millionOf(one), 0);
}

/** A change of the design that would save something, by the same prices. */
interface Way {
  readonly way: string;
  /** US dollars for a million payments within a cell. */
  readonly saves: number;
  readonly gives: string;
}

/** How well a table's provisioned capacity would be used: autoscaling's own target is 70 %, and load is not even. */
const PROVISIONED_USED = 0.5;

/** What would have to be given up to go below, by what payments have used. */
export function waysDown(parts: readonly Part[]): readonly Way[] {
  const quantityOf = (name: string) => parts.find(({ part }) => part === name)?.quantity ?? 0;
  const provisioned = (prices.provisionedWriteUnit.usd / 3_600 / PROVISIONED_USED) * 1_000_000;
  const perMillion = prices.writeUnit.usd - provisioned;
  const writes = (name: string) => (quantityOf(name) / 1_000_000) * perMillion;
  const requests = quantityOf("API Gateway") / 1_000_000;
  return [
    {
      way: "an HTTP API in place of the REST API",
      saves: requests * (prices.apiRequest.usd - prices.httpApiRequest.usd + prices.firewallRequest.usd),
      gives: "the WAF before the origin: whoever knows its name reaches it past the edge",
    },
    {
      way: `provisioned views, used to ${PROVISIONED_USED * 100} %`,
      saves: writes("Views: writes"),
      gives: "a rebuild within a minute, and views that keep up with a sudden load",
    },
    {
      way: `a provisioned ledger, used to ${PROVISIONED_USED * 100} %`,
      saves: writes("Ledger: writes") + writes("Ledger: replicated writes"),
      gives: "payments at once when load doubles: autoscaling takes minutes",
    },
  ];
}

/** The floor and the ways below it, as lines to read. */
export function floorText(parts: readonly Part[]): readonly string[] {
  const rows = fixed.map((one) => `  ${one.part}: ${millionOf(one).toFixed(2)} (${one.why})`);
  const ways = waysDown(parts).map(
    ({ way, saves, gives }) => `  ${way}: ${saves.toFixed(2)} less, and gives up ${gives}`,
  );
  return [
    `Within a cell, the least as the platform is built: ${floorUsd().toFixed(2)}`,
    ...rows,
    "What would go below, by the same formula:",
    ...ways,
  ];
}

function millionOf({ units, price }: Fixed): number {
  return ((units * 1_000_000) / price.per) * price.usd;
}
