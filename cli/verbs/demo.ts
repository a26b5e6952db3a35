import { InvalidArgumentError, type Command } from "commander";
import type { CliContext } from "../context.ts";
import { portOption } from "./env.ts";

interface Options {
  readonly once?: true;
  readonly seed: string;
  readonly concurrency: number;
  readonly port?: number;
  readonly edgePort?: number;
  readonly json?: true;
}

/** `cells demo`, which is `npm start`: both cells up, real payment files paid through them, the proof. */
export function declareDemo(cells: Command, context: CliContext): void {
  cells
    .command("demo")
    .description("stand both cells up, pay the example files through them, prove that money was conserved, stay up")
    .option("--once", "end after the proof; the last line is one JSON object; exit 1 where anything is not conserved")
    .option("--seed <text>", "seed of the rule that maps creditors to accounts", "1")
    .option("--concurrency <number>", "payments under way at once", concurrencyOption, 8)
    .option("--port <port>", "port of the AWS endpoint (default: 4566)", portOption)
    .option("--edge-port <port>", "port of the edge (default: 8080)", portOption)
    .option("--json", "print the outcome as one JSON object instead of the tables")
    .action(async (options: Options) => {
      const { runDemo } = await import("../demo/run.ts");
      await runDemo(options, context);
    });
}

function concurrencyOption(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= 64) return number;
  throw new InvalidArgumentError("A number from 1 to 64.");
}
