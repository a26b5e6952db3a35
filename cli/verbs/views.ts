import type { Command } from "commander";
import type { CliContext } from "../context.ts";

interface Options {
  readonly cell: string;
  readonly stage?: string;
  readonly json?: true;
}

/** `cells views rebuild`: a cell's listings and statements are made anew from its ledger, while they are served. */
export function declareViews(cells: Command, context: CliContext): void {
  cells
    .command("views")
    .description("the rows that a cell's listings and statements are read from")
    .command("rebuild")
    .description("build them anew from the cell's ledger beside those that serve, then switch; safe to run again")
    .requiredOption("--cell <cell>", "the cell whose views to rebuild")
    .option("--stage <stage>", "a deployed stage, by the AWS credentials at hand (default: the running local cloud)")
    .option("--json", "print one JSON object instead")
    .action((options: Options) => rebuild(options, context));
}

async function rebuild({ cell, stage, json }: Options, context: CliContext): Promise<void> {
  const { UserError } = await import("../../local/core/errors.ts");
  const { rebuildViews } = await import("../views/rebuilding.ts");
  const { count, duration, toJson } = await import("../text.ts");
  const { aws, deployment } = await placesOf(stage, context);
  const found = deployment.cells.find(({ name }) => name === cell);
  if (found === undefined) {
    throw new UserError(`There is no cell ${cell}; there are ${deployment.cells.map(({ name }) => name).join(", ")}.`);
  }
  const { clock, random } = context;
  let told = Number.NEGATIVE_INFINITY;
  const place = { client: aws.dynamodb(found.region), ledgerTable: deployment.ledgerTable };
  const rebuilt = await rebuildViews(
    { ...place, viewsTable: deployment.viewsTable(cell) },
    clock,
    random,
    ({ step, scanned, projected }) => {
      const now = clock.monotonic();
      if (step === "scanning" && now - told < TELL_EVERY_MS) return;
      told = now;
      context.err(`${step.padEnd(8)}  ${scanned} items of the ledger looked at, ${projected} projected`);
    },
  );
  if (json === true) return context.out(toJson({ cell, ...rebuilt }));
  const served = duration(rebuilt.servedAfterMs);
  context.out(`The views of ${cell} are new: ${count(rebuilt.projected, "item")} projected, served after ${served}.`);
  context.out(`${count(rebuilt.dropped, "row")} of those before dropped.`);
  if (rebuilt.unreadable.length === 0) return;
  context.err(`${count(rebuilt.unreadable.length, "item")} of the ledger cannot be read, and are not in them:`);
  for (const one of rebuilt.unreadable) context.err(`  ${one}`);
  context.exitCode(1);
}

const TELL_EVERY_MS = 1_000;

async function placesOf(stage: string | undefined, context: CliContext) {
  const { connect } = await import("../connection.ts");
  if (stage === undefined) return connect(context);
  const { createDeployedAws } = await import("../aws.ts");
  const { projectDirectory, readDeployment } = await import("../deployment.ts");
  return { aws: createDeployedAws(), deployment: readDeployment(projectDirectory, stage) };
}
