import { formatMoney } from "../../functions/domain/money.ts";
import type { Deployment } from "../deployment.ts";
import { aligned, count } from "../text.ts";
import type { Outcome } from "./pay-all.ts";
import type { Debtor } from "./payments.ts";
import type { Settled } from "./settling.ts";
import { figuresOf, type Figures } from "./summary.ts";

const SHOWN = 5;

/** The table of payments: a column for each cell's debtor, and all together. */
export function paymentTable(outcomes: readonly Outcome[], settled: Settled, cells: readonly string[]): string[] {
  const of = (cell: string) => outcomes.filter(({ payment }) => payment.debtor.cell === cell);
  const columns = [...cells.map((cell) => figuresOf(of(cell), settled.view)), figuresOf(outcomes, settled.view)];
  const row = (label: string, cell: (figures: Figures) => number) => [label, ...columns.map((c) => `${cell(c)}`)];
  const rows = [
    ["debtor's cell", ...cells, "all"],
    row("payments", ({ payments }) => payments),
    row("completed", ({ completed }) => completed),
    row("declined", ({ declined }) => declined),
    ...(columns.some(({ failed }) => failed > 0) ? [row("failed", ({ failed }) => failed)] : []),
    row("crossing cells", ({ crossCell }) => crossCell),
    row("p50, ms", ({ p50Ms }) => p50Ms),
    row("p99, ms", ({ p99Ms }) => p99Ms),
  ];
  return [
    ...aligned(
      rows,
      columns.map((_, index) => index + 1),
    ),
    ...troubles(outcomes),
  ];
}

/** The proof: in every region's own replica, what entered is what accounts hold. */
export function proof({ holdings, findings, replicasEqual }: Settled): string[] {
  const rows = holdings.map(({ region, currency, entered, held, clearing }) => [
    region,
    formatMoney(entered, currency),
    formatMoney(held, currency),
    formatMoney(clearing, currency),
    entered === held && clearing === 0n ? "conserved" : "NOT CONSERVED",
  ]);
  const header = ["replica of", "entered by settlement", "held by accounts", "between cells", ""];
  const broken = findings.filter(({ breaches }) => breaches.length > 0);
  const names = broken.map(({ checker }) => checker.name).join(", ");
  const faults = broken.flatMap(({ breaches }) => breaches.map(({ fault }) => fault));
  return [
    ...aligned([header, ...rows], [1, 2, 3]),
    replicasEqual ? "All replicas hold the same items." : "THE REPLICAS DIFFER.",
    broken.length === 0
      ? `All ${findings.length} invariants hold (npx cells audit says which).`
      : `BROKEN: ${names}; ${count(faults.length, "breach", "breaches")}:`,
    ...faults.slice(0, SHOWN).map((fault) => `  ${fault}`),
  ];
}

/** What the lines to try are about. */
export interface NextStepsSubject {
  readonly tenant: string;
  readonly debtor: Debtor;
  readonly file: string;
}

/** What to try while it stays up; every line works when pasted. */
export function nextSteps(
  { ledgerTable, cells }: Deployment,
  { awsUrl, edgeUrl }: { readonly awsUrl: string; readonly edgeUrl: string },
  { tenant, debtor, file }: NextStepsSubject,
): string[] {
  const { account, cell: home } = debtor;
  const usual = awsUrl.endsWith(":4566") ? "" : `AWS_ENDPOINT_URL=${awsUrl} `;
  const region = cells.find(({ name }) => name === home)?.region ?? cells[0].region;
  const key = `{"pk":{"S":"${home}#acct#${account}"},"sk":{"S":"balance"}}`;
  return [
    "Both cells stay up. In another terminal, in this folder:",
    "",
    "  # a token of the demo's tenant, and its debtor's balance through the edge",
    `  TOKEN=$(${usual}npx cells token --tenant ${tenant})`,
    `  curl -s ${edgeUrl}/v1/accounts/${account}/balance -H "Authorization: Bearer $TOKEN"`,
    "",
    "  # its statement of this month as CSV; Accept: application/xml for camt.053",
    `  curl -s ${edgeUrl}/v1/accounts/${account}/statements/$(date -u +%Y-%m) \\`,
    '    -H "Authorization: Bearer $TOKEN" -H "Accept: text/csv"',
    "",
    "  # the same account where it is stored, with the AWS CLI",
    `  eval "$(${usual}npx cells env)"`,
    `  aws dynamodb get-item --region ${region} --table-name ${ledgerTable} --key '${key}'`,
    "",
    "  # a whole file as one batch, to the tenant's accounts in both cells",
    `  ${usual}npx cells pay ${file} --debtor ${account}`,
    "",
    "  # every invariant, over every region's items",
    `  ${usual}npx cells audit`,
    "",
    "Ctrl-C ends it.",
  ];
}

/** Why payments were declined or failed, the commonest first. */
function troubles(outcomes: readonly Outcome[]): string[] {
  const reasons = new Map<string, number>();
  for (const { answer } of outcomes) {
    if (answer.is === "accepted") continue;
    const reason = answer.is === "declined" ? `declined: ${answer.code}` : `failed: ${answer.why}`;
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  const commonest = [...reasons].sort(([, one], [, other]) => other - one).slice(0, SHOWN);
  return commonest.map(([reason, times]) => `${times} x ${reason}`);
}
