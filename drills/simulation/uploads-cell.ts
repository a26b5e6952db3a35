import { createApp } from "../../functions/batch-runner/app.ts";
import { createBatches, type FileQueue } from "../../functions/batch-runner/batches.ts";
import { createPartsQueue } from "../../functions/batch-runner/parts-queue.ts";
import type { CellName } from "../../functions/domain/ids.ts";
import { createControl } from "../../functions/stores/control.ts";
import { createInboxReturns } from "../../functions/stores/inbox-queue.ts";
import { createLedger } from "../../functions/stores/ledger.ts";
import { createUploadNotes } from "../../functions/stores/payment-uploads.ts";
import { createUploads } from "../../functions/stores/uploaded-files.ts";
import { earliest, type Backlog } from "./backlog.ts";
import { createHasher, vaultOf } from "./cell.ts";
import type { Container } from "./containers.ts";
import { createEnvironments, type Environments } from "./environments.ts";
import type { SimulationParts } from "./parts.ts";
import { controlTable, LEDGER_TABLE } from "./tables.ts";
import { fileQueueUrls, uploadsBucket, uploadsTable } from "./uploads.ts";
import type { UploadsPlan } from "./uploads-plan.ts";

/** Who pays the files that are uploaded to a cell. */
export interface UploadsCell {
  readonly runner: Environments<ReturnType<typeof createBatches>>;
  /** What waits in both of its queues; what is called the oldest is the oldest file. */
  backlog(): Backlog;
}

/** As the program sets it, milliseconds. */
const TIMEOUT_MS = 120_000;
/** Two files and two parts at once. */
const MOST = 4;

const QUEUES: readonly FileQueue[] = ["files", "parts"];

/** Stands the production runner of payment files up behind its queues. */
export function createUploadsCell(
  cell: CellName,
  region: string,
  { queues: settings }: UploadsPlan,
  parts: SimulationParts,
): UploadsCell {
  const { kernel, log, queues, weather } = parts;
  const urls = fileQueueUrls({ cell, region });
  const runner = createEnvironments({
    kernel,
    log,
    most: MOST,
    timeoutMs: TIMEOUT_MS,
    start: () => parts.startContainer(cell, region, "batch-runner"),
    create: (container) => runnerOf(container, cell, urls, parts),
  });
  for (const from of QUEUES) {
    queues.attach(
      urls[from],
      async (batch) => {
        if (weather.isLost(region)) return "all";
        const invocation = await runner.invoke((work) => work(from, batch));
        return invocation.end === "done" ? invocation.value : "all";
      },
      settings,
    );
  }
  return {
    runner,
    backlog() {
      const [files, chunks] = [queues.backlog(urls.files), queues.backlog(urls.parts)];
      return {
        waiting: files.waiting + chunks.waiting,
        since: earliest([files, chunks].flatMap(({ since }) => (since === undefined ? [] : [since]))),
        toldSince: files.toldSince,
        deadLetters: files.deadLetters + chunks.deadLetters,
      };
    },
  };
}

function runnerOf(
  container: Container,
  cell: CellName,
  urls: ReturnType<typeof fileQueueUrls>,
  parts: SimulationParts,
): ReturnType<typeof createBatches> {
  const { clock, random, region } = container;
  const clients = parts.clients(container);
  const [client, sqs] = [clients.dynamoDb(region), clients.sqs(region)];
  const stores = {
    paying: {
      ledger: createLedger(client, LEDGER_TABLE, clock, random),
      control: createControl(client, controlTable(cell), clock),
      vault: vaultOf(cell, clients, container),
      hasher: createHasher(clock),
    },
    notes: createUploadNotes(client, uploadsTable(cell), clock, random),
    files: createUploads(parts.files(container), uploadsBucket(cell), clock, random),
    parts: createPartsQueue(sqs, urls.parts, clock, random),
  };
  return createBatches({
    runner: createApp({ cell }, stores, clock, random),
    returns: {
      files: createInboxReturns(sqs, urls.files, clock, random),
      parts: createInboxReturns(sqs, urls.parts, clock, random),
    },
    log: () => undefined,
  });
}
