import { execFileSync } from "node:child_process";
import { faultNames } from "../../local/faults/catalogue.ts";
import { parseOptions, USAGE, type SimulateOptions } from "./options.ts";
import { plantedBugs } from "./planted/bugs.ts";
import { provePlanted, WHOLE_EFFORT, type Proof } from "./planted/prove.ts";
import type { RunResult } from "./run-seed.ts";
import { cellsOf, drawScenario, type Scenario } from "./scenario.ts";
import { shrink } from "./shrink.ts";
import { storyOf } from "./story.ts";
import { noTotals, summaryOf, withRun, type Totals } from "./totals.ts";
import type { RunOrder } from "./worker.ts";
import { startWorkers } from "./workers.ts";

const BREACHES_SHOWN = 5;
/** Shrinking takes a while: the first failing seeds are enough to begin with. */
const SHRUNK_MAX = 2;
const SHRINK_RUNS = 150;

process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  const options = parseOptions(argv);
  if (typeof options === "string") {
    console.error(`simulate: ${options}`);
    return 2;
  }
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  return options.planted ? prove(options) : simulate(options);
}

async function prove({ first, bugs: names, json }: SimulateOptions): Promise<number> {
  const began = performance.now();
  const unknown = names.filter((asked) => !plantedBugs.some(({ name }) => name === asked));
  if (unknown.length > 0) {
    console.error(`simulate: there is no planted bug ${unknown.join(", ")}: drills/simulation/planted/bugs has them.`);
    return 2;
  }
  const bugs = names.length === 0 ? plantedBugs : plantedBugs.filter(({ name }) => names.includes(name));
  const interrupt = interrupted();
  console.error(`hunting ${bugs.length} planted bugs`);
  const onProof = (proof: Proof, done: number): void => {
    clearLine();
    if (!json) console.log(proofText(proof));
    if (process.stderr.isTTY) process.stderr.write(`${done} of ${bugs.length} planted bugs hunted`);
  };
  const { proofs, unsound } = await provePlanted(bugs, { first, ...WHOLE_EFFORT }, onProof, interrupt);
  clearLine();
  const survivors = proofs.filter(({ median }) => median === undefined).map(({ bug }) => bug.name);
  const caught = proofs.length - survivors.length;
  const seeds = proofs.flatMap(({ catches }) => catches).reduce((sum, found) => sum + found.seeds, 0);
  const summary = summaryOf({ ...noTotals, seeds }, performance.now() - began);
  const unproved = bugs.length - proofs.length;
  if (json) console.log(JSON.stringify({ ...summary, planted: proofs.length, caught, survivors, unproved }));
  else console.log(`${caught} of ${proofs.length} planted bugs are caught${listed(survivors)}.`);
  if (unproved > 0) console.error(`Broken off: ${unproved} planted bugs were not hunted to the end.`);
  if (unsound?.caught === true) {
    console.error(`Without any bug, seed ${unsound.seed} at commit ${commit()} breaks ${unsound.checker}:`);
    console.error(`  ${unsound.fault}`);
  }
  return survivors.length > 0 || unsound !== undefined ? 1 : 0;
}

function proofText({ bug, median, catches }: Proof): string {
  const checkers = new Set(catches.flatMap((found) => (found.caught ? found.checkers : [])));
  const said = median === undefined ? "SURVIVES" : `caught in ${median} seeds by ${[...checkers].join(", ")}`;
  return `${bug.name.padEnd(32)} ${said}`;
}

function listed(survivors: readonly string[]): string {
  return survivors.length === 0 ? "" : `; these survive: ${survivors.join(", ")}`;
}

async function simulate(options: SimulateOptions): Promise<number> {
  const interrupt = interrupted();
  const workers = await startWorkers(Math.min(options.jobs, options.seeds));
  let totals: Totals = noTotals;
  let told = Promise.resolve();
  try {
    const onRun = (run: RunResult, { seed }: RunOrder): void => {
      totals = withRun(totals, run);
      progress(totals, options, workers.cpuMs());
      if (run.breaches.length === 0) return;
      const shrinks = totals.breached.length <= SHRUNK_MAX;
      // One at a time: shrinking runs the simulation here, which cannot run twice in one process at once.
      told = told.then(() => tellBreach(scenarioOf(seed, options), run, shrinks, interrupt));
    };
    await workers.run(orders(options), onRun, interrupt);
    await told;
    finish(totals, options, workers.cpuMs());
  } finally {
    workers.end();
  }
  return totals.breached.length > 0 ? 1 : 0;
}

/** Aborts when somebody wants this to end, by hand or as `timeout` does: what is known by then is told. */
function interrupted(): AbortSignal {
  const interrupt = new AbortController();
  // Whoever is started by npm may hear the same signal twice.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => interrupt.abort());
  return interrupt.signal;
}

function* orders(options: SimulateOptions): Generator<RunOrder> {
  const { first, seeds, seam } = options;
  for (let seed = first; seed < first + seeds; seed += 1) yield { seed, cells: options.cells ?? cellsOf(seed), seam };
}

function scenarioOf(seed: number, { cells, seam }: SimulateOptions): Scenario {
  return drawScenario(seed, cells ?? cellsOf(seed), seam);
}

async function tellBreach(scenario: Scenario, run: RunResult, shrinks: boolean, signal: AbortSignal): Promise<void> {
  clearLine();
  console.error(`seed ${run.seed}, ${scenario.cells} cells, at commit ${commit()}: ${run.breaches.length} breaches`);
  for (const { checker, fault } of run.breaches.slice(0, BREACHES_SHOWN)) console.error(`  ${checker}: ${fault}`);
  if (!shrinks || signal.aborted) return;
  const shrunk = await shrink(scenario, run, SHRINK_RUNS, signal);
  console.error(`the shortest story that still shows it, found in ${shrunk.runs} runs:`);
  for (const line of storyOf(shrunk.scenario)) console.error(`  ${line}`);
  for (const { checker, fault } of shrunk.result.breaches.slice(0, BREACHES_SHOWN)) {
    console.error(`  ${checker}: ${fault}`);
  }
}

function progress({ seeds, breached }: Totals, options: SimulateOptions, cpuMs: number): void {
  if (!process.stderr.isTTY) return;
  const rate = `${Math.round((seeds / cpuMs) * 60_000)} a minute of a core`;
  process.stderr.write(`\r${seeds} of ${options.seeds} seeds, ${rate}, ${breached.length} breached \u001b[K`);
}

function clearLine(): void {
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
}

function finish(totals: Totals, { json }: SimulateOptions, cpuMs: number): void {
  clearLine();
  const summary = summaryOf(totals, cpuMs);
  if (json) {
    console.log(JSON.stringify(summary));
    return;
  }
  const { faults: _, ...figures } = summary;
  for (const [name, value] of Object.entries(figures)) console.log(`${name.padEnd(22)} ${String(value)}`);
  console.log("\nfaults observed");
  for (const name of faultNames) console.log(`  ${name.padEnd(22)} ${totals.faults[name] ?? 0}`);
}

function commit(): string {
  try {
    return execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  } catch {
    return "unknown";
  }
}
