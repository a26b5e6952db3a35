import type { Archive } from "../../functions/archive/app.ts";
import { parseCellName, type CellName } from "../../functions/domain/ids.ts";
import { createArchiveCell } from "./archive-cell.ts";
import { createFunctions, queueUrl, type Functions } from "./cell.ts";
import type { Environments } from "./environments.ts";
import { createJournalFeed, type JournalFeed } from "./journal-feed.ts";
import type { SimulationParts } from "./parts.ts";
import { createPayoutFunctions, type PayoutFunctions } from "./payouts-cell.ts";
import type { Consumer } from "./queue.ts";
import { createReportsCell, type MakeDaysReports } from "./reporting.ts";
import { createStreamFeed, type StreamFeed } from "./stream-feed.ts";
import { LEDGER_TABLE } from "./tables.ts";
import { createUploadsCell, type UploadsCell } from "./uploads-cell.ts";
import { createWebhooksCell, type WebhooksCell } from "./webhooks-cell.ts";

/** One cell of a world. */
export interface Cell {
  readonly name: CellName;
  readonly region: string;
  readonly functions: Functions;
  readonly feed: StreamFeed;
  /** What its views are built from, where it is the one that builds some. */
  readonly journal: JournalFeed | undefined;
  /** Who sends its webhooks, where anybody wants some. */
  readonly webhooks: WebhooksCell | undefined;
  /** Undefined where nobody pays out. */
  readonly payouts: PayoutFunctions | undefined;
  /** Undefined where there are no archives. */
  readonly archive: Environments<Archive> | undefined;
  /** Who pays uploaded files; undefined where nobody uploads any. */
  readonly uploads: UploadsCell | undefined;
  /** Who makes its reports, where it is the one that has some. */
  readonly reports: Environments<MakeDaysReports> | undefined;
}

/** Stands a cell up: its functions, with its queue and its stream before them. */
export function createCell(cell: string, region: string, parts: SimulationParts): Cell {
  const name = parseCellName(cell);
  if (!name.ok) throw new Error(`${cell} names no cell.`);
  const functions = createFunctions(name.value, region, parts);
  const { dynamoDb, kernel, log, queues, weather, pace } = parts;
  const work: Consumer = async (batch) => {
    if (weather.isLost(region)) return "all";
    const invocation = await functions.inbox.invoke((inbox) => inbox.work(batch));
    return invocation.end === "done" ? invocation.value : "all";
  };
  queues.attach(queueUrl(cell), work, pace.queue);
  const feed = createStreamFeed({
    dynamoDb,
    kernel,
    log,
    region,
    table: LEDGER_TABLE,
    pace,
    handler: async (records) => {
      const invocation = await functions.relay.invoke((relay) => relay.handOn(records));
      return invocation.end === "done" ? invocation.value : (records[0]?.sequenceNumber ?? "");
    },
  });
  const journal = parts.journal?.cell === cell ? feedOf(functions, parts) : undefined;
  if (journal !== undefined) parts.journal?.attach(journal);
  const { receivers, rails, archives } = parts;
  const webhooks = receivers && createWebhooksCell({ name: name.value, region }, receivers, parts);
  const payouts = rails && createPayoutFunctions(name.value, region, parts, rails);
  const archive = archives && createArchiveCell(name.value, region, parts);
  const uploads = parts.uploads && createUploadsCell(name.value, region, parts.uploads.plan, parts);
  const reports =
    parts.reports === undefined || journal === undefined ? undefined : createReportsCell(name.value, region, parts);
  return { name: name.value, region, functions, feed, journal, webhooks, payouts, archive, uploads, reports };
}

function feedOf({ projector }: Functions, { kernel, log, pace }: SimulationParts): JournalFeed {
  return createJournalFeed({
    kernel,
    log,
    pace,
    handler: async (records) => {
      const invocation = await projector.invoke(({ project }) => project(records));
      return invocation.end === "done" ? invocation.value : (records[0]?.sequenceNumber ?? "");
    },
  });
}

/** Kills every environment of a cell's functions. */
export function killAll({ functions, webhooks, payouts, archive, uploads, reports }: Cell): void {
  reports?.killAll();
  uploads?.runner.killAll();
  archive?.killAll();
  webhooks?.dispatcher.killAll();
  for (const environments of Object.values({ ...functions, ...payouts })) environments.killAll();
}
