import type { MetricSink } from "../cloudwatch/index.ts";
import type { Context } from "./context.ts";
import { createTraffic, type State, type Table, tableKey } from "./table.ts";

/** What one table of one region was asked and consumed. */
export interface TableMeter {
  /** Requests by action; one that names several tables counts at each. */
  readonly requests: Readonly<Record<string, number>>;
  readonly readUnits: number;
  readonly writeUnits: number;
  /** Item versions taken over from other replicas. */
  readonly replicatedWrites: number;
  readonly replicatedWriteUnits: number;
  /** Of the items as they came from there. */
  readonly replicatedBytes: number;
  /** Changes handed to Kinesis, one for each started KB of the larger image. */
  readonly captureUnits: number;
}

/** By region, then by table. */
export type Meter = Readonly<Record<string, Readonly<Record<string, TableMeter>>>>;

/** Notes one request with all that it consumed, and tells CloudWatch; refused ones consume, too. */
export function recordTraffic(context: Context, action: string, metrics?: MetricSink): void {
  if (metrics !== undefined) measureTraffic(context, metrics);
  for (const [name, units] of context.consumption) {
    const traffic = context.state.tables.get(tableKey(context.region, name))?.traffic;
    if (traffic === undefined) continue;
    traffic.requests.set(action, (traffic.requests.get(action) ?? 0) + 1);
    for (const { read, write } of [units.table, ...units.indexes.values()]) {
      traffic.readUnits += read;
      traffic.writeUnits += write;
    }
  }
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html */
function measureTraffic({ region, consumption }: Context, metrics: MetricSink): void {
  for (const [TableName, { table }] of consumption) {
    const units = { ConsumedReadCapacityUnits: table.read, ConsumedWriteCapacityUnits: table.write };
    for (const [name, value] of Object.entries(units)) {
      if (value === 0) continue;
      metrics.measure(region, { namespace: "AWS/DynamoDB", name, dimensions: { TableName }, value, unit: "Count" });
    }
  }
}

/** The meter of all tables. */
export function readMeter(state: State): Meter {
  const meter: Record<string, Record<string, TableMeter>> = {};
  for (const table of state.tables.values()) {
    (meter[table.region] ??= {})[table.definition.name] = readTable(table);
  }
  return meter;
}

function readTable({ traffic }: Table): TableMeter {
  return { ...traffic, requests: Object.fromEntries(traffic.requests) };
}

/** Counts from zero again. */
export function resetTraffic(state: State): void {
  for (const { traffic } of state.tables.values()) {
    Object.assign(traffic, createTraffic());
  }
}
