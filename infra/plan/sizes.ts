import { interfaceEndpoints } from "./endpoints.ts";
import { journalShards } from "./journal.ts";
import { cellKeys } from "./keys.ts";
import { cellAlarms, queueAlarms } from "./alarms.ts";
import { availabilityZones } from "./cidrs.ts";
import { prices, usdMonthly, type Price } from "./prices.ts";
import type { CellEntry, Size, Stage } from "./registry.ts";

/** What stands in a cell and is paid for by the hour or month, whether anybody pays or not. */
export interface StandingCost {
  readonly what: string;
  readonly count: number;
  readonly usdMonthly: number;
}

/** What our functions measure by themselves: each is a metric once in a cell. */
export const ownMetrics = 10;

/** How many NAT gateways a cell of this size has. */
export function natGateways(size: Size): number {
  return size === "small" ? 1 : availabilityZones;
}

/** The standing cost of a cell, part by part. */
export function standingCosts(stage: Stage, cell: CellEntry, size: Size): readonly StandingCost[] {
  const gateways = natGateways(size);
  const endpoints = interfaceEndpoints(stage, cell, size).length * availabilityZones;
  const multiRegionKeys = 3;
  const countersignKeys = 1;
  const keys = cellKeys(stage, cell).length + multiRegionKeys + countersignKeys;
  // An alarm is paid for by the metrics that it looks at.
  const alarms = [...cellAlarms(stage, cell), ...queueAlarms(stage, cell)];
  const alarmMetrics = alarms.reduce((sum, { below = [] }) => sum + 1 + below.length, 0);
  return [
    cost("NAT gateways with their addresses", gateways, prices.natGateway, prices.publicIpv4),
    cost("interface endpoints, one per zone", endpoints, prices.interfaceEndpointPerZone),
    cost("KMS keys", keys, prices.key),
    cost("web ACL with one rule", 1, prices.webAcl, prices.webAclRule),
    cost("shards of the journal stream, kept for a week", journalShards(size), prices.shard, prices.shardRetention),
    cost("alarms, by their metrics", alarmMetrics, prices.alarm),
    cost("composite alarm of its health", 1, prices.compositeAlarm),
    cost("secret that the bank shares", 1, prices.secret),
    cost("dashboard", 1, prices.dashboard),
    cost("metrics of our own", ownMetrics, prices.customMetric),
  ];
}

/** The whole standing cost of a cell, US dollars a month. */
export function standingCostMonthly(stage: Stage, cell: CellEntry, size: Size): number {
  return round(standingCosts(stage, cell, size).reduce((sum, part) => sum + part.usdMonthly, 0));
}

function cost(what: string, count: number, ...each: readonly Price[]): StandingCost {
  return { what, count, usdMonthly: round(count * each.reduce((sum, price) => sum + usdMonthly(price), 0)) };
}

function round(usd: number): number {
  return Math.round(usd * 100) / 100;
}
