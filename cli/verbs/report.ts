import { writeFile } from "node:fs/promises";
import type { Command } from "commander";
import { UserError } from "../../local/core/errors.ts";
import type { CliContext } from "../context.ts";

interface Options {
  readonly list?: true;
  readonly month?: string;
  readonly cell?: string;
  readonly format?: string;
  readonly json?: true;
  readonly out?: string;
  readonly stage?: string;
}

/** `cells report`: what supervisors and auditors ask for, from the views and vaults, without changing anything. */
export function declareReport(cells: Command, context: CliContext): void {
  cells
    .command("report")
    .description("make a report about a month: safeguarding, payments, what stands out, what is under way, data access")
    .argument("[name]", "which one; --list has them")
    .option("--list", "print the reports that there are")
    .option("--month <month>", "the month, UTC, as 2027-01 (default: the present one, up to now)")
    .option("--cell <cell>", "only the homes of this cell (default: of all cells)")
    .option("--format <format>", "json, csv or html (default: as the file's name ends, otherwise json)")
    .option("--json", "the same as --format json; with --list, print one JSON object instead")
    .option("--out <file>", "write it there instead of printing it")
    .option("--stage <stage>", "a deployed stage, by the AWS credentials at hand (default: the running local cloud)")
    .action((name: string | undefined, options: Options) => report(name, options, context));
}

async function report(name: string | undefined, options: Options, context: CliContext): Promise<void> {
  const { REPORTS } = await import("../../functions/domain/reports/catalogue.ts");
  const { aligned } = await import("../text.ts");
  if (options.list === true || name === undefined) {
    const kinds = REPORTS.map((kind) => ({ name: kind.name, about: kind.about }));
    if (options.json === true) context.out(JSON.stringify({ reports: kinds }));
    else for (const line of aligned(kinds.map((kind) => [kind.name, kind.about]))) context.out(line);
    if (options.list !== true) throw new UserError("Say which report: npx cells report NAME.");
    return;
  }
  const render = await rendererOf(options);
  const { makeReport } = await import("../reports/making.ts");
  const { aws, deployment } = await placesOf(options.stage, context);
  const { month, cell, out } = options;
  const made = await makeReport({ name, month, cell }, { aws, deployment, ...context });
  const text = render(made);
  if (out === undefined) return context.out(text.trimEnd());
  await writeFile(out, text).catch((fault: unknown) => {
    throw new UserError(`The report cannot be written to ${out}: ${String(fault)}`, { cause: fault });
  });
  context.err(`${out} is written: ${made.kind.title}, ${made.scope.month}.`);
}

/** What is asked for, or what the file's name ends in; JSON where neither says anything. */
async function rendererOf({ json, out = "", ...options }: Pick<Options, "format" | "json" | "out">) {
  const { FORMATS } = await import("../../functions/reports/formats.ts");
  const { format = json === true ? "json" : undefined } = options;
  if (json === true && format !== "json") throw new UserError("One format at a time: --json or --format.");
  const ending = out.toLowerCase();
  const found = FORMATS.find(({ name }) => (format === undefined ? ending.endsWith(`.${name}`) : name === format));
  if (found !== undefined) return found.render;
  if (format !== undefined) throw new UserError(`There is no format ${format}; there are json, csv and html.`);
  return (await import("../../functions/reports/rendering.ts")).reportJson;
}

async function placesOf(stage: string | undefined, context: CliContext) {
  const { connect } = await import("../connection.ts");
  if (stage === undefined) return connect(context);
  const { createDeployedAws } = await import("../aws.ts");
  const { projectDirectory, readDeployment } = await import("../deployment.ts");
  return { aws: createDeployedAws(), deployment: readDeployment(projectDirectory, stage) };
}
