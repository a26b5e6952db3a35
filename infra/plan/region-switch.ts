import { arns } from "./arns.ts";
import { cellNames, globalNames } from "./names.ts";
import type { Grant } from "./policies.ts";
import type { CellEntry, Size, Stage } from "./registry.ts";

/**
 * A plan of ARC's region switch for two cells. Its steps ask an operator: what changes authority is `cells evacuate`
 * and nothing else, so that there is one compare-and-set and one who won.
 */
export interface RegionSwitchPlan {
  readonly name: string;
  readonly description: string;
  readonly regions: readonly [string, string];
  /** Minutes from a region's loss to the first payment elsewhere. */
  readonly recoveryTimeObjectiveMinutes: number;
  /** The health alarm of each of the two cells, by region. */
  readonly alarms: Readonly<Record<string, string>>;
  readonly steps: Readonly<Record<"deactivate" | "activate", { readonly name: string; readonly description: string }>>;
}

/** The plans of a stage, and the two roles that they need. */
export interface RegionSwitchPlans {
  readonly executionRole: string;
  readonly executionGrants: readonly Grant[];
  readonly approverRole: string;
  readonly approverGrants: readonly Grant[];
  readonly plans: readonly RegionSwitchPlan[];
}

/**
 * A plan speaks of two regions, no more: every cell and its preferred stand-in have one together. Plans are paid for by
 * the month: a small stage does without them.
 */
export function regionSwitch(stage: Stage, size: Size): RegionSwitchPlans {
  const names = globalNames(stage);
  const plans = (size === "full" ? pairs(stage) : []).map((pair) => planFor(stage, pair));
  const planArns = plans.map(({ name }) => `arn:aws:arc-region-switch::${stage.account}:plan/${name}:*`);
  const look = ["arc-region-switch:GetPlan", "arc-region-switch:GetPlanExecution"];
  return {
    executionRole: names.regionSwitch,
    executionGrants: [
      { sid: "SeePlan", actions: [...look, "arc-region-switch:ListPlanExecutions"], resources: planArns },
      {
        sid: "SeeHealth",
        actions: ["cloudwatch:DescribeAlarms", "cloudwatch:DescribeAlarmHistory"],
        resources: plans.flatMap(({ alarms }) => Object.values(alarms)),
      },
    ],
    approverRole: names.regionSwitchApprover,
    approverGrants: [
      {
        sid: "ApproveSteps",
        actions: [...look, "arc-region-switch:StartPlanExecution", "arc-region-switch:ApprovePlanExecutionStep"],
        resources: planArns,
      },
    ],
    plans,
  };
}

type Pair = readonly [CellEntry, CellEntry];

function pairs(stage: Stage): readonly Pair[] {
  const found = new Map<string, Pair>();
  for (const cell of stage.cells) {
    const standIn = cell.standIns
      .map((name) => stage.cells.find((other) => other.name === name))
      .find((other) => other !== undefined);
    if (standIn === undefined) continue;
    // In the registry's order, so that two cells that stand in for one another have one plan.
    const pair: Pair = stage.cells.indexOf(cell) < stage.cells.indexOf(standIn) ? [cell, standIn] : [standIn, cell];
    found.set(pair.map(({ name }) => name).join("-"), pair);
  }
  return [...found.values()];
}

function planFor(stage: Stage, pair: Pair): RegionSwitchPlan {
  const [one, other] = pair;
  const alarm = ({ name, region }: CellEntry) => arns(stage.account, region).alarm(cellNames(stage, name).healthAlarm);
  return {
    name: `${stage.name}-${one.name}-${other.name}`,
    description: `Cells ${one.name} and ${other.name} of ${stage.name} stand in for one another.`,
    regions: [one.region, other.region],
    recoveryTimeObjectiveMinutes: 1,
    alarms: { [one.name]: alarm(one), [other.name]: alarm(other) },
    steps: {
      deactivate: {
        name: "evacuate",
        description: "Run `cells evacuate` for this region's cell; approve when `cells status` shows another owner.",
      },
      activate: {
        name: "failback",
        description: "Run `cells failback` for this region's home; approve when `cells status` shows it as owner.",
      },
    },
  };
}
