import { UserError } from "../../local/core/errors.ts";
import { rules as paymentCells } from "../../policy/payment-cells/rules.ts";
import { rules as general } from "../../policy/rules.ts";
import { SettingsError } from "../../policy/core/settings.ts";
import { projectDirectory, readDeployment } from "../deployment.ts";
import { allStacks, findStack, readRegistry } from "../stacks.ts";
import { readExemptions } from "./exemption-file.ts";
import { evaluateGraphs } from "./graph.ts";
import type { StackGraph } from "./graph.ts";
import { judgeStacks } from "./run.ts";
import type { ConfiguredPack, PolicyRun } from "./run.ts";
import { readStateFile } from "./state-file.ts";
import { functionsOfBundle, routesWithoutToken } from "./token-proof.ts";

/** The rule that is told which functions verify tokens. */
const PROVEN_BY_ROUTES = "require-authorized-methods";

/** What of a project is judged; everything where nothing is named. */
export interface Wanted {
  readonly stacks?: readonly string[];
  /** States in place of the program. */
  readonly files?: readonly string[];
  /** Levels and settings by rule. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** The directory of Pulumi.yaml; this project's by default. */
  readonly directory?: string;
}

/** Judges stacks of the project by all packs, on a day ("2026-11-23"). Throws `UserError`. */
export async function judgeProject(wanted: Wanted, today: string): Promise<PolicyRun> {
  const { directory = projectDirectory, config = {} } = wanted;
  const exemptions = readExemptions(directory);
  const { stacks, project, otherStacks, problems } = await graphsOf(wanted, directory);
  const unproven = await routesWithoutToken();
  const verified = unproven.length === 0 ? functionsOfBundle([...stacks, ...(project ?? [])]) : [];
  try {
    const packs = packsWith(config, verified);
    const run = judgeStacks({ stacks, packs, exemptions, today, otherStacks, ...(project && { project }) });
    const all = [...problems, ...unproven.map((fault) => `payments-api: ${fault}.`), ...run.problems];
    return { ...run, problems: all, passed: run.passed && all.length === 0 };
  } catch (fault) {
    if (fault instanceof SettingsError) throw new UserError(fault.message, { cause: fault });
    throw fault;
  }
}

/** The packs of this project, each with its part of the configuration, and with what was proven beside the graph. */
function packsWith(config: Readonly<Record<string, unknown>>, verifiedFunctions: readonly string[]): ConfiguredPack[] {
  const packs = [
    { name: "aws-security-rules", rules: general },
    { name: "payment-cells", rules: paymentCells },
  ];
  const proven = { [PROVEN_BY_ROUTES]: { verifiedFunctions } };
  const given: Readonly<Record<string, unknown>> = { ...proven, ...config };
  const known = new Set<string>(["all", ...packs.flatMap((pack) => pack.rules.map(({ name }) => name))]);
  const unknown = Object.keys(config).find((name) => !known.has(name));
  if (unknown !== undefined) throw new SettingsError(`${unknown}: there is no such rule.`);
  return packs.map((pack) => {
    const own = new Set<string>(["all", ...pack.rules.map(({ name }) => name)]);
    return { ...pack, config: Object.fromEntries(Object.entries(given).filter(([name]) => own.has(name))) };
  });
}

interface Graphs {
  readonly stacks: readonly StackGraph[];
  readonly project?: readonly StackGraph[];
  readonly otherStacks: readonly string[];
  readonly problems: readonly string[];
}

async function graphsOf({ stacks: names = [], files = [] }: Wanted, directory: string): Promise<Graphs> {
  const all = allStacks(readRegistry(directory));
  const without = (judged: readonly StackGraph[]): readonly string[] =>
    all.map(({ name }) => name).filter((name) => judged.every((one) => one.name !== name));
  if (files.length > 0) {
    const stacks = files.map(readStateFile);
    return { stacks, otherStacks: without(stacks), problems: [] };
  }
  const asked = names.length === 0 ? all : names.map((name) => findStack(readRegistry(directory), name));
  const stages = new Set(asked.map(({ stage }) => stage.name));
  const needed = all.filter(({ stage }) => stages.has(stage.name)).map(({ name }) => name);
  const { graphs, problems } = await evaluated(needed, directory);
  const stacks = graphs.filter(({ name }) => asked.some((one) => one.name === name));
  return { stacks, project: graphs, otherStacks: without(stacks), problems };
}

/** All at once; where one fails, each that can be evaluated without it. */
async function evaluated(
  names: readonly string[],
  directory: string,
): Promise<{ readonly graphs: readonly StackGraph[]; readonly problems: readonly string[] }> {
  const { zone } = readDeployment(directory);
  try {
    return { graphs: await evaluateGraphs(names, zone, directory), problems: [] };
  } catch (fault) {
    if (!(fault instanceof UserError) || names.length === 1) throw fault;
    const graphs: StackGraph[] = [];
    const problems: string[] = [];
    for (const name of names) {
      try {
        graphs.push(...(await evaluateGraphs([name], zone, directory)));
      } catch (own) {
        problems.push(own instanceof Error ? own.message : String(own));
      }
    }
    return { graphs, problems };
  }
}
