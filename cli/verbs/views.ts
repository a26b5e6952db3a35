import { Option, type Command } from "commander";
import type { CliContext } from "../context.ts";
import type { RebuildSource } from "../views/source.ts";

interface Options {
  readonly cell: string;
  readonly from: "table" | "archive";
  readonly stage?: string;
  readonly json?: true;
}

/** `cells views rebuild`: a cell's listings and statements are made anew from its ledger or archive as they serve. */
export function declareViews(cells: Command, context: CliContext): void {
  cells
    .command("views")
    .description("the rows that a cell's listings and statements are read from")
    .command("rebuild")
    .description("build them anew beside those that serve, then switch; safe to run again")
    .requiredOption("--cell <cell>", "the cell whose views to rebuild")
    .addOption(
      new Option("--from <source>", "the cell's replica of the ledger, or its archive, which is verified on the way")
        .choices(["table", "archive"])
        .default("table"),
    )
    .option("--stage <stage>", "a deployed stage, by the AWS credentials at hand (default: the running local cloud)")
    .option("--json", "print one JSON object instead")
    .action((options: Options) => rebuild(options, context));
}

async function rebuild(options: Options, context: CliContext): Promise<void> {
  const { cell, json } = options;
  const { UserError } = await import("../../local/core/errors.ts");
  const { rebuildViews } = await import("../views/rebuilding.ts");
  const { count, duration, toJson } = await import("../text.ts");
  const places = await placesOf(options.stage, context);
  const { aws, deployment } = places;
  const found = deployment.cells.find(({ name }) => name === cell);
  if (found === undefined) {
    throw new UserError(`There is no cell ${cell}; there are ${deployment.cells.map(({ name }) => name).join(", ")}.`);
  }
  const { patientClock } = await import("../patient-clock.ts");
  // Pages of a megabyte: nobody waits for one, and one that is given up is a rebuild given up.
  const [clock, { random }] = [patientClock(context.clock), context];
  const client = aws.dynamodb(found.region);
  const source = await sourceOf(options, found.region, places, { clock, random });
  let told = Number.NEGATIVE_INFINITY;
  const place = { client, ledgerTable: deployment.ledgerTable, viewsTable: deployment.viewsTable(cell) };
  const rebuilt = await rebuildViews(place, source, clock, random, ({ step, scanned, projected }) => {
    const now = clock.monotonic();
    if (step === "reading" && now - told < TELL_EVERY_MS) return;
    told = now;
    context.err(`${step.padEnd(9)}  ${scanned} ${source.of} looked at, ${projected} projected`);
  });
  if (json === true) context.out(toJson({ cell, from: options.from, ...rebuilt }));
  else {
    const served = duration(rebuilt.servedAfterMs);
    const projected = `${rebuilt.projected} ${source.of}`;
    context.out(`The views of ${cell} are new: ${projected} projected, served after ${served}.`);
    context.out(`${count(rebuilt.dropped, "row")} of those before dropped.`);
  }
  if (rebuilt.unreadable.length === 0) return;
  context.err(`${count(rebuilt.unreadable.length, "record")} cannot be read, and are not in them:`);
  for (const one of rebuilt.unreadable) context.err(`  ${one}`);
  context.exitCode(1);
}

const TELL_EVERY_MS = 1_000;

type Places = Awaited<ReturnType<typeof placesOf>>;

async function sourceOf(
  { cell: name, from }: Options,
  region: string,
  { aws, deployment, endpoint }: Places,
  { clock, random }: Pick<CliContext, "clock" | "random">,
): Promise<RebuildSource> {
  const tables = { client: aws.dynamodb(region), ledgerTable: deployment.ledgerTable };
  if (from === "table") {
    const { tableSource } = await import("../views/table-source.ts");
    return tableSource(tables, clock, random);
  }
  const { archiveSource } = await import("../views/archive-source.ts");
  const { createArchiveClients } = await import("../archive/clients.ts");
  const { parseCellName } = await import("../../functions/domain/ids.ts");
  const cells = deployment.cells.flatMap((one) => {
    const cell = parseCellName(one.name);
    return cell.ok ? [cell.value] : [];
  });
  const cell = cells.find((one) => one === name);
  if (cell === undefined) throw new Error(`${name} is no name of a cell.`);
  const clients = createArchiveClients(endpoint);
  const archive = { s3: clients.s3(region), bucket: deployment.archiveBucket(name) };
  const stream = { kinesis: clients.kinesis(region), journalStream: deployment.journalStream(name) };
  return archiveSource({ ...tables, ...archive, ...stream, cell, cells }, clock, random);
}

async function placesOf(stage: string | undefined, context: CliContext) {
  const { connect } = await import("../connection.ts");
  if (stage === undefined) {
    const { aws, deployment, cloud } = await connect(context);
    return { aws, deployment, endpoint: cloud.url };
  }
  const { createDeployedAws } = await import("../aws.ts");
  const { projectDirectory, readDeployment } = await import("../deployment.ts");
  return {
    aws: createDeployedAws(),
    deployment: readDeployment(projectDirectory, stage),
    endpoint: undefined,
  };
}
