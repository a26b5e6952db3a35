import type { Command } from "commander";
import type { CliContext } from "../context.ts";
import { portOption } from "./env.ts";

interface Options {
  readonly empty?: true;
  readonly port?: number;
  readonly edgePort?: number;
  readonly json?: true;
}

/** `cells up`: a local cloud with all stacks deployed, until it is stopped. */
export function declareUp(cells: Command, context: CliContext): void {
  cells
    .command("up")
    .description("stand both cells and the edge up on a local cloud and keep them up until Ctrl-C")
    .option("--empty", "deploy nothing: an empty AWS")
    .option("--port <port>", "port of the AWS endpoint (default: 4566)", portOption)
    .option("--edge-port <port>", "port of the edge (default: 8080)", portOption)
    .option("--json", "print one JSON object once it is up")
    .action(async ({ json, ...options }: Options) => {
      const { standUp } = await import("../stand-up.ts");
      const { awsUrl, edgeUrl, deployment } = await standUp({ ...options, engine: true }, context);
      const stacks = options.empty === true ? [] : deployment.stacks;
      if (json === true) context.out(JSON.stringify({ awsUrl, edgeUrl, stacks }));
      else context.out(`${stacks.length === 0 ? "An empty local cloud" : stacks.join(", ")} up; Ctrl-C ends it.`);
      await context.stay();
    });
}
