import { interfaceEndpoints } from "./endpoints.ts";
import { journalShards } from "./journal.ts";
import { cellKeys } from "./keys.ts";
import { cellAlarms, queueAlarms } from "./alarms.ts";
import { availabilityZones } from "./cidrs.ts";
import type { CellEntry, Size, Stage } from "./registry.ts";

/** What stands in a cell and is paid for by the hour or month, whether anybody pays or not. */
export interface StandingCost {
  readonly what: string;
  readonly count: number;
  readonly usdMonthly: number;
}

const hoursMonthly = 730;

/**
 * US dollars, us-east-1, list prices. Those of VPC and WAF were found so in public price guides of 2026; those of KMS
 * keys, alarms and Kinesis shards were not looked up. Approximate: other regions are dearer, and traffic comes on top.
 * Compare with https://aws.amazon.com/pricing before relying on them.
 */
const prices = {
  natGateway: 0.045 * hoursMonthly,
  publicIpv4: 0.005 * hoursMonthly,
  interfaceEndpointPerZone: 0.01 * hoursMonthly,
  key: 1,
  webAcl: 5,
  webAclRule: 1,
  alarm: 0.1,
  // The shard itself, and records kept for longer than a day.
  shard: (0.015 + 0.02) * hoursMonthly,
  compositeAlarm: 0.5,
} as const;

/** How many NAT gateways a cell of this size has. */
export function natGateways(size: Size): number {
  return size === "small" ? 1 : availabilityZones;
}

/** The standing cost of a cell, part by part. */
export function standingCosts(stage: Stage, cell: CellEntry, size: Size): readonly StandingCost[] {
  const gateways = natGateways(size);
  const endpoints = interfaceEndpoints(stage, cell, size).length * availabilityZones;
  const multiRegionKeys = 2;
  const keys = cellKeys(stage, cell).length + multiRegionKeys;
  const alarms = cellAlarms(stage, cell).length + queueAlarms(stage, cell).length;
  return [
    cost("NAT gateways with their addresses", gateways, prices.natGateway + prices.publicIpv4),
    cost("interface endpoints, one per zone", endpoints, prices.interfaceEndpointPerZone),
    cost("KMS keys", keys, prices.key),
    cost("web ACL with one rule", 1, prices.webAcl + prices.webAclRule),
    cost("shards of the journal stream, kept for a week", journalShards(size), prices.shard),
    cost("alarms", alarms, prices.alarm),
    cost("composite alarm of its health", 1, prices.compositeAlarm),
  ];
}

/** The whole standing cost of a cell, US dollars a month. */
export function standingCostMonthly(stage: Stage, cell: CellEntry, size: Size): number {
  return round(standingCosts(stage, cell, size).reduce((sum, part) => sum + part.usdMonthly, 0));
}

function cost(what: string, count: number, usdEach: number): StandingCost {
  return { what, count, usdMonthly: round(count * usdEach) };
}

function round(usd: number): number {
  return Math.round(usd * 100) / 100;
}
