import { cellAlarms, cellHealth, queueAlarms } from "./alarms.ts";
import { apiStageName } from "./api.ts";
import { arns } from "./arns.ts";
import { cellNames, globalNames, type FunctionName } from "./names.ts";
import type { CellEntry, Stage } from "./registry.ts";

/** A page of plots, as CloudWatch shows it. */
export interface DashboardPlan {
  readonly name: string;
  readonly body: DashboardBody;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
export interface DashboardBody {
  readonly widgets: readonly Widget[];
}

/** One tile, on a grid that is 24 wide. */
export interface Widget {
  readonly type: "alarm" | "metric";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** One line of a plot. */
interface Line {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly stat: string;
  readonly label: string;
}

interface Plot {
  readonly title: string;
  readonly region: string;
  readonly lines: readonly Line[];
}

/** The namespace of what our functions measure; tests/unit/infra/plan/dashboards.test.ts compares. */
const OWN = "PaymentCells";

/** A cell on one page: its alarms, then what its customers notice, then what waits. */
export function cellDashboard(stage: Stage, cell: CellEntry): DashboardPlan {
  const names = cellNames(stage, cell.name);
  const own = (name: FunctionName, metric: string, stat: string, label: string) =>
    line(OWN, metric, { Function: names.function(name) }, stat, label);
  const lambda = (name: FunctionName, metric: string, stat: string) =>
    line("AWS/Lambda", metric, { FunctionName: names.function(name) }, stat, name);
  const functions = ["payments-api", "relay", "credit-inbox", "projector", "lease-keeper", "controller"] as const;
  const plots: readonly Omit<Plot, "region">[] = [
    { title: "Payments a minute", lines: paymentsOf(own) },
    { title: "Requests and errors", lines: requestsOf(stage, cell) },
    { title: "Latency of the API", lines: latencyOf(stage, cell, ["p50", "p99"]) },
    {
      title: "From one cell to the other",
      lines: [
        own("credit-inbox", "CrossingTime", "p50", "half of them within"),
        own("credit-inbox", "CrossingTime", "p99", "99 of 100 within"),
      ],
    },
    {
      title: "Statements behind the ledger",
      lines: [own("projector", "ProjectionLag", "p99", "99 of 100 changes within")],
    },
    {
      title: "Streams: age of what is read",
      lines: (["relay", "projector"] as const).map((name) => lambda(name, "IteratorAge", "Maximum")),
    },
    { title: "Functions that fail", lines: functions.map((name) => lambda(name, "Errors", "Sum")) },
    { title: "Queues: age of the oldest", lines: queuesOf(stage, cell) },
  ];
  const alarms = [cellHealth(stage, cell), ...cellAlarms(stage, cell), ...queueAlarms(stage, cell)];
  return {
    name: names.prefix,
    body: page(
      [{ title: `Alarms of ${names.prefix}`, alarms: alarms.map(({ name }) => alarmArn(stage, cell, name)) }],
      plots.map((plot) => ({ ...plot, region: cell.region })),
    ),
  };
}

/** All cells of a stage on one page, each plot once for each cell. */
export function stageDashboard(stage: Stage): DashboardPlan {
  const plots = stage.cells.flatMap((cell): readonly Plot[] => {
    const names = cellNames(stage, cell.name);
    const own = (name: FunctionName, metric: string, stat: string, label: string) =>
      line(OWN, metric, { Function: names.function(name) }, stat, label);
    const of = { region: cell.region };
    return [
      { ...of, title: `${cell.name}: payments a minute`, lines: paymentsOf(own) },
      { ...of, title: `${cell.name}: latency of the API`, lines: latencyOf(stage, cell, ["p50", "p99"]) },
      {
        ...of,
        title: `${cell.name}: from the other cells`,
        lines: [own("credit-inbox", "CrossingTime", "p99", "99 of 100 within")],
      },
    ];
  });
  const health = stage.cells.map((cell) => alarmArn(stage, cell, cellHealth(stage, cell).name));
  return { name: globalNames(stage).prefix, body: page([{ title: "Cells", alarms: health }], plots) };
}

type Own = (name: FunctionName, metric: string, stat: string, label: string) => Line;

function paymentsOf(own: Own): readonly Line[] {
  return [
    own("payments-api", "PaymentsAccepted", "Sum", "accepted"),
    own("payments-api", "PaymentsDeclined", "Sum", "declined"),
    own("payments-api", "PaymentsReplayed", "Sum", "replayed"),
  ];
}

function requestsOf(stage: Stage, cell: CellEntry): readonly Line[] {
  return [
    api(stage, cell, "Count", "Sum", "requests"),
    api(stage, cell, "4XXError", "Sum", "refused"),
    api(stage, cell, "5XXError", "Sum", "failed"),
  ];
}

function latencyOf(stage: Stage, cell: CellEntry, stats: readonly string[]): readonly Line[] {
  return stats.map((stat) => api(stage, cell, "Latency", stat, stat));
}

function queuesOf(stage: Stage, cell: CellEntry): readonly Line[] {
  const { queue } = cellNames(stage, cell.name);
  return ["credit-inbox", "payouts"].map((name) =>
    line("AWS/SQS", "ApproximateAgeOfOldestMessage", { QueueName: queue(name) }, "Maximum", name),
  );
}

function api(stage: Stage, cell: CellEntry, metric: string, stat: string, label: string): Line {
  const dimensions = { ApiName: cellNames(stage, cell.name).function("payments-api"), Stage: apiStageName };
  return line("AWS/ApiGateway", metric, dimensions, stat, label);
}

function line(
  namespace: string,
  metric: string,
  dimensions: Readonly<Record<string, string>>,
  stat: string,
  label: string,
): Line {
  return { namespace, metric, dimensions, stat, label };
}

function alarmArn({ account }: Stage, { region }: CellEntry, name: string): string {
  return arns(account, region).alarm(name);
}

const PLOT = { width: 8, height: 6 };
const ALARMS_HEIGHT = 5;
const COLUMNS = 24 / PLOT.width;

function page(
  alarms: readonly { readonly title: string; readonly alarms: readonly string[] }[],
  plots: readonly Plot[],
): DashboardBody {
  const top = alarms.map((properties, row): Widget => {
    return { type: "alarm", x: 0, y: row * ALARMS_HEIGHT, width: 24, height: ALARMS_HEIGHT, properties };
  });
  const below = plots.map(({ title, region, lines }, index): Widget => {
    const row = Math.floor(index / COLUMNS);
    const metrics = lines.map(({ namespace, metric, dimensions, stat, label }) => [
      namespace,
      metric,
      ...Object.entries(dimensions).flat(),
      { stat, label },
    ]);
    return {
      type: "metric",
      x: (index % COLUMNS) * PLOT.width,
      y: alarms.length * ALARMS_HEIGHT + row * PLOT.height,
      ...PLOT,
      properties: { title, region, metrics, view: "timeSeries", period: 60, yAxis: { left: { min: 0 } } },
    };
  });
  return { widgets: [...top, ...below] };
}
