import { createApp, type Archive } from "../../functions/archive/app.ts";
import type { CellName } from "../../functions/domain/ids.ts";
import { createArchiveBucket } from "../../functions/stores/archive-bucket.ts";
import { createArchiveLedger } from "../../functions/stores/archive-ledger.ts";
import { createControl } from "../../functions/stores/control.ts";
import { createSigner } from "../../functions/stores/signer.ts";
import { archiveBucketName } from "./archive-buckets.ts";
import { createEnvironments, type Environments } from "./environments.ts";
import { countersignKey } from "./key-management.ts";
import type { SimulationParts } from "./parts.ts";
import { controlTable, LEDGER_TABLE } from "./tables.ts";

/** As the program sets it, milliseconds; a run that goes on is no reason for the scheduler not to start another. */
const TIMEOUT_MS = 300_000;
const MOST = 3;

/** The production app that seals a cell's archive and countersigns others', in environments of its own. */
export function createArchiveCell(cell: CellName, region: string, parts: SimulationParts): Environments<Archive> {
  return createEnvironments({
    kernel: parts.kernel,
    log: parts.log,
    most: MOST,
    timeoutMs: TIMEOUT_MS,
    start: () => parts.startContainer(cell, region, "archive"),
    create(container) {
      const { clock, random } = container;
      const clients = parts.clients(container);
      const tables = clients.dynamoDb(region);
      const stores = {
        bucket: createArchiveBucket(parts.objects(container), archiveBucketName(cell), clock, random),
        ledger: createArchiveLedger(tables, LEDGER_TABLE, clock, random),
        control: createControl(tables, controlTable(cell), clock),
        signer: createSigner(clients.keyManagement(), countersignKey(cell), clock),
        log: () => undefined,
      };
      return createApp({ cell }, stores, clock);
    },
  });
}
