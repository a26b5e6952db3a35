import type { Command } from "commander";
import type { CliContext } from "../context.ts";

interface Options {
  readonly diff?: string;
  readonly prove?: true;
  readonly record?: true;
  readonly json?: true;
}

/** `cells permissions`: what every role may do, what a change makes of it, and the proof that each grant is needed. */
export function declarePermissions(cells: Command, context: CliContext): void {
  cells
    .command("permissions")
    .description("list what every role may do: actions, resources, conditions; and where cells differ")
    .option("--diff <revision>", "only what has changed since this revision of the repository")
    .option("--prove", "run the platform and take each grant away in turn: every one has to be used and missed")
    .option("--record", "with --prove: write what was used to permissions-used.json, which every test run compares")
    .option("--json", "print one JSON object instead; with --prove as the last line")
    .action((options: Options) => permissions(options, context));
}

async function permissions({ diff, prove, record, json }: Options, context: CliContext): Promise<void> {
  const { UserError } = await import("../../local/core/errors.ts");
  if (diff !== undefined && prove === true) throw new UserError("--diff and --prove are two questions: ask one.");
  if (record === true && prove !== true) throw new UserError("--record keeps what --prove has seen: say both.");
  if (prove === true) {
    const { provePermissions } = await import("../permissions/prove/run.ts");
    return provePermissions({ json: json === true, record: record === true }, context);
  }
  const [{ readRoles, readRolesAt }, { differences, unequalCells }, text] = await Promise.all([
    import("../permissions/revisions.ts"),
    import("../permissions/difference.ts"),
    import("../permissions/text.ts"),
  ]);
  const { deployment, roles } = await readRoles();
  const { cells, stage } = deployment;
  const unequal = unequalCells(roles, cells, (cell) => `${stage}-${cell}`);
  const changed = diff === undefined ? undefined : differences(await readRolesAt(diff), roles);
  if (json === true)
    return context.out(JSON.stringify(changed === undefined ? { roles, unequal } : { changed, unequal }));
  const lines = changed === undefined ? text.rolesText(roles) : text.differencesText(changed, diff ?? "");
  for (const line of [...lines, ...text.unequalText(unequal)]) context.out(line);
}
