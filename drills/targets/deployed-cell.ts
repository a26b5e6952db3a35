import { fileURLToPath } from "node:url";
import { parseConfig } from "../../infra/config.ts";
import { planCell, type CellPlan } from "../../infra/plan/cell-plan.ts";
import { stackName } from "../../infra/plan/topology.ts";
import { readStackConfig } from "../../local/pulumi/config.ts";
import { readProject } from "../../local/pulumi/project.ts";

const directory = fileURLToPath(new URL("../..", import.meta.url));

/** What the program decides about a cell of production: the figures that a drill of a consumer goes by. */
export function deployedCell(name: string): CellPlan {
  const stack = stackName("prod", name);
  const { config } = readStackConfig(readProject(directory), stack);
  const { stage, target, size } = parseConfig(stack, (key) => config[key]);
  if (target.kind !== "cell") throw new Error(`The stack ${stack} is no cell.`);
  return planCell(stage, target.cell, size);
}
