import { execFileSync } from "node:child_process";
import { accessSync, constants, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parseArguments, USAGE, type Asked } from "./arguments.ts";
import { conduct } from "./conduct/drill.ts";
import { sentenceOf } from "../local/core/errors.ts";
import { shutDownWithProcess } from "../local/shutdown.ts";
import type { Moment } from "../functions/pages/plot.ts";
import { isPassed, type Measurement } from "./report/measurement.ts";
import { reportPage } from "./report/page.ts";
import { summaryLine, summaryText } from "./report/summary.ts";
import { drills } from "./scenarios/index.ts";
import { createAwsTarget } from "./targets/aws.ts";
import { createLocalTarget, type LocalOptions } from "./targets/local.ts";
import type { Target } from "./targets/target.ts";

process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  const asked = parseArguments(argv);
  if (typeof asked === "string") {
    console.error(`drill: ${asked}`);
    return 2;
  }
  if (asked.help) console.log(USAGE);
  else if (asked.list) for (const { name } of drills) console.log(name);
  else return run(asked);
  return 0;
}

async function run({ drill, seed, out, json, ...asked }: Asked): Promise<number> {
  const commit = commitAtHand();
  if (drill === undefined) {
    console.error("drill: which one? --list names them all.");
    return 2;
  }
  const unwritable = whyUnwritable(out);
  if (unwritable !== undefined) {
    console.error(`drill: no report can be written to ${out}: ${unwritable}`);
    return 2;
  }
  try {
    const target = await targetOf({ ...asked, ...(drill.watches && { watched: drill.watches }) }, seed);
    console.error(`${drill.name} on ${target.name}, cells ${target.cells.join(", ")}, seed ${seed}, commit ${commit}`);
    const unguard = guard(target);
    try {
      const measured = await conduct(drill, target, { seed, commit, tell });
      writeFileSync(out, reportPage(measured));
      return conclude(measured, out, json);
    } finally {
      await target.close();
      unguard();
    }
  } catch (fault) {
    console.error(`drill: ${said(fault)}`);
    console.error(`drill: ${drill.name} broke off; seed ${seed}, commit ${commit}`);
    return 1;
  }
}

/** Faults of deployed cells outlive this process: Ctrl-C and what `timeout` sends end them, too. */
function guard(target: Target): () => void {
  if (target.name === "local") return () => {};
  const end = () => {
    console.error("drill: interrupted; it ends the experiments that it has begun");
    return target.close();
  };
  const tellFault = (fault: unknown) => console.error(`drill: ${said(fault)}; look at the experiments yourself`);
  return shutDownWithProcess(end, tellFault);
}

/** As the verbs of `cells` say it. */
function said(fault: unknown): string {
  const stack = process.env["CELLS_DEBUG"] !== undefined && fault instanceof Error ? `\n${fault.stack ?? ""}` : "";
  return `${sentenceOf(fault)}${stack}`;
}

/** Asked before a drill is played: it would be lost without its report. */
function whyUnwritable(out: string): string | undefined {
  try {
    accessSync(dirname(resolve(out)), constants.W_OK);
    return undefined;
  } catch (fault) {
    return fault instanceof Error ? fault.message : String(fault);
  }
}

function conclude(measured: Measurement, out: string, json: boolean): number {
  const passed = isPassed(measured);
  for (const line of summaryText(measured)) console.error(line);
  console.error(`report: ${out}`);
  if (json) console.log(summaryLine(measured));
  if (!passed) console.error(`drill: ${measured.drill} FAILED; seed ${measured.seed}, commit ${measured.commit}`);
  return passed ? 0 : 1;
}

function tell({ name, at }: Moment): void {
  console.error(`${at.toFixed(1).padStart(8)} s  ${name}`);
}

function targetOf(
  { target, cells, stage, watched }: Pick<Asked, "target" | "cells" | "stage"> & Pick<LocalOptions, "watched">,
  seed: number,
): Promise<Target> {
  return target === "local"
    ? createLocalTarget({ seed, cells, ...(watched && { watched }) })
    : createAwsTarget({ stage, seed, variables: process.env });
}

/** The commit that a failed drill is run again on; with a plus where the tree has more than that. */
function commitAtHand(): string {
  const git = (...args: readonly string[]) => execFileSync("git", args, { encoding: "utf8" }).trim();
  try {
    return `${git("rev-parse", "--short", "HEAD")}${git("status", "--porcelain", "-uno") === "" ? "" : "+"}`;
  } catch {
    return "unknown";
  }
}
