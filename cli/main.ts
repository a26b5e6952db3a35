import { Command, CommanderError } from "commander";
import { sentenceOf } from "../local/core/errors.ts";
import { processContext, type CliContext } from "./context.ts";
import { declareAudit } from "./verbs/audit.ts";
import { declareBalance } from "./verbs/balance.ts";
import { declareCanary } from "./verbs/canary.ts";
import { declareCost } from "./verbs/cost.ts";
import { declareDemo } from "./verbs/demo.ts";
import { declareDlq } from "./verbs/dlq.ts";
import { declareDoctor } from "./verbs/doctor.ts";
import { declareEnv } from "./verbs/env.ts";
import { declareEvacuate } from "./verbs/evacuate.ts";
import { declareFailback } from "./verbs/failback.ts";
import { declareEvidence } from "./verbs/evidence.ts";
import { declareInit } from "./verbs/init.ts";
import { declarePay } from "./verbs/pay.ts";
import { declarePayouts } from "./verbs/payouts.ts";
import { declarePermissions } from "./verbs/permissions.ts";
import { declareReport } from "./verbs/report.ts";
import { declareStatus } from "./verbs/status.ts";
import { declareTenant } from "./verbs/tenant.ts";
import { declareToken } from "./verbs/token.ts";
import { declareTrace } from "./verbs/trace.ts";
import { declareUp } from "./verbs/up.ts";
import { declareVault } from "./verbs/vault.ts";
import { declareViews } from "./verbs/views.ts";

const VERBS = [
  declareDemo,
  declareUp,
  declareEnv,
  declareToken,
  declareTenant,
  declarePay,
  declareBalance,
  declareStatus,
  declareCanary,
  declareEvacuate,
  declareFailback,
  declareAudit,
  declareViews,
  declareReport,
  declarePayouts,
  declareVault,
  declareDlq,
  declareTrace,
  declareCost,
  declarePermissions,
  declareEvidence,
  declareDoctor,
  declareInit,
];

/** Runs the command line of this process, and ends it: a local cloud's timers would keep it for ever. */
export async function main(): Promise<void> {
  // A reader that has seen enough (`cells status | head -1`) is no fault.
  process.stdout.on("error", (fault) => {
    if ("code" in fault && fault.code === "EPIPE") process.exit();
    throw fault;
  });
  const context = processContext();
  const code = await runCells(process.argv.slice(2), context);
  if (code !== 0) context.exitCode(code);
  // Whatever is still on its way to a pipe arrives first.
  await Promise.all([process.stdout, process.stderr].map((stream) => new Promise((done) => stream.write("", done))));
  process.exit();
}

/** Runs one verb: 0, 1 with a line on stderr where it failed, 2 where it was used wrongly. */
export async function runCells(argv: readonly string[], context: CliContext): Promise<number> {
  try {
    await program(context).parseAsync([...argv], { from: "user" });
    return 0;
  } catch (fault) {
    if (fault instanceof CommanderError) return fault.exitCode === 0 ? 0 : 2;
    context.err(`cells: ${sentenceOf(fault)}`);
    if (context.variables["CELLS_DEBUG"] !== undefined && fault instanceof Error) context.err(fault.stack ?? "");
    return 1;
  }
}

function program(context: CliContext): Command {
  const cells = new Command("cells")
    .description("Payment cells on this machine: a local cloud made from the Pulumi program, and payments through it.")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.out(text.trimEnd()),
      writeErr: (text) => context.err(text.trimEnd()),
      outputError: (text, write) => write(text.replace(/^error: /, "cells: ")),
    })
    .helpCommand(false)
    .showHelpAfterError("See --help.");
  for (const declare of VERBS) declare(cells, context);
  return cells;
}
