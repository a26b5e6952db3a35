import type { Command } from "commander";
import type { CliContext } from "../context.ts";

const FORMATS = ["text", "json", "html"] as const;

interface Options {
  readonly format?: string;
  readonly json?: true;
  readonly output?: string;
  readonly stack?: readonly string[];
}

/** `cells evidence`: what the program shows of PCI DSS, SOC 2, GDPR, PSD2 and AWS's own best practices. */
export function declareEvidence(cells: Command, context: CliContext): void {
  cells
    .command("evidence")
    .description("report requirement by requirement what the program's resources show, and what they cannot show")
    .option("--format <format>", "text, json or html (default: text)")
    .option("--json", "the same as --format json")
    .option("--output <file>", "write it to a file")
    .option("--stack <names...>", "only these stacks (default: all of the project)")
    .action((options: Options) => evidence(options, context));
}

async function evidence({ json, output, stack, ...options }: Options, context: CliContext): Promise<void> {
  const { UserError } = await import("../../local/core/errors.ts");
  const { format = json === true ? "json" : "text" } = options;
  if (json === true && format !== "json") throw new UserError("One format at a time: --json or --format.");
  const wanted = FORMATS.find((known) => known === format);
  if (wanted === undefined) throw new UserError(`--format takes ${FORMATS.join(", ")}, not "${format}".`);
  const { writeFile } = await import("node:fs/promises");
  const { regimes } = await import("../../policy/controls/index.ts");
  const { rules } = await import("../../policy/rules.ts");
  const { rules: ownRules } = await import("../../policy/payment-cells/rules.ts");
  const { judgeProject } = await import("../policy/project.ts");
  const { evidenceOf } = await import("../evidence/evidence.ts");
  const day = new Date(context.clock.now()).toISOString().slice(0, 10);
  const run = await judgeProject(stack === undefined ? {} : { stacks: stack }, day);
  const found = evidenceOf(regimes, [...rules, ...ownRules], run);
  const subject = { day, stacks: run.stacks, evidence: found };
  const { evidenceText } = await import("../evidence/text.ts");
  const { evidencePage } = await import("../evidence/page.ts");
  const written = {
    text: () => evidenceText(found).join("\n"),
    json: () => JSON.stringify(subject),
    html: () => evidencePage(subject),
  }[wanted]();
  if (output === undefined) return context.out(written);
  await writeFile(output, `${written}\n`);
  context.out(`Written to ${output}.`);
}
