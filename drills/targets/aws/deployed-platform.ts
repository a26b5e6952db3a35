import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import * as v from "valibot";
import { parseConfig } from "../../../infra/config.ts";
import { stackName } from "../../../infra/plan/topology.ts";
import { UserError } from "../../../local/core/errors.ts";
import { readStackConfig } from "../../../local/pulumi/config.ts";
import { readProject } from "../../../local/pulumi/project.ts";

/** A deployed cell, by the outputs of its stack. */
export interface DeployedCell {
  readonly name: string;
  readonly region: string;
  readonly ledgerTable: string;
  readonly userPoolId: string;
  readonly userPoolDomain: string;
  /** The cells that may stand in for it, the first choice first. */
  readonly standIns: readonly string[];
}

/** What is deployed for a stage, by the outputs of its stacks. */
export interface DeployedPlatform {
  readonly stage: string;
  readonly cells: readonly DeployedCell[];
  readonly publicHost: string;
  readonly keyValueStoreArn: string;
  readonly authorityTable: string;
  /** The regions with a replica of the authority table. */
  readonly authorityRegions: readonly string[];
}

/** The outputs of a stack. Rejects where there is none. */
export type OutputsOf = (stack: string) => Promise<unknown>;

const globalForm = v.object({
  publicHost: v.string(),
  keyValueStoreArn: v.string(),
  authorityTable: v.string(),
  authorityRegions: v.pipe(
    v.string(),
    v.transform((text) => text.split(",")),
  ),
});
const cellForm = v.object({
  cell: v.string(),
  region: v.string(),
  ledgerTable: v.string(),
  userPoolId: v.string(),
  userPoolDomain: v.string(),
});

const directory = fileURLToPath(new URL("../../..", import.meta.url));

/** Reads what is deployed for a stage. Throws `UserError` that names the stack whose outputs are not as expected. */
export async function readDeployedPlatform(stage: string, outputsOf: OutputsOf): Promise<DeployedPlatform> {
  const globalStack = stackName(stage, "global");
  const { config } = readStackConfig(readProject(directory), globalStack);
  const { cells: entries } = parseConfig(globalStack, (key) => config[key]).stage;
  const outputs = async <Form extends v.GenericSchema>(stack: string, form: Form): Promise<v.InferOutput<Form>> => {
    const found = v.safeParse(form, await outputsOf(stack));
    if (found.success) return found.output;
    const [issue] = found.issues;
    throw new UserError(`The outputs of ${stack} are not as expected (${issue.message}): is it deployed?`);
  };
  const [shared, ...cells] = await Promise.all([
    outputs(globalStack, globalForm),
    ...entries.map(async ({ name, standIns }) => {
      const { cell, ...own } = await outputs(stackName(stage, name), cellForm);
      return { name: cell, standIns, ...own };
    }),
  ]);
  return { stage, cells, ...shared };
}

/** The outputs as the Pulumi CLI on the PATH prints them. */
export function pulumiOutputs(variables: Readonly<Record<string, string | undefined>>): OutputsOf {
  return async (stack) => {
    const args = ["stack", "output", "--json", "--stack", stack, "--non-interactive"];
    try {
      const { stdout } = await promisify(execFile)("pulumi", args, { cwd: directory, env: { ...variables } });
      return JSON.parse(stdout);
    } catch (fault) {
      const said = fault instanceof Error ? fault.message.split("\n").slice(0, 2).join(" ") : String(fault);
      throw new UserError(`The outputs of ${stack} cannot be read with the Pulumi CLI: ${said}`, { cause: fault });
    }
  };
}
