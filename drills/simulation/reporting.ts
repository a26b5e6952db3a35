import type { CellName } from "../../functions/domain/ids.ts";
import { keepReports, type DailyStart } from "../../functions/reports/keeping.ts";
import { createControl } from "../../functions/stores/control.ts";
import { createLedger } from "../../functions/stores/ledger.ts";
import { createReportBucket } from "../../functions/stores/report-bucket.ts";
import { createReportSource } from "../../functions/stores/report-source.ts";
import { createGenerations } from "../../functions/stores/view-generations.ts";
import { createViews } from "../../functions/stores/views.ts";
import type { S3 } from "../../local/aws/s3/index.ts";
import type { VirtualKernel } from "../../local/drivers/virtual-clock.ts";
import type { Backlog } from "./backlog.ts";
import type { Cell } from "./cells.ts";
import type { Container } from "./containers.ts";
import { createEnvironments, type Environments } from "./environments.ts";
import type { Pace } from "./pace.ts";
import type { SimulationParts } from "./parts.ts";
import { createScheduledStarts } from "./scheduled-starts.ts";
import { ACCOUNT, createIn } from "./storage.ts";
import { controlTable, LEDGER_TABLE, vaultTable, viewsTable } from "./tables.ts";

/** How the reports of the one cell are made that builds views, and has a vault. */
export interface ReportsPlan {
  /** After how long of a run they are made first, and how often then; milliseconds. */
  readonly firstMs: number;
  readonly everyMs: number;
}

/** Makes the reports of the day before a start was due and keeps them: their keys. */
export type MakeDaysReports = (start: DailyStart) => Promise<readonly string[]>;

/** As the program sets it, milliseconds. */
const TIMEOUT_MS = 900_000;

/** The bucket of a cell's reports. */
function reportsBucket(cell: string): string {
  return `prod-${cell}-reports-${ACCOUNT}`;
}

/** The production function that makes a cell's reports, in environments of its own. */
export function createReportsCell(
  cell: CellName,
  region: string,
  parts: SimulationParts,
): Environments<MakeDaysReports> {
  return createEnvironments({
    kernel: parts.kernel,
    log: parts.log,
    most: 1,
    timeoutMs: TIMEOUT_MS,
    start: () => parts.startContainer(cell, region, "reports"),
    create: (container) => makerOf(container, cell, parts),
  });
}

function makerOf(container: Container, cell: CellName, parts: SimulationParts): MakeDaysReports {
  const { clock, random, region } = container;
  const client = parts.clients(container).dynamoDb(region);
  const generations = createGenerations(client, viewsTable(cell), clock, random);
  const control = createControl(client, controlTable(cell), clock);
  const source = createReportSource(
    {
      client,
      viewsTable: viewsTable(cell),
      generations,
      views: createViews(client, viewsTable(cell), generations, clock, random),
      ledger: createLedger(client, LEDGER_TABLE, clock, random),
      cells: () => control.cells(),
      vaults: [{ client, table: vaultTable(cell) }],
    },
    clock,
    random,
  );
  const keep = createReportBucket(parts.files(container), reportsBucket(cell));
  return (start) => keepReports(cell, source, keep, start, clock.now());
}

/** The schedule of a cell's reports, and what became of them. */
export interface Reporting {
  /** Starts that have not made their reports yet. */
  backlog(): Backlog;
  redrive(): Promise<void>;
  /** Until the next start, milliseconds. */
  dueMs(): number;
  /** What is kept, by its key: the newest of each. */
  kept(): ReadonlyMap<string, string>;
}

/** What reporting is made with. */
interface ReportingOptions {
  readonly kernel: VirtualKernel;
  readonly pace: Pick<Pace, "startRetriesMs">;
  readonly s3: S3;
  readonly cells: readonly Pick<Cell, "name" | "region" | "reports">[];
}

/** A bucket with no report in it yet, and the schedule that starts who makes them. */
export async function createReporting(plan: ReportsPlan, options: ReportingOptions): Promise<Reporting> {
  const { kernel, s3, cells } = options;
  const cell = cells.find((one) => one.reports !== undefined);
  if (cell?.reports === undefined) throw new Error("No cell has views to make reports from.");
  const { name, region, reports: maker } = cell;
  const bucket = reportsBucket(name);
  await createIn(s3, "bucket:Bucket", region, { bucket });
  const starts = createScheduledStarts(
    options,
    // What the next line has written.
    (input) => maker.invoke((make) => make(JSON.parse(input) as DailyStart)),
    (at) => JSON.stringify({ due: new Date(at).toISOString() } satisfies DailyStart),
  );
  let dueAt = kernel.now() + plan.firstMs;

  function start(): void {
    dueAt = kernel.now() + plan.everyMs;
    starts.start();
    kernel.after(plan.everyMs, start);
  }
  kernel.after(plan.firstMs, start);

  const look = (action: string, input: object): Readonly<Record<string, unknown>> => {
    const caller = { kind: "root", arn: "", accountId: ACCOUNT } as const;
    const asked = { Bucket: bucket, ...input };
    const output = s3.service.handle({ service: "s3", action, region, input: asked, caller, requestId: "" });
    if (output instanceof Promise) throw new Error("S3 does not answer at once.");
    return output;
  };
  return {
    backlog: starts.backlog,
    redrive: starts.redrive,
    dueMs: () => dueAt - kernel.now(),
    kept() {
      // As S3 lists objects; there are a few of each month.
      const { Contents = [] } = look("ListObjectsV2", {}) as { Contents?: readonly { Key: string }[] };
      return new Map(Contents.map(({ Key }) => [Key, String(look("GetObject", { Key })["Body"])]));
    },
  };
}
