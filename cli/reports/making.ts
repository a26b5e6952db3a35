import { parseCellName, type CellName } from "../../functions/domain/ids.ts";
import {
  parseReport,
  REPORTS,
  type ReportRefusal,
  type ReportRequest,
} from "../../functions/domain/reports/catalogue.ts";
import { makeReports, type MadeReport } from "../../functions/reports/app.ts";
import type { Clock, Random } from "../../functions/stores/clock.ts";
import { createLedger } from "../../functions/stores/ledger.ts";
import { createReportSource, type ReportSource } from "../../functions/stores/report-source.ts";
import { createGenerations } from "../../functions/stores/view-generations.ts";
import { createViews } from "../../functions/stores/views.ts";
import { UserError } from "../../local/core/errors.ts";
import type { Aws } from "../aws.ts";
import type { Deployment } from "../deployment.ts";

/** What making a report takes of the machine. */
export interface MakingParts {
  readonly aws: Pick<Aws, "dynamodb">;
  readonly deployment: Deployment;
  readonly clock: Clock;
  readonly random: Random;
}

/** Makes a report that somebody asks for. Throws `UserError` that says what is wrong with what was asked. */
export async function makeReport(request: ReportRequest, parts: MakingParts): Promise<MadeReport> {
  const { deployment, clock } = parts;
  const cells = deployment.cells.flatMap(({ name }) => {
    const cell = parseCellName(name);
    return cell.ok ? [cell.value] : [];
  });
  const asked = parseReport(request, cells, BigInt(Math.floor(clock.now())));
  if (!asked.ok) throw new UserError(SENTENCES[asked.refusal](request, cells));
  const { kind, scope } = asked.value;
  const [made] = await makeReports([kind], scope, sourceFor(scope.cells, cells, parts));
  if (made === undefined) throw new Error("One report was asked for, and none was made.");
  return made;
}

/** The views of every cell are complete: those of the first cell that is covered are read. */
function sourceFor(
  asked: readonly CellName[],
  cells: readonly CellName[],
  { aws, deployment, clock, random }: MakingParts,
): ReportSource {
  const covered = deployment.cells.filter(({ name }) => asked.some((cell) => cell === name));
  const { name, region } = covered[0] ?? deployment.cells[0];
  const client = aws.dynamodb(region);
  const viewsTable = deployment.viewsTable(name);
  const generations = createGenerations(client, viewsTable, clock, random);
  return createReportSource(
    {
      client,
      viewsTable,
      generations,
      views: createViews(client, viewsTable, generations, clock, random),
      ledger: createLedger(client, deployment.ledgerTable, clock, random),
      cells: async () => cells,
      vaults: covered.map((cell) => ({ client: aws.dynamodb(cell.region), table: deployment.vaultTable(cell.name) })),
    },
    clock,
    random,
  );
}

const SENTENCES: Readonly<Record<ReportRefusal, (request: ReportRequest, cells: readonly CellName[]) => string>> = {
  report_unknown: ({ name }) =>
    `There is no report ${name}; there are ${REPORTS.map((kind) => kind.name).join(", ")} (npx cells report --list).`,
  cell_unknown: ({ cell }, cells) => `There is no cell ${cell}; there are ${cells.join(", ")}.`,
  month_malformed: ({ month }) => `${month} is no month: they look like 2027-01.`,
  month_not_begun: ({ month }) => `${month} has not begun (UTC): there is nothing to report about it yet.`,
};
