import { trailBucket, type BucketPlan } from "./buckets.ts";
import { stageDashboard, type DashboardPlan } from "./dashboards.ts";
import { auditKeyPolicy } from "./keys.ts";
import { globalNames, originHost, stageNames } from "./names.ts";
import { regionSwitch, type RegionSwitchPlans } from "./region-switch.ts";
import type { Size, Stage } from "./registry.ts";
import { routingTable, type RoutingTable } from "./routing.ts";
import { trailLog, type ServiceLogPlan } from "./service-logs.ts";
import { watchers, type WatcherPlan } from "./watchers.ts";

/** CloudFront's certificates, its web ACLs and the trail of services without a region live there and nowhere else. */
export const globalRegion = "us-east-1";

/** Everything that is decided about the edge, the authority table and the trail of global services. */
export interface GlobalPlan {
  readonly stage: Stage;
  readonly names: ReturnType<typeof globalNames>;
  readonly authorityTable: string;
  readonly origins: readonly { readonly id: string; readonly host: string }[];
  readonly routing: RoutingTable;
  /** Requests of one address in five minutes; above it the edge refuses. */
  readonly requestsPerFiveMinutes: number;
  readonly watchers: readonly WatcherPlan[];
  readonly dashboard: DashboardPlan;
  readonly regionSwitch: RegionSwitchPlans;
  readonly auditKeyPolicy: string;
  readonly trailBucket: BucketPlan;
  readonly trailLog: ServiceLogPlan;
  readonly tags: Readonly<Record<string, string>>;
}

/** Decides what a stage has once. */
export function planGlobal(stage: Stage, size: Size): GlobalPlan {
  const names = globalNames(stage);
  return {
    stage,
    names,
    authorityTable: stageNames(stage.name).authorityTable,
    origins: stage.cells.map((cell) => ({ id: cell.name, host: originHost(stage, cell.name) })),
    routing: routingTable(stage),
    requestsPerFiveMinutes: 60_000,
    watchers: watchers(stage),
    dashboard: stageDashboard(stage),
    regionSwitch: regionSwitch(stage, size),
    auditKeyPolicy: auditKeyPolicy(stage.account, globalRegion, names.trail),
    trailBucket: trailBucket(stage.account, globalRegion, names.trailBucket, names.trail),
    trailLog: trailLog(stage.account, globalRegion, names),
    tags: { project: "payment-cells", stage: stage.name, cell: "global" },
  };
}
