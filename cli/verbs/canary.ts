import type { Command } from "commander";
import type { CliContext } from "../context.ts";

interface Options {
  readonly stage?: string;
  readonly for: string;
  readonly json?: true;
}

/** `cells canary`: whether a cell that was just deployed takes payments, watched for a while. */
export function declareCanary(cells: Command, context: CliContext): void {
  cells
    .command("canary")
    .description("watch a cell's canary payments, probes, lease and routes for a while; exit 1 where it must not go on")
    .argument("<cell>", "the cell that was changed")
    .option("--for <seconds>", "how long", "300")
    .option("--stage <name>", "watch this deployed stage (default: the running local cloud)")
    .option("--json", "print one JSON object instead")
    .action((cell: string, options: Options) => canary(cell, options, context));
}

async function canary(cell: string, options: Options, context: CliContext): Promise<void> {
  const { UserError } = await import("../../local/core/errors.ts");
  if (!/^\d{1,5}$/.test(options.for)) throw new UserError(`--for takes whole seconds, not "${options.for}".`);
  const [{ findPlatform }, { readStanding }, { watchCanary }, { duration }] = await Promise.all([
    import("../operator/platform.ts"),
    import("../operator/standing.ts"),
    import("../operator/canary.ts"),
    import("../text.ts"),
  ]);
  const platform = await findPlatform(context, options.stage);
  const order = { cell, forMs: Number(options.for) * 1_000 };
  const tell = (afterMs: number, faults: readonly string[]): void => {
    context.screen?.draw(`watching ${cell}: ${duration(afterMs)} of ${duration(order.forMs)}`);
    if (faults.length > 0) context.err(`${duration(afterMs).padStart(8)}  ${faults.join(" ")}`);
  };
  const look = () => readStanding(platform);
  const watch = await watchCanary(order, platform.clock, look, tell).finally(() => context.screen?.clear());
  if (options.json === true) return context.out(JSON.stringify(watch));
  const bad = watch.badLooks === 0 ? "none of them bad" : `${watch.badLooks} of them bad`;
  context.out(`${cell} takes payments: ${watch.looks} looks in ${duration(watch.afterMs)}, ${bad}.`);
}
