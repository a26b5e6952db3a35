import { parseArgs } from "node:util";
import { figureLine, figureText, keepsBound, type Bench } from "./figure.ts";
import { bundle } from "./figures/bundle.ts";
import { dynamodb } from "./figures/dynamodb.ts";
import { engine } from "./figures/engine.ts";
import { evaluation } from "./figures/evaluation.ts";
import { handlerCpu } from "./figures/handler-cpu.ts";
import { hotPath } from "./figures/hot-path.ts";
import { idle } from "./figures/idle.ts";
import { judgement } from "./figures/judgement.ts";
import { memory } from "./figures/memory.ts";
import { policy } from "./figures/policy.ts";
import { router } from "./figures/router.ts";
import { start } from "./figures/start.ts";
import { stripes } from "./figures/stripes.ts";
import { views } from "./figures/views.ts";
import { webhooks } from "./figures/webhooks.ts";

const BENCHES: readonly Bench[] = [
  hotPath,
  handlerCpu,
  bundle,
  router,
  start,
  evaluation,
  engine,
  judgement,
  policy,
  dynamodb,
  stripes,
  views,
  webhooks,
  memory,
  idle,
];

const USAGE = `Usage: npm run bench [-- [--only] NAME... [--json]]

Measures what the README promises, all of it or what is named, and exits with 1 when a bound is missed. Prints a line a
figure to a terminal, and one JSON object a line anywhere else.

${BENCHES.map(({ name, about }) => `  ${name.padEnd(12)} ${about}`).join("\n")}

  --only NAME  measure this; may be repeated
  --json       print one JSON object a line, to a terminal too
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
  const print = asked.json || !process.stdout.isTTY ? figureLine : figureText;
  for (const bench of asked.benches) sound = (await measure(bench, print)) && sound;
  return sound ? 0 : 1;
}

/** Runs one bench and prints its figures; false when it broke or a bound is missed. The others still get their turn. */
async function measure({ name, run }: Bench, print: typeof figureLine): Promise<boolean> {
  try {
    const figures = await run();
    for (const figure of figures) console.log(print(name, figure));
    return figures.every(keepsBound);
  } catch (fault) {
    console.error(`bench: ${name} could not be measured: ${fault instanceof Error ? fault.message : String(fault)}`);
    return false;
  }
}

interface Asked {
  readonly help: boolean;
  readonly list: boolean;
  readonly json: boolean;
  readonly benches: readonly Bench[];
}

function parseArguments(argv: readonly string[]): Asked | string {
  const options = {
    help: { type: "boolean", default: false },
    list: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    only: { type: "string", multiple: true },
  } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true });
    const names = [...(values.only ?? []), ...positionals];
    const unknown = names.find((asked) => !BENCHES.some(({ name }) => name === asked));
    if (unknown !== undefined) return `there is no bench ${unknown}; --list names them all.`;
    const benches = BENCHES.filter(({ name }) => names.length === 0 || names.includes(name));
    return { ...values, benches };
  } catch (fault) {
    return fault instanceof Error ? fault.message : String(fault);
  }
}
