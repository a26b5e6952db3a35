import { createHash } from "node:crypto";
import { createApp as createController } from "../../functions/controller/app.ts";
import { createApp as createInbox, type Inbox } from "../../functions/credit-inbox/app.ts";
import { createBatches } from "../../functions/credit-inbox/batches.ts";
import type { CellName } from "../../functions/domain/ids.ts";
import { createApp as createKeeper } from "../../functions/lease-keeper/app.ts";
import { createApp as createApi } from "../../functions/payments-api/app.ts";
import { lambdaEdge } from "../../functions/payments-api/lambda-edge.ts";
import { createApp as createProjector, type Projector } from "../../functions/projector/app.ts";
import { createApp as createRelay } from "../../functions/relay/app.ts";
import { createAuthorityChanges } from "../../functions/stores/authority-changes.ts";
import { createAuthorityTable } from "../../functions/stores/authority.ts";
import { createCanary } from "../../functions/stores/canary.ts";
import { createControl, createControlWriter, type Control } from "../../functions/stores/control.ts";
import { createDataKeys } from "../../functions/stores/data-keys.ts";
import { createDeliveries } from "../../functions/stores/deliveries.ts";
import { createInboxQueue, createInboxReturns, createPayoutQueue } from "../../functions/stores/inbox-queue.ts";
import { createLedger, type Ledger } from "../../functions/stores/ledger.ts";
import { createLedgerRows } from "../../functions/stores/ledger-rows.ts";
import { createUploadDesk, type UploadDesk } from "../../functions/stores/payment-uploads.ts";
import { createRequestHasher, type RequestHasher } from "../../functions/stores/request-hash.ts";
import { createSigns } from "../../functions/stores/signs.ts";
import { createGenerations } from "../../functions/stores/view-generations.ts";
import { createVault } from "../../functions/stores/vault.ts";
import { createViewWriter } from "../../functions/stores/view-writer.ts";
import { createViewMarks, createViewQueries, createViews } from "../../functions/stores/views.ts";
import { createEndpoints, createWebhookSecrets } from "../../functions/stores/webhook-endpoints.ts";
import { createToldQueue } from "../../functions/stores/webhook-queues.ts";
import type { Container } from "./containers.ts";
import { createEnvironments, type Environments } from "./environments.ts";
import { CANARY_CLIENT, issuerOf } from "./issuers.ts";
import { WEBHOOKS_KEY } from "./key-management.ts";
import { originHost } from "./origins.ts";
import type { SimulationParts } from "./parts.ts";
import type { Clients } from "./seams.ts";
import {
  AUTHORITY_REGIONS,
  AUTHORITY_TABLE,
  controlTable,
  deliveriesTable,
  LEDGER_TABLE,
  VAULT_KEY,
  vaultTable,
  viewsTable,
} from "./tables.ts";
import { toldQueueUrl } from "./webhooks-cell.ts";

/** The production apps of one cell, each in environments of its own. */
export interface Functions {
  readonly api: Environments<ReturnType<typeof lambdaEdge>>;
  readonly inbox: Environments<Pick<Inbox, "sweep"> & { readonly work: ReturnType<typeof createBatches> }>;
  readonly relay: Environments<ReturnType<typeof createRelay>>;
  readonly projector: Environments<Projector>;
  readonly keeper: Environments<ReturnType<typeof createKeeper>>;
  /** Each run is a controller of its own. */
  readonly controller: Environments<() => ReturnType<typeof createController>>;
}

/** As the program sets them, milliseconds. */
const TIMEOUT_MS = { api: 29_000, inbox: 30_000, relay: 30_000, projector: 60_000, perpetual: 180_000 } as const;
/** Few environments meet the limit of concurrency soon, and more often the same copies of a lease. */
const MOST = { api: 6, inbox: 3, relay: 3, projector: 3, perpetual: 5 } as const;

const HASH_KEY = "alias/prod-request-hash";
const log = () => undefined;

/** The queue's address of a cell. */
export function queueUrl(cell: string): string {
  return `https://sqs.simulated/111122223333/prod-${cell}-inbox`;
}

/** The same of the queue of its payouts. */
export function payoutsQueueUrl(cell: string): string {
  return `https://sqs.simulated/111122223333/prod-${cell}-payouts`;
}

