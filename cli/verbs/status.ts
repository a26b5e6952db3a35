import type { Command } from "commander";
import type { CliContext } from "../context.ts";
import type { RunningCloud } from "../running-cloud.ts";

interface Options {
  readonly stage?: string;
  readonly watch?: true;
  readonly json?: true;
}

const WATCH_MS = 2_000;

/** `cells status`: who serves which home, how every cell is, how far takeovers have come, and what is up locally. */
export function declareStatus(cells: Command, context: CliContext): void {
  cells
    .command("status")
    .description(
      "print owners, health, takeovers, replication, clearing and the edge; and what of the local cloud is up",
    )
    .option("--stage <name>", "look at this deployed stage (default: the running local cloud)")
    .option("--watch", "print it again every two seconds until Ctrl-C")
    .option("--json", "print one JSON object instead; with --watch one a line")
    .action((options: Options) => printStatus(options, context));
}

async function printStatus({ stage, watch, json }: Options, context: CliContext): Promise<void> {
  const { toJson } = await import("../text.ts");
  const cloud = stage === undefined ? await (await import("../running-cloud.ts")).findCloud(context) : undefined;
  if (cloud !== undefined && Object.keys(cloud.status.stacks).length === 0) {
    if (json === true) return context.out(toJson({ awsUrl: cloud.url, ...cloud.status }));
    context.out(`AWS endpoint ${cloud.url}, edge ${cloud.status.edgeUrl}`);
    return context.out("Nothing is deployed: this local cloud is empty.");
  }
  const { findPlatform } = await import("../operator/platform.ts");
  const { readStanding } = await import("../operator/standing.ts");
  const { standingText } = await import("../operator/standing-text.ts");
  const platform = await findPlatform(context, stage);
  for (;;) {
    const standing = await readStanding(platform);
    const local = platform.cloud;
    if (json === true) {
      context.out(toJson({ where: platform.where, ...standing, ...(local && { awsUrl: local.url, ...local.status }) }));
    } else {
      // A terminal that is watched shows the latest alone.
      if (watch === true && context.screen !== undefined) context.out("\u001b[2J\u001b[H");
      context.out(local === undefined ? platform.where : `AWS endpoint ${local.url}, edge ${local.status.edgeUrl}`);
      for (const line of standingText(standing)) context.out(line);
      if (local !== undefined && watch !== true) for (const line of await localText(local)) context.out(line);
    }
    if (watch !== true) return;
    await context.clock.sleep(WATCH_MS);
  }
}

/** What of the local cloud is up. */
async function localText({ status }: RunningCloud): Promise<readonly string[]> {
  const { aligned } = await import("../text.ts");
  const { lagLine } = await import("../lag.ts");
  const { stacks, resources, functions, replication } = status;
  const tables = [
    [["stack", "resources"], ...Object.entries(stacks).map(([name, stack]) => [name, `${stack.resources}`])],
    [["function", "environments"], ...Object.entries(functions).map(([arn, up]) => [nameOf(arn), `${up}`])],
  ];
  return [
    ...tables.flatMap((rows) => ["", ...aligned(rows)]),
    `\n${resources.modelled} resources modelled, ${resources.declaredOnly} declared only`,
    lagLine(replication),
  ];
}

function nameOf(arn: string): string {
  return arn.split(":").at(-1) ?? arn;
}
