import { readFile } from "node:fs/promises";
import { parsePain001, type Pain001 } from "../../functions/payments-api/iso20022/pain001.ts";
import { UserError } from "../../local/core/errors.ts";
import { createAws, type Aws } from "../aws.ts";
import type { CliContext } from "../context.ts";
import { creditorRule } from "../creditors.ts";
import { createEdgeClient } from "../edge-client.ts";
import { lagLine } from "../lag.ts";
import { askCloud } from "../running-cloud.ts";
import type { StandingCloud } from "../stand-up.ts";
import { MARKETPLACE, type Actors } from "./actors.ts";
import { pay, payAll, type Outcome } from "./pay-all.ts";
import { planPayments, totalsOf } from "./payments.ts";
import { prepare, sinceStart } from "./prepare.ts";
import { nextSteps, paymentTable, proof } from "./report.ts";
import type { DemoOptions } from "./run.ts";
import { untilSettled } from "./settling.ts";
import { summarize } from "./summary.ts";

const FILES = ["marketplace-payouts-25.xml", "marketplace-payouts-500.xml"] as const;

/** Pays the example files through a cloud that stands, and proves that money was conserved: false where it was not. */
export async function payAndProve(options: DemoOptions, cloud: StandingCloud, context: CliContext): Promise<boolean> {
  const files = await Promise.all(FILES.map(readExample));
  const aws = createAws(cloud.awsUrl);
  try {
    return await payFiles(options, cloud, aws, files, context);
  } finally {
    aws.close();
  }
}

async function payFiles(
  options: DemoOptions,
  cloud: StandingCloud,
  aws: Aws,
  files: readonly Pain001[],
  context: CliContext,
): Promise<boolean> {
  const { deployment, edgeUrl } = cloud;
  const { clock } = context;
  const edge = createEdgeClient(edgeUrl, clock, context.random);
  const { actors, tokens } = await prepare(cloud, aws, edge, fundsFor(files), context);

  const payments = planPayments(files, actors.debtors, actors.payees, options.seed);
  context.err(`creditors' IBANs stand for our accounts: ${creditorRule(options.seed, actors.payees.length)}`);
  const paying = { edge, tokenOf: tokens.marketplace, concurrency: options.concurrency };
  const [first, ...others] = payments;
  if (first === undefined) throw new UserError("The payment files hold no payment.");
  const answered = await pay(first, paying, context);
  context.err(`first payment answered ${sinceStart(context)} after the start, ${others.length} more to make`);
  const outcomes = [answered, ...(await payAll(others, paying, context))];
  const settled = await untilSettled(aws, deployment, context);

  const summary = summarize(outcomes, settled, deployment.cells.length, clock.monotonic() - context.started);
  const say = options.json === true ? context.err : context.out;
  const cells = deployment.cells.map(({ name }) => name);
  const { status } = await askCloud(cloud.awsUrl);
  const table = [...paymentTable(outcomes, settled, cells), lagLine(status.replication)];
  for (const line of ["", ...table, "", ...proof(settled), ""]) say(line);
  if (options.once === true || options.json === true) context.out(JSON.stringify(summary));
  else showNextSteps(cloud, actors, context);
  return settled.conserved && settled.findings.every(({ breaches }) => breaches.length === 0) && allAnswered(outcomes);
}

/** What a debtor needs for all files, rounded up, and some to go on with afterwards. */
function fundsFor(files: readonly Pain001[]): { readonly amount: bigint; readonly currency: string } {
  const [first] = totalsOf(files);
  if (first === undefined) throw new Error("The example files pay nothing.");
  const [currency, total] = first;
  return { amount: (total / ROUND + 2n) * ROUND, currency };
}

const ROUND = 1_000_000n;

async function readExample(name: string): Promise<Pain001> {
  const file = parsePain001(await readFile(new URL(`../../examples/${name}`, import.meta.url), "utf8"));
  if (!file.ok) throw new Error(`examples/${name}: ${file.refusal.message}`);
  return file.value;
}

function allAnswered(outcomes: readonly Outcome[]): boolean {
  return outcomes.every(({ answer }) => answer.is !== "failed");
}

function showNextSteps(cloud: StandingCloud, { debtors }: Actors, context: CliContext): void {
  const subject = { tenant: MARKETPLACE, debtor: debtors[0], file: `examples/${FILES[0]}` };
  for (const line of nextSteps(cloud.deployment, cloud, subject)) context.out(line);
}
