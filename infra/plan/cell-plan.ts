import { alarmTopic, type AlarmTopicPlan } from "./alarm-topic.ts";
import { cellAlarms, cellHealth, type AlarmPlan, type HealthPlan } from "./alarms.ts";
import { cellArchive, type ArchivePlan } from "./archive.ts";
import { reportsBucket, trailBucket, type BucketPlan } from "./buckets.ts";
import { cellCidrs, type CellCidrs } from "./cidrs.ts";
import { cellDashboard, type DashboardPlan } from "./dashboards.ts";
import { gatewayEndpoint, interfaceEndpoints, storageEndpoint, type EndpointPlan } from "./endpoints.ts";
import { cellExperiments, type ExperimentsPlan } from "./experiments.ts";
import { cellFunctions, type FunctionPlan } from "./functions.ts";
import { cellJournal, type JournalPlan } from "./journal.ts";
import { cellKeys, type KeyPlan } from "./keys.ts";
import { cellNames, stageNames } from "./names.ts";
import { cellPayouts, type PayoutsPlan } from "./payouts.ts";
import type { CellEntry, Size, Stage } from "./registry.ts";
import { standingCostMonthly } from "./sizes.ts";
import { flowLog, trailLog, type ServiceLogPlan } from "./service-logs.ts";
import { cellTables, type TablePlan } from "./tables.ts";
import { cellUploads, type UploadsPlan } from "./uploads.ts";
import { ledgerPartOf, stackName, type LedgerPart } from "./topology.ts";

/** Everything that is decided about a cell before anything is created. */
export interface CellPlan {
  readonly stage: Stage;
  readonly cell: CellEntry;
  readonly size: Size;
  readonly names: ReturnType<typeof cellNames>;
  readonly shared: ReturnType<typeof stageNames>;
  readonly ledger: LedgerPart;
  /** The stack whose outputs a joiner reads. */
  readonly founderStack: string;
  readonly cidrs: CellCidrs;
  readonly gatewayEndpoint: EndpointPlan;
  readonly storageEndpoint: EndpointPlan;
  readonly interfaceEndpoints: readonly EndpointPlan[];
  readonly keys: readonly KeyPlan[];
  readonly tables: readonly TablePlan[];
  readonly journal: JournalPlan;
  readonly archive: ArchivePlan;
  readonly functions: readonly FunctionPlan[];
  readonly payouts: PayoutsPlan;
  readonly alarms: readonly AlarmPlan[];
  readonly alarmTopic: AlarmTopicPlan;
  readonly health: HealthPlan;
  readonly dashboard: DashboardPlan;
  readonly experiments: ExperimentsPlan;
  readonly reportsBucket: BucketPlan;
  readonly trailBucket: BucketPlan;
  readonly uploads: UploadsPlan;
  readonly trailLog: ServiceLogPlan;
  readonly flowLog: ServiceLogPlan;
  readonly tags: Readonly<Record<string, string>>;
  /** What stands in the cell costs this much a month, US dollars, without any traffic. */
  readonly standingCostUsdMonthly: number;
}

/** Decides a cell. */
export function planCell(stage: Stage, cell: CellEntry, size: Size): CellPlan {
  const names = cellNames(stage, cell.name);
  const ledger = ledgerPartOf(stage, cell);
  const founder = ledger.kind === "founder" ? cell : ledger.founder;
  return {
    stage,
    cell,
    size,
    names,
    shared: stageNames(stage.name),
    ledger,
    founderStack: stackName(stage.name, founder.name),
    cidrs: cellCidrs(cell.network),
    gatewayEndpoint: gatewayEndpoint(stage, cell),
    storageEndpoint: storageEndpoint(stage, cell),
    interfaceEndpoints: interfaceEndpoints(stage, cell, size),
    keys: cellKeys(stage, cell),
    tables: cellTables(stage, cell),
    journal: cellJournal(stage, cell, size),
    archive: cellArchive(stage, cell),
    functions: cellFunctions(stage, cell),
    payouts: cellPayouts(stage, cell),
    alarms: cellAlarms(stage, cell),
    alarmTopic: alarmTopic(stage.account, cell.region, names.alarmTopic),
    health: cellHealth(stage, cell),
    dashboard: cellDashboard(stage, cell),
    experiments: cellExperiments(stage, cell),
    reportsBucket: reportsBucket(stage.account, cell.region, names.reportsBucket),
    trailBucket: trailBucket(stage.account, cell.region, names.trailBucket, names.trail),
    uploads: cellUploads(stage, cell),
    trailLog: trailLog(stage.account, cell.region, names),
    flowLog: flowLog(stage.account, cell.region, names),
    tags: { project: "payment-cells", stage: stage.name, cell: cell.name, residency: cell.residency },
    standingCostUsdMonthly: standingCostMonthly(stage, cell, size),
  };
}
