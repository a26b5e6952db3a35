import { parseRegistry } from "../infra/config.ts";
import { stageOf, type CellEntry, type Registry, type Stage } from "../infra/plan/registry.ts";
import { stackName } from "../infra/plan/topology.ts";
import { UserError } from "../local/core/errors.ts";
import { readProject } from "../local/pulumi/project.ts";

/** One stack that the registry asks for. */
export interface KnownStack {
  readonly name: string;
  readonly stage: Stage;
  /** Absent for the stack of what the stage has once. */
  readonly cell?: CellEntry;
}

/** Reads what Pulumi.yaml in `directory` says of account and cells. Throws `ConfigError` or `UserError`. */
export function readRegistry(directory: string): Registry {
  const { config } = readProject(directory);
  return parseRegistry((key) => {
    const value = config.get(key)?.value;
    return value === undefined || typeof value === "string" ? value : JSON.stringify(value);
  });
}

/** The stacks of a stage in the order in which they are deployed: the edge, the founder, the joiners. */
export function stacksOf(stage: Stage): readonly KnownStack[] {
  const cells = stage.cells.map((cell) => ({ name: stackName(stage.name, cell.name), stage, cell }));
  return [{ name: stackName(stage.name, "global"), stage }, ...cells];
}

/** Every stack of every stage. */
export function allStacks(registry: Registry): readonly KnownStack[] {
  const stages = [...new Set(registry.cells.flatMap((cell) => cell.stages))];
  return stages.flatMap((name) => stacksOf(stageOf(registry, name)));
}

/** The stack of this name. Throws `UserError` that names those there are. */
export function findStack(registry: Registry, name: string): KnownStack {
  const known = allStacks(registry);
  const found = known.find((stack) => stack.name === name);
  if (found !== undefined) return found;
  const names = known.map((stack) => stack.name).join(", ");
  throw new UserError(`There is no stack ${name}: by the registry in Pulumi.yaml they are ${names}.`);
}
