import type { Command } from "commander";
import type { CliContext } from "../context.ts";

interface Options {
  readonly stage?: string;
  readonly dryRun?: true;
  readonly json?: true;
}

/** `cells failback`: a cell takes its own accounts back. */
export function declareFailback(cells: Command, context: CliContext): void {
  cells
    .command("failback")
    .description("bring a cell's accounts home once it has absorbed what its stand-in did, and show each step")
    .argument("<cell>", "the cell to bring home")
    .option("--stage <name>", "work on this deployed stage (default: the running local cloud)")
    .option("--dry-run", "only say what would be done, and how far the home has absorbed")
    .option("--json", "print one JSON object instead")
    .action((cell: string, options: Options) => failback(cell, options, context));
}

async function failback(cell: string, { stage, dryRun, json }: Options, context: CliContext): Promise<void> {
  const { findPlatform } = await import("../operator/platform.ts");
  const { operatorName } = await import("../operator/operator-name.ts");
  const { failHomeBack, planFailback } = await import("../operator/failing-back.ts");
  const platform = await findPlatform(context, stage);
  const request = { home: cell, by: operatorName(context.variables) };
  if (dryRun !== true) {
    const { tellSteps } = await import("../operator/telling.ts");
    return tellSteps({ verb: "failback", cell, json: json === true }, context, platform, (steps) =>
      failHomeBack(request, platform, steps),
    );
  }
  const { count, toJson } = await import("../text.ts");
  const takeovers = await planFailback(request, platform);
  if (json === true) return context.out(toJson({ cell, dryRun: true, takeovers }));
  context.out(`On ${platform.where} this would be done, and was not:`);
  for (const { standIn, epoch, counted, absorbed, open } of takeovers) {
    context.out(`  ${standIn} closes its ${count(open, "open fence row")} of epoch ${epoch}`);
    context.out(`  ${cell} absorbs what is left of ${counted} entries (${absorbed} so far), then serves itself`);
  }
}
