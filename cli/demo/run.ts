import { readFile } from "node:fs/promises";
import { formatMoney } from "../../functions/domain/money.ts";
import { parsePain001, type Pain001 } from "../../functions/payments-api/iso20022/pain001.ts";
import { UserError } from "../../local/core/errors.ts";
import { createAws, type Aws } from "../aws.ts";
import type { CliContext } from "../context.ts";
import type { Deployment } from "../deployment.ts";
import { creditorRule } from "../creditors.ts";
import { createDirectory } from "../directory.ts";
import { createEdgeClient } from "../edge-client.ts";
import { lagLine } from "../lag.ts";
import { untilReady } from "../readiness.ts";
import { askCloud } from "../running-cloud.ts";
import { standUp, type StandingCloud, type StandUpOptions } from "../stand-up.ts";
import { count, duration } from "../text.ts";
import { addTenants, getTokens, MARKETPLACE, openAccounts, type Actors, type Tokens } from "./actors.ts";
import { pay, payAll, type Outcome } from "./pay-all.ts";
import { planPayments, totalsOf } from "./payments.ts";
import { nextSteps, paymentTable, proof } from "./report.ts";
import { untilSettled } from "./settling.ts";
import { summarize } from "./summary.ts";

/** How the demo is to run. */
export interface DemoOptions extends StandUpOptions {
  /** Ends after the proof. */
  readonly once?: true;
  readonly seed: string;
  readonly concurrency: number;
  /** The outcome as JSON in place of the tables. */
  readonly json?: true;
}

const FILES = ["marketplace-payouts-25.xml", "marketplace-payouts-500.xml"] as const;

/** Stands both cells up, pays the example files through them, proves that money was conserved, and stays up. */
export async function runDemo(options: DemoOptions, context: CliContext): Promise<void> {
  const [cloud, files] = await Promise.all([standUp(options, context), Promise.all(FILES.map(readExample))]);
  const aws = createAws(cloud.awsUrl);
  try {
    const sound = await payAndProve(options, cloud, aws, files, context);
    if (!sound) context.exitCode(1);
    if (options.once !== true) await context.stay();
  } finally {
    aws.close();
    await cloud.shutdown();
  }
}

async function payAndProve(
  options: DemoOptions,
  cloud: StandingCloud,
  aws: Aws,
  files: readonly Pain001[],
  context: CliContext,
): Promise<boolean> {
  const { deployment, edgeUrl } = cloud;
  const { clock } = context;
  const edge = createEdgeClient(edgeUrl, clock, context.random);
  const { actors, tokens } = await prepare(cloud, aws, edge, files, context);

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

/** Tenants, leases, tokens, accounts and money: everything that has to be there before the first payment. */
async function prepare(
  { deployment, edgeUrl }: StandingCloud,
  aws: Aws,
  edge: ReturnType<typeof createEdgeClient>,
  files: readonly Pain001[],
  context: CliContext,
): Promise<{ readonly actors: Actors; readonly tokens: Tokens }> {
  const directory = createDirectory(aws, deployment, context.clock);
  const warm = warmUp(edgeUrl, deployment);
  const clients = await addTenants(directory);
  const [tokens] = await Promise.all([
    getTokens(directory, clients),
    untilReady(aws, deployment, [...clients.marketplace, ...clients.platform], context.clock),
    warm,
  ]);
  const leased = deployment.cells.map(({ name }) => name).join(" and ");
  context.err(`${leased} have their leases and know the demo's tenants, ${sinceStart(context)}`);
  const funds = fundsFor(files);
  const actors = await openAccounts(deployment, edge, tokens, funds);
  const brought = formatMoney(funds.amount, funds.currency);
  context.err(
    `${count(actors.payees.length, "payee")} opened, a debtor in each cell with ${brought} from its settlement account`,
  );
  return { actors, tokens };
}

function sinceStart({ clock, started }: CliContext): string {
  return duration(clock.monotonic() - started);
}

/** Starts the API's environments while the leases are still on their way; what they answer does not matter yet. */
async function warmUp(edgeUrl: string, { cells }: Deployment): Promise<void> {
  const ask = async (cell: string) => {
    const reply = await fetch(`${edgeUrl}/healthz`, { headers: { "prefer-cell": cell } });
    await reply.body?.cancel();
  };
  await Promise.allSettled(cells.flatMap(({ name }) => Array.from({ length: WARM_PER_CELL }, () => ask(name))));
}

const WARM_PER_CELL = 4;

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
