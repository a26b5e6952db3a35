import type { Command } from "commander";
import type { CliContext } from "../context.ts";
import type { EvacuationRequest } from "../operator/evacuating.ts";
import type { Platform } from "../operator/platform.ts";

interface Options {
  readonly stage?: string;
  readonly dryRun?: true;
  readonly homeIsDead?: true;
  readonly force?: true;
  readonly forbidAutomatic?: true;
  readonly allowAutomatic?: true;
  readonly json?: true;
}

/** `cells evacuate`: another cell takes over a cell's accounts. */
export function declareEvacuate(cells: Command, context: CliContext): void {
  cells
    .command("evacuate")
    .description("move a cell's accounts and traffic to another cell, and show each step with its time")
    .argument("<cell>", "the cell to move away from")
    .option("--stage <name>", "work on this deployed stage (default: the running local cloud)")
    .option("--dry-run", "only say what would be done")
    .option("--home-is-dead", "answer for it that the cell is gone: its stand-in may spend what it kept for itself")
    .option("--force", "although an operator keeps automation off this cell")
    .option("--forbid-automatic", "evacuate nothing; keep automation off this cell from now on")
    .option("--allow-automatic", "evacuate nothing; let automation act on this cell again")
    .option("--json", "print one JSON object instead")
    .action((cell: string, options: Options) => evacuate(cell, options, context));
}

async function evacuate(cell: string, options: Options, context: CliContext): Promise<void> {
  const { UserError } = await import("../../local/core/errors.ts");
  if (options.forbidAutomatic === true && options.allowAutomatic === true) {
    throw new UserError("Forbid it or allow it: --forbid-automatic and --allow-automatic exclude one another.");
  }
  const { findPlatform } = await import("../operator/platform.ts");
  const platform = await findPlatform(context, options.stage);
  const { operatorName } = await import("../operator/operator-name.ts");
  const by = operatorName(context.variables);
  const { ruleAutomation } = await import("../operator/evacuating.ts");
  if (options.forbidAutomatic === true || options.allowAutomatic === true) {
    const rule = options.forbidAutomatic === true ? "forbid" : "allow";
    const dryRun = options.dryRun === true;
    await ruleAutomation({ cell, by, rule, dryRun }, platform);
    if (options.json === true)
      return context.out(JSON.stringify({ cell, ...(dryRun && { dryRun }), automation: rule }));
    const said = `Automation ${rule === "forbid" ? "keeps off" : "may evacuate"} ${cell} from now on.`;
    return context.out(dryRun ? `On ${platform.where} this would be so, and is not: ${said}` : said);
  }
  const { homeIsDead = false, force = false } = options;
  const request = { cell, by, homeIsDead, force };
  if (options.dryRun === true) return dryRun(request, platform, options, context);
  const { evacuateCell } = await import("../operator/evacuating.ts");
  const { tellSteps } = await import("../operator/telling.ts");
  await tellSteps({ verb: "evacuate", cell, json: options.json === true }, context, platform, (steps) =>
    evacuateCell(request, platform, steps),
  );
}

async function dryRun(
  request: EvacuationRequest,
  platform: Platform,
  { json }: Options,
  context: CliContext,
): Promise<void> {
  const { planEvacuation } = await import("../operator/evacuating.ts");
  const { toJson } = await import("../text.ts");
  const moves = await planEvacuation(request, platform);
  if (json === true) return context.out(toJson({ cell: request.cell, dryRun: true, moves }));
  context.out(`On ${platform.where} this would be done, and was not:`);
  for (const { home, from, to, epoch } of moves) {
    context.out(`  ${to} takes the accounts of ${home} over from ${from}, under epoch ${epoch}`);
  }
  if (moves.length === 0) context.out(`  ${request.cell} is noted as dead; its stand-in may spend what it kept back`);
  else context.out(`  ${moves[0]?.to} waits 10 s, opens 256 fence rows for each home, and serves from then on`);
}