function tablesOf(cell: CellName) {
  const vaulted = { vaultTable: vaultTable(cell), vaultKey: VAULT_KEY };
  const webhooks = { deliveriesTable: deliveriesTable(cell), webhooksKey: WEBHOOKS_KEY };
  const common = { ledgerTable: LEDGER_TABLE, controlTable: controlTable(cell), viewsTable: viewsTable(cell) };
  return { ...common, ...vaulted, ...webhooks };
}

function relayOf(
  cell: CellName,
  sqs: ReturnType<Clients["sqs"]>,
  clock: Container["clock"],
  { receivers }: Pick<SimulationParts, "receivers">,
) {
  const toldUrl = toldQueueUrl(cell);
  const urls = { inboxQueueUrl: queueUrl(cell), payoutsQueueUrl: payoutsQueueUrl(cell), toldQueueUrl: toldUrl };
  const inbox = createInboxQueue(sqs, urls.inboxQueueUrl, clock);
  const payouts = createPayoutQueue(sqs, urls.payoutsQueueUrl, clock);
  // Where nobody wants to hear of events elsewhere than in the API, nobody takes them out of a queue.
  const told =
    receivers === undefined ? { send: () => Promise.resolve([]) } : createToldQueue(sqs, urls.toldQueueUrl, clock);
  return createRelay({ cell, ...urls }, { inbox, payouts, told });
}

/** Where nobody pays out, neither the vault nor its key is ever asked. */
export function vaultOf(cell: string, clients: Clients, { clock, random, region }: Container) {
  const keys = createDataKeys(clients.keyManagement(), VAULT_KEY, clock);
  return createVault(clients.dynamoDb(region), vaultTable(cell), keys, clock, random);
}

/** Where nobody uploads, neither the table nor the bucket of uploads is ever asked: files are sent as bodies. */
function uploadsOf({ uploads }: Pick<SimulationParts, "uploads">, container: Container, clients: Clients): UploadDesk {
  if (uploads !== undefined) return uploads.desk(container, clients);
  const nowhere = () => Promise.resolve("");
  return createUploadDesk(clients.dynamoDb(container.region), "", nowhere, container.clock, container.random);
}

function webhooksOf(
  { dynamoDb, keyManagement: keys }: Clients,
  { ledger, control }: { readonly ledger: Ledger; readonly control: Control },
  { region, clock, random }: Container,
  { deliveriesTable: table, webhooksKey }: ReturnType<typeof tablesOf>,
) {
  return {
    endpoints: createEndpoints(ledger, control.cells),
    webhookSecrets: createWebhookSecrets(createDataKeys(keys(), webhooksKey, clock), clock, random),
    deliveries: createDeliveries(dynamoDb(region), table, clock, random),
  };
}

