import { parseArgs } from "node:util";
import { figureLine, keepsBound, type Bench } from "./figure.ts";
import { bundle } from "./figures/bundle.ts";
import { evaluation } from "./figures/evaluation.ts";
import { handlerCpu } from "./figures/handler-cpu.ts";
import { hotPath } from "./figures/hot-path.ts";
import { router } from "./figures/router.ts";
import { start } from "./figures/start.ts";

const BENCHES: readonly Bench[] = [hotPath, handlerCpu, bundle, router, start, evaluation];

const USAGE = `Usage: npm run bench [-- NAME...]

Measures what the README promises, prints one JSON object a line, and exits with 1 when a bound is missed.

${BENCHES.map(({ name, about }) => `  ${name.padEnd(12)} ${about}`).join("\n")}

  --list       print the names and end
  --help       print this and end`;

process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  const asked = parseArguments(argv);
  if (typeof asked === "string") {
    console.error(`bench: ${asked}`);
    return 2;
  }
  if (asked.help) {
    console.log(USAGE);
    return 0;
  }
  if (asked.list) {
    for (const { name } of BENCHES) console.log(name);
    return 0;
  }
  let sound = true;
  for (const bench of asked.benches) sound = (await measure(bench)) && sound;
  return sound ? 0 : 1;
}

/** Runs one bench and prints its figures; false when it broke or a bound is missed. The others still get their turn. */
async function measure({ name, run }: Bench): Promise<boolean> {
  try {
    const figures = await run();
    for (const figure of figures) console.log(figureLine(name, figure));
    return figures.every(keepsBound);
  } catch (fault) {
    console.error(`bench: ${name} could not be measured: ${fault instanceof Error ? fault.message : String(fault)}`);
    return false;
  }
}

interface Asked {
  readonly help: boolean;
  readonly list: boolean;
  readonly benches: readonly Bench[];
}

function parseArguments(argv: readonly string[]): Asked | string {
  const options = { help: { type: "boolean", default: false }, list: { type: "boolean", default: false } } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true });
    const unknown = positionals.find((asked) => !BENCHES.some(({ name }) => name === asked));
    if (unknown !== undefined) return `there is no bench ${unknown}; --list names them all.`;
    const benches = BENCHES.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
    return { ...values, benches };
  } catch (fault) {
    return fault instanceof Error ? fault.message : String(fault);
  }
}
