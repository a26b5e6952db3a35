import { InvalidArgumentError, Option, type Command } from "commander";
import type { CostOptions } from "../cost/run.ts";
import type { CliContext } from "../context.ts";

/** `cells cost`: what a million internal payments cost on AWS, by what the local cloud counted. */
export function declareCost(cells: Command, context: CliContext): void {
  cells
    .command("cost")
    .description(
      "make internal payments on a local cloud of its own, within a cell and between cells, and print what a million " +
        "cost on AWS, part by part, and what stands anyway; exit 1 where that is above the bound",
    )
    .option("--payments <number>", "payments of each kind", paymentsOption, 500)
    .option("--cell <cell>", "the cell that pays, and whose standing cost is printed (default: the first)")
    .addOption(
      new Option("--size <size>", "of that cell, for its standing cost (default: its stack's)").choices([
        "small",
        "full",
      ]),
    )
    .option("--json", "print one JSON object instead")
    .action(async (options: CostOptions) => {
      const { runCost } = await import("../cost/run.ts");
      await runCost(options, context);
    });
}

function paymentsOption(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= 100_000) return number;
  throw new InvalidArgumentError("A number from 1 to 100000.");
}
