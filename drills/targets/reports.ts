import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { CellName } from "../../functions/domain/ids.ts";
import { parseReport, REPORTS } from "../../functions/domain/reports/catalogue.ts";
import { makeReports } from "../../functions/reports/app.ts";
import { reportCsv } from "../../functions/reports/rendering.ts";
import type { Clock, Random } from "../../functions/stores/clock.ts";
import { createLedger } from "../../functions/stores/ledger.ts";
import { createReportSource } from "../../functions/stores/report-source.ts";
import { createGenerations } from "../../functions/stores/view-generations.ts";
import { createViews } from "../../functions/stores/views.ts";
import type { Cell } from "../simulation/cells.ts";
import { LEDGER_TABLE, vaultTable, viewsTable } from "../simulation/tables.ts";

/** What somebody has who asks for reports of a simulated cell. */
interface Asking {
  /** Every cell that may have written about a payment. */
  readonly cells: readonly CellName[];
  readonly client: Pick<DynamoDBClient, "send">;
  readonly clock: Clock;
  readonly random: Random;
}

/** Every report of a cell's homes about a month, made now as `cells report` makes it: as CSV, by its file's key. */
export async function askReports(
  { name }: Pick<Cell, "name">,
  month: string,
  { cells, client, clock, random }: Asking,
): Promise<ReadonlyMap<string, string>> {
  const views = viewsTable(name);
  const generations = createGenerations(client, views, clock, random);
  const source = createReportSource(
    {
      client,
      viewsTable: views,
      generations,
      views: createViews(client, views, generations, clock, random),
      ledger: createLedger(client, LEDGER_TABLE, clock, random),
      cells: () => Promise.resolve(cells),
      vaults: [{ client, table: vaultTable(name) }],
    },
    clock,
    random,
  );
  const texts = new Map<string, string>();
  for (const kind of REPORTS) {
    const asked = parseReport({ name: kind.name, cell: name, month }, [name], BigInt(clock.now()));
    if (!asked.ok) throw new Error(`The report ${kind.name} about ${month} is refused: ${asked.refusal}.`);
    const [made] = await makeReports([kind], asked.value.scope, source);
    if (made !== undefined) texts.set(`${month}/${kind.name}.csv`, reportCsv(made));
  }
  return texts;
}