/** The functions of a cell; nothing runs before the first event. */
export function createFunctions(cell: CellName, region: string, parts: SimulationParts): Functions {
  const environments = <App>(
    role: keyof Functions,
    create: (container: Container, clients: Clients) => App,
  ): Environments<App> => {
    const size = role === "keeper" || role === "controller" ? "perpetual" : role;
    return createEnvironments({
      kernel: parts.kernel,
      log: parts.log,
      most: MOST[size],
      timeoutMs: TIMEOUT_MS[size],
      start: () => parts.startContainer(cell, region, role),
      create: (container) => create(container, parts.clients(container)),
    });
  };
  const tables = tablesOf(cell);
  const storesOf = ({ clock, random }: Container, clients: Clients) => {
    const client = clients.dynamoDb(region);
    const ledger = createLedger(client, LEDGER_TABLE, clock, random);
    return { ledger, control: createControl(client, controlTable(cell), clock), log };
  };

  return {
    api: environments("api", (container, clients) => {
      const { clock, random } = container;
      const hasher = createHasher(clock);
      const client = clients.dynamoDb(region);
      const generations = createGenerations(client, tables.viewsTable, clock, random);
      const views = createViews(client, tables.viewsTable, generations, clock, random);
      const vault = vaultOf(cell, clients, container);
      const common = storesOf(container, clients);
      const more = { ...webhooksOf(clients, common, container, tables), uploads: uploadsOf(parts, container, clients) };
      const stores = { ...common, views, vault, hasher, document: "{}", ...more };
      return lambdaEdge(createApi({ cell, ...tables }, stores, clock, random));
    }),
    inbox: environments("inbox", (container, clients) => {
      const inbox = createInbox({ cell }, storesOf(container, clients), container.clock);
      return { sweep: inbox.sweep, work: batchesOf(inbox, container, clients.sqs(region), cell) };
    }),
    relay: environments("relay", ({ clock }, clients) => relayOf(cell, clients.sqs(region), clock, parts)),
    projector: environments("projector", (container, clients) => projectorOf(container, clients, cell, region)),
    keeper: environments("keeper", (container, clients) => {
      const { clock, random } = container;
      const env = keeperEnv(cell, region);
      const authority = authorityClients(clients);
      const stores = {
        authority: createAuthorityTable(authority, AUTHORITY_TABLE, clock),
        control: createControlWriter(clients.dynamoDb(region), controlTable(cell), clock),
        issuer: () => Promise.resolve(issuerOf(region)),
        signs: createSigns(authority, AUTHORITY_TABLE, clock),
        canary: createCanary(env, parts.fetch(container), clock, random),
        log,
      };
      return createKeeper(env, stores, clock, random);
    }),
    controller: environments("controller", (container, clients) => {
      const { clock, random } = container;
      const dynamoDb = clients.dynamoDb(region);
      const ledger = createLedger(dynamoDb, LEDGER_TABLE, clock, random);
      const rows = createLedgerRows(dynamoDb, LEDGER_TABLE, clock, random);
      const authority = authorityClients(clients);
      const env = { cell, ledgerTable: LEDGER_TABLE, ...authorityEnv };
      return () => {
        const changes = createAuthorityChanges(authority, AUTHORITY_TABLE, clock, random);
        const signs = createSigns(authority, AUTHORITY_TABLE, clock);
        return createController(env, { authority: changes, signs, ledger, rows, log }, clock);
      };
    }),
  };
}

function projectorOf({ clock, random }: Container, clients: Clients, cell: CellName, region: string): Projector {
  const [client, views] = [clients.dynamoDb(region), viewsTable(cell)];
  const stores = {
    writer: createViewWriter(client, views, clock, random, { served: true }),
    rows: createViewQueries(client, views, clock, random),
    generations: createGenerations(client, views, clock, random),
    marks: createViewMarks(client, views, clock, random),
    ledger: createLedgerRows(client, LEDGER_TABLE, clock, random),
    log,
  };
  return createProjector(stores, clock);
}

function batchesOf(
  inbox: Inbox,
  { clock, random }: Container,
  sqs: ReturnType<Clients["sqs"]>,
  cell: CellName,
): ReturnType<typeof createBatches> {
  const returns = createInboxReturns(sqs, queueUrl(cell), clock, random);
  return createBatches({ inbox, returns, log, random });
}

/** Clients of both replicas of the authority table, the nearest first. */
export function authorityClients(
  clients: Clients,
  [first = AUTHORITY_REGIONS[0], second = AUTHORITY_REGIONS[1]]: readonly string[] = AUTHORITY_REGIONS,
): Parameters<typeof createAuthorityTable>[0] {
  return [clients.dynamoDb(first), clients.dynamoDb(second)];
}

const authorityEnv = { authorityTable: AUTHORITY_TABLE, authorityRegions: AUTHORITY_REGIONS };

function keeperEnv(cell: CellName, region: string): Parameters<typeof createKeeper>[0] {
  return {
    cell,
    region,
    controlTable: controlTable(cell),
    ...authorityEnv,
    userPoolId: `${region}_Simulated`,
    userPoolDomain: `pool-${cell}`,
    originHost: originHost(cell),
    originSecret: "simulated",
    canaryClientId: CANARY_CLIENT,
    canaryClientSecret: "simulated",
    awsEndpoint: undefined,
  };
}

/** Hashes requests by a key that KMS has in all regions: the same request has the same hash everywhere. */
export function createHasher(clock: Container["clock"]): RequestHasher {
  return createRequestHasher(sharedHmac, HASH_KEY, clock);
}

const sharedHmac = {
  send: () => Promise.resolve({ Mac: createHash("sha256").update("simulated").digest() }),
  // The hasher sends one command and reads its MAC alone.
} as unknown as Parameters<typeof createRequestHasher>[0];
