import { parseConfig } from "../../infra/config.ts";
import { cellFunctions } from "../../infra/plan/functions.ts";
import { prices } from "../../infra/plan/prices.ts";
import type { CellEntry, Size, Stage } from "../../infra/plan/registry.ts";
import { standingCosts } from "../../infra/plan/sizes.ts";
import { UserError } from "../../local/core/errors.ts";
import { readStackConfig } from "../../local/pulumi/config.ts";
import { readProject } from "../../local/pulumi/project.ts";
import { createAws } from "../aws.ts";
import type { CliContext } from "../context.ts";
import { projectDirectory } from "../deployment.ts";
import { prepare } from "../demo/prepare.ts";
import { createEdgeClient } from "../edge-client.ts";
import { standUp, type StandingCloud } from "../stand-up.ts";
import { perpetualFunctions } from "./assumptions.ts";
import { measureIdle, measurePayments, warmUp, type Measured, type Window } from "./measure.ts";
import { partsOf, totalOf, type PartsContext } from "./parts.ts";
import { BOUND_USD, costJson, costText, type Cost, type Standing } from "./report.ts";

/** What is asked of `cells cost`. */
export interface CostOptions {
  /** Of each kind. */
  readonly payments: number;
  /** The cell that pays, and whose standing cost is told; the first by default. */
  readonly cell?: string;
  /** That of the cell's stack by default. */
  readonly size?: Size;
  readonly json?: true;
}

const FUNDS = { amount: 1_000_000_000n, currency: "EUR" } as const;
const MONTH_MS = 730 * 3_600_000;

/** Makes payments on a local cloud of its own, and prints what a million like them cost on AWS. */
export async function runCost(options: CostOptions, context: CliContext): Promise<void> {
  const { stage, cell, size } = placeOf(options);
  const cloud = await standUp({ port: 0, edgePort: 0 }, context);
  const aws = createAws(cloud.awsUrl);
  try {
    const edge = createEdgeClient(cloud.edgeUrl, context.clock, context.random);
    const { actors, tokens } = await prepare(cloud, aws, edge, FUNDS, context);
    const debtor = actors.debtors.find((one) => one.cell === cell.name) ?? actors.debtors[0];
    const ground = { cloud: cloud.cloud, edge, actors, tokens, context };
    await warmUp(ground, debtor);
    const idle = await measureIdle(ground);
    const measured = await measurePayments(ground, debtor, options.payments, idle);
    const cost = costOf(cloud, stage, measured, standingOf(stage, cell, size, idle, cloud));
    if (options.json === true) context.out(costJson(cost));
    else for (const line of costText(cost)) context.out(line);
    if (cost.kinds.some(({ usd }) => usd > BOUND_USD)) context.exitCode(1);
  } finally {
    aws.close();
    await cloud.shutdown();
  }
}

function placeOf({ cell: name, size }: CostOptions): {
  readonly stage: Stage;
  readonly cell: CellEntry;
  readonly size: Size;
} {
  const project = readProject(projectDirectory);
  const parsed = (stack: string) => {
    const { config } = readStackConfig(project, stack);
    return parseConfig(stack, (key) => config[key]);
  };
  const { stage } = parsed("prod-global");
  const cell = name === undefined ? stage.cells[0] : stage.cells.find((one) => one.name === name);
  if (cell === undefined) {
    throw new UserError(`There is no cell ${name}; there are ${stage.cells.map((one) => one.name).join(", ")}.`);
  }
  return { stage, cell, size: size ?? parsed(`${stage.name}-${cell.name}`).size };
}

function contextOf({ deployment }: StandingCloud, stage: Stage, payments: number): PartsContext {
  const plans = stage.cells.flatMap((cell) => cellFunctions(stage, cell));
  return {
    payments,
    ledgerTable: deployment.ledgerTable,
    viewsTables: stage.cells.map(({ name }) => deployment.viewsTable(name)),
    functions: new Map(plans.map(({ physicalName, name, memoryMiB }) => [physicalName, { name, memoryMiB }])),
  };
}

function costOf(cloud: StandingCloud, stage: Stage, measured: readonly Measured[], standing: Standing): Cost {
  const kinds = measured.map(({ kind, payments, perSecond, usage }) => {
    const parts = partsOf(usage, contextOf(cloud, stage, payments));
    return { kind, payments, perSecond, parts, usd: totalOf(parts) };
  });
  return { kinds, standing };
}

/** What is paid for whoever pays: what stands, what always runs, and what both do in a month. */
function standingOf(stage: Stage, cell: CellEntry, size: Size, idle: Window, cloud: StandingCloud): Standing {
  const stands = standingCosts(stage, cell, size);
  const { names, seconds } = perpetualFunctions;
  // Watchers stand where the authority table does, the others in every cell.
  const running = stage.cells.length * (names.length - 1) + stage.authority.replicas.length;
  const gbSeconds = ((MONTH_MS / 60_000) * seconds * running) / 4;
  const million = partsOf(idle.usage, contextOf(cloud, stage, 1_000_000));
  return {
    cell: cell.name,
    size,
    stands,
    usdStands: stands.reduce((sum, { usdMonthly }) => sum + usdMonthly, 0),
    usdRunning: gbSeconds * prices.functionGbSecond.usd,
    usdDoing: totalOf(million) * (MONTH_MS / idle.ms),
  };
}
