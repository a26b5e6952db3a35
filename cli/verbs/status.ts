import type { Command } from "commander";
import type { CliContext } from "../context.ts";

/** `cells status`: who owns what, and how the running local cloud is. */
export function declareStatus(cells: Command, context: CliContext): void {
  cells
    .command("status")
    .description("print cells, owners and leases, and what of the local cloud is up")
    .option("--json", "print one JSON object instead")
    .action((options: { json?: true }) => printStatus(options, context));
}

async function printStatus({ json }: { json?: true }, context: CliContext): Promise<void> {
  const { connect } = await import("../connection.ts");
  const { readCells } = await import("../cell-status.ts");
  const { lagLine } = await import("../lag.ts");
  const { aligned, duration } = await import("../text.ts");
  const { aws, cloud, deployment } = await connect(context, "anything");
  const { edgeUrl, stacks, resources, functions, replication } = cloud.status;
  const deployed = Object.keys(stacks).length > 0;
  const cells = deployed ? await readCells(aws, deployment, context.clock) : [];
  if (json === true) return context.out(JSON.stringify({ awsUrl: cloud.url, ...cloud.status, cells }));
  context.out(`AWS endpoint ${cloud.url}, edge ${edgeUrl}`);
  if (!deployed) return context.out("Nothing is deployed: this local cloud is empty.");
  const cellRows = cells.map(({ cell, region, owner, epoch, mode, leaseAgeMs }) => [
    cell,
    region,
    owner ?? "nobody",
    epoch === undefined ? "" : `${epoch}`,
    mode ?? "",
    leaseAgeMs === undefined ? "none" : duration(leaseAgeMs),
  ]);
  const tables = [
    [["cell", "region", "owner", "epoch", "mode", "lease age"], ...cellRows],
    [["stack", "resources"], ...Object.entries(stacks).map(([name, stack]) => [name, `${stack.resources}`])],
    [["function", "environments"], ...Object.entries(functions).map(([arn, up]) => [nameOf(arn), `${up}`])],
  ];
  for (const rows of tables) {
    context.out("");
    for (const line of aligned(rows)) context.out(line);
  }
  context.out(`\n${resources.modelled} resources modelled, ${resources.declaredOnly} declared only`);
  context.out(lagLine(replication));
}

function nameOf(arn: string): string {
  return arn.split(":").at(-1) ?? arn;
}
