import { createKms, type Kms } from "../../../../local/aws/kms/index.ts";
import { createDynamoDb, type DynamoDb } from "../../../../local/aws/dynamodb/index.ts";
import { defaultKnobs } from "../../../../local/faults/knobs.ts";
import { createApp as createInbox, type Inbox } from "../../../../functions/credit-inbox/app.ts";
import { closeFence, openFence } from "../../../../functions/domain/fences.ts";
import { parseCellName, type CellName } from "../../../../functions/domain/ids.ts";
import { FENCE_SHARDS } from "../../../../functions/domain/keys.ts";
import type { LedgerWrite } from "../../../../functions/domain/ledger-write.ts";
import { createApp as createApi } from "../../../../functions/payments-api/app.ts";
import { createApp as createProjector, type Projector } from "../../../../functions/projector/app.ts";
import { createControl, createControlWriter } from "../../../../functions/stores/control.ts";
import { systemClock, type Clock } from "../../../../functions/stores/clock.ts";
import { createDataKeys } from "../../../../functions/stores/data-keys.ts";
import { createDeliveries, type Deliveries } from "../../../../functions/stores/deliveries.ts";
import { createLedgerRows } from "../../../../functions/stores/ledger-rows.ts";
import { createLedger, type Ledger } from "../../../../functions/stores/ledger.ts";
import { createUploadDesk } from "../../../../functions/stores/payment-uploads.ts";
import { canonicalJson } from "../../../../functions/stores/request-hash.ts";
import { createGenerations } from "../../../../functions/stores/view-generations.ts";
import { createVault, type Vault } from "../../../../functions/stores/vault.ts";
import { createMetrics } from "../../../../functions/stores/metrics.ts";
import { createSegments, type Segments } from "../../../../functions/stores/segments.ts";
import { tracedLedger } from "../../../../functions/stores/traced-ledger.ts";
import { createViewWriter } from "../../../../functions/stores/view-writer.ts";
import { createViewMarks, createViewQueries, createViews, type Views } from "../../../../functions/stores/views.ts";
import {
  createEndpoints,
  createWebhookSecrets,
  type Endpoints,
  type WebhookSecrets,
} from "../../../../functions/stores/webhook-endpoints.ts";
import { accountId, callOf, register } from "../../local/aws/account.ts";
import { createVirtualKernel, type VirtualKernel } from "../../../../local/drivers/virtual-clock.ts";
import { journalOf, type Journal } from "./journal.ts";
import { dynamoDbSeam, kmsSeam } from "./sdk-seam.ts";
import { createIssuer, type TestIssuer } from "./tokens.ts";

/** One cell of a platform under test: its API and its inbox over its region's replica. */
export interface TestCell {
  readonly name: CellName;
  readonly region: string;
  readonly api: ReturnType<typeof createApi>;
  readonly inbox: Inbox;
  readonly projector: Projector;
  /** What the region's journal stream has for the projector. */
  readonly journal: Journal;
  readonly ledger: Ledger;
  readonly vault: Vault;
  /** What its sender of webhooks has. */
  readonly webhooks: {
    readonly endpoints: Endpoints;
    readonly secrets: WebhookSecrets;
    readonly deliveries: Deliveries;
    readonly views: Views;
  };
  readonly issuer: TestIssuer;
  readonly segments: Segments;
  /** DynamoDB and KMS calls since the last look. */
  readonly calls: string[];
}

/** Two cells over one global table, in virtual time. */
export interface Platform {
  readonly kernel: VirtualKernel;
  readonly dynamoDb: DynamoDb;
  readonly kms: Kms;
  readonly logged: string[];
  /** The segments that the cells' functions recorded, by region. */
  readonly recorded: { readonly region: string; readonly document: string }[];
  cell(name: string): TestCell;
  /** Renews every cell's lease, as keepers do; `owners` says who owns what instead of itself. */
  renewLeases(
    owners?: Readonly<Record<string, string>>,
    epoch?: bigint,
    revision?: bigint,
    more?: LeaseDetails,
  ): Promise<void>;
  /** Evacuates a home to another cell, as operators and controllers do: authority first, then the open fence. */
  takeOver(home: string, by: string, epoch: bigint): Promise<void>;
  /** Closes the fence of a takeover. */
  closeFences(home: string, by: string, epoch: bigint): Promise<void>;
  /** Puts other public keys of a cell's issuer into every cell's directory, and lets the cells see it. */
  replaceKeys(cell: string, jwks: string): Promise<void>;
  /** Lets replication and every cell's inbox come to rest. */
  settle(): Promise<void>;
  /** Lets every cell's projector work off what its journal stream has. */
  project(): Promise<void>;
  /** A token of a cell's issuer: full scopes of tenant "shop", unless told otherwise. */
  token(cell: string, claims?: Readonly<Record<string, unknown>>): string;
}

/** What else a lease may say. */
export interface LeaseDetails {
  readonly mode?: "normal" | "returning";
  readonly homeIsDead?: true;
  /** The only cell whose keeper gets through. */
  readonly only?: string;
}

const REGIONS = { eu: "eu-west-1", us: "us-east-1" } as const;
/** Key pairs take long to make; what they sign differs by claims. */
const ISSUERS = { eu: createIssuer(REGIONS.eu), us: createIssuer(REGIONS.us) };
const KEYS = { hashKey: "pk", rangeKey: "sk", billingMode: "PAY_PER_REQUEST" } as const;

/** Every scope that a client can have. */
const ALL_SCOPES =
  "accounts/read accounts/write payments/read payments/write webhooks/read webhooks/write " +
  "credit/write ops/read ops/write";

/** Sets two cells up with leases, issuers and two tenants, `shop` and `other`, and the operator's tenant `ops`. */
export async function createPlatform(seed = 1, { leased = true } = {}): Promise<Platform> {
  const kernel = createVirtualKernel(seed);
  const dynamoDb = createDynamoDb({ kernel, knobs: defaultKnobs(), accountId });
  await createTables(dynamoDb);
  const kms = createKms({ kernel, accountId });
  for (const region of Object.values(REGIONS)) {
    const { id } = await register(kms.resources, "aws:kms/key:Key", {}, region);
    await register(kms.resources, "aws:kms/alias:Alias", { name: VAULT_KEY, targetKeyId: id }, region);
  }
  await createWebhooksKey(kms);
  const logged: string[] = [];
  const recorded: Platform["recorded"] = [];
  const clock: Clock = {
    now: kernel.now,
    monotonic: kernel.now,
    sleep: async () => {},
    deadline: systemClock().deadline,
  };
  const names = ["eu", "us"].map(cellName);
  const parts = { kernel, dynamoDb, kms, clock, logged, recorded, issuers: ISSUERS };
  const cells = names.map((name) => createCell(name, parts));

  const writerOf = ({ name, region }: TestCell) =>
    createControlWriter(dynamoDbSeam(dynamoDb.service, region), `prod-${name}-control`, clock);
  let directoryRevision = 1n;
  let latest: () => Promise<void> = async () => {};
  const shards = Array.from({ length: FENCE_SHARDS }, (_, shard) => shard);
  const onFences = async (by: string, write: (shard: number) => LedgerWrite) => {
    const { ledger } = platform.cell(by);
    for (const shard of shards) await ledger.commit([write(shard)], () => true);
  };

  const platform: Platform = {
    kernel,
    dynamoDb,
    kms,
    logged,
    recorded,
    cell(name) {
      const cell = cells.find((candidate) => candidate.name === name);
      if (cell === undefined) throw new Error(`no cell ${name}`);
      return cell;
    },
    async renewLeases(owners = {}, epoch = 1n, revision = epoch, { mode = "normal", homeIsDead, only } = {}) {
      latest = () => platform.renewLeases(owners, epoch, revision, { mode, ...(homeIsDead && { homeIsDead }) });
      const homes = Object.fromEntries(
        names.map((home) => {
          const owner = cellName(owners[home] ?? home);
          return [home, { owner, epoch, mode: owner === home ? "normal" : mode, ...(homeIsDead && { homeIsDead }) }];
        }),
      );
      for (const cell of cells.filter(({ name }) => only === undefined || name === only)) {
        await writerOf(cell).writeLease({ revision, sent: kernel.now(), homes, directoryRevision }, "keeper");
      }
    },
    async takeOver(home, by, epoch) {
      await platform.renewLeases({ [home]: by }, epoch);
      const takeover = { standIn: cellName(by), home: cellName(home), epoch };
      await onFences(by, (shard) => openFence(takeover, shard));
      // Functions look at their lease again after two seconds.
      await kernel.advance(2_001);
    },
    async closeFences(home, by, epoch) {
      const takeover = { standIn: cellName(by), home: cellName(home), epoch };
      await onFences(by, (shard) => closeFence(takeover, shard));
    },
    async replaceKeys(name, keys) {
      const { url } = platform.cell(name).issuer;
      for (const cell of cells) await writerOf(cell).putDirectoryItem(`issuer#${name}`, { url, keys });
      directoryRevision += 1n;
      await kernel.advance(3_000);
      await latest();
    },
    async settle() {
      for (let round = 0; round < 4; round += 1) {
        await kernel.advance(61_000);
        await latest();
        for (const { inbox } of cells) await inbox.sweep();
      }
      await kernel.advance(2_001);
      await latest();
    },
    async project() {
      for (const { journal, projector } of cells) {
        const records = journal.next();
        if (records.length === 0) continue;
        const failed = await projector.project(records);
        if (failed !== undefined) throw new Error(`not projected from ${failed} on: ${logged.join(" ")}`);
      }
    },
    token(cell, claims = {}) {
      const { issuer } = platform.cell(cell);
      const exp = Math.floor(kernel.now() / 1000) + 3600;
      return issuer.token({ client_id: "shop-client", scope: ALL_SCOPES, exp, ...claims });
    },
  };
  await writeDirectory(cells, dynamoDb);
  if (leased) await platform.renewLeases();
  return platform;
}

interface Parts {
  readonly kernel: VirtualKernel;
  readonly dynamoDb: DynamoDb;
  readonly kms: Kms;
  readonly clock: Clock;
  readonly logged: string[];
  readonly recorded: Platform["recorded"];
  readonly issuers: Readonly<Record<"eu" | "us", TestIssuer>>;
}

function createCell(name: CellName, parts: Parts): TestCell {
  const { dynamoDb, kms, clock, kernel, logged, recorded } = parts;
  const key = name === "eu" ? "eu" : "us";
  const region = REGIONS[key];
  const calls: string[] = [];
  const client = dynamoDbSeam(dynamoDb.service, region, (action) => calls.push(action));
  const segments = createSegments((document) => void recorded.push({ region, document }), clock, kernel.random);
  const ledger = tracedLedger(createLedger(client, "prod-ledger", clock, kernel.random), "prod-ledger", segments);
  const control = createControl(client, `prod-${name}-control`, clock);
  const names = { ledgerTable: "prod-ledger", controlTable: `prod-${name}-control` };
  const generations = createGenerations(client, viewsTable(name), clock, kernel.random);
  const views = createViews(client, viewsTable(name), generations, clock, kernel.random);
  const webhooks = { deliveriesTable: deliveriesTable(name), webhooksKey: WEBHOOKS_KEY };
  const vaulted = { vaultTable: vaultTable(name), vaultKey: VAULT_KEY };
  const keyManagement = kmsSeam(kms.service, region, (action) => calls.push(action));
  const dataKeys = createDataKeys(keyManagement, VAULT_KEY, clock);
  const secrets = createWebhookSecrets(createDataKeys(keyManagement, WEBHOOKS_KEY, clock), clock, kernel.random);
  const endpoints = createEndpoints(ledger, control.cells);
  const deliveries = createDeliveries(client, webhooks.deliveriesTable, clock, kernel.random);
  const vault = createVault(client, vaulted.vaultTable, dataKeys, clock, kernel.random);
  const env = { cell: name, ...names, viewsTable: viewsTable(name), ...vaulted, ...webhooks };
  const log = (...line: readonly unknown[]) => logged.push(JSON.stringify(line));
  const hasher = { hash: async (body: Readonly<Record<string, unknown>>) => `v1:${canonicalJson(body)}` };
  const metrics = createMetrics(`prod-${name}`, clock, (line) => logged.push(line));
  const uploads = createUploadDesk(client, uploadsTable(name), uploadUrl, clock, kernel.random);
  const asked = {
    uploads,
    ledger,
    control,
    views,
    vault,
    endpoints,
    webhookSecrets: secrets,
    deliveries,
    hasher,
    log,
    metrics,
  };
  const hashed = { ...env, requestHashKey: "alias/prod-hash" };
  const api = createApi(hashed, { ...asked, document: "{}" }, clock, kernel.random);
  const inbox = createInbox(env, { ledger, control, log, metrics }, clock);
  const projector = createProjector(
    {
      writer: createViewWriter(client, viewsTable(name), clock, kernel.random, { served: true }),
      rows: createViewQueries(client, viewsTable(name), clock, kernel.random),
      generations: createGenerations(client, viewsTable(name), clock, kernel.random),
      marks: createViewMarks(client, viewsTable(name), clock, kernel.random),
      ledger: createLedgerRows(client, "prod-ledger", clock, kernel.random),
      log,
      metrics,
    },
    clock,
    segments,
  );
  const journal = journalOf(dynamoDb, region, "prod-ledger");
  const webhooksOf = { endpoints, secrets, deliveries, views };
  const own = { name, region, issuer: parts.issuers[key], calls, segments };
  return { ...own, api, inbox, projector, journal, ledger, vault, webhooks: webhooksOf };
}

/** The table of a cell's vault. */
export function vaultTable(cell: string): string {
  return `prod-${cell}-vault`;
}

/** The alias of the vault's key, the same in every region. */
export const VAULT_KEY = "alias/prod-vault";

/** The table of files on their way. */
export function uploadsTable(cell: string): string {
  return `prod-${cell}-uploads`;
}

/** Where nobody puts anything: what S3 does with a URL is tried with S3. */
const uploadUrl = (id: string) => Promise.resolve(`https://uploads.test/${id}`);

/** The table of what a cell has sent. */
function deliveriesTable(cell: string): string {
  return `prod-${cell}-webhooks`;
}

/** The alias of the key of webhooks' secrets, which every region has. */
const WEBHOOKS_KEY = "alias/prod-webhooks";

/** The table of a cell's views. */
export function viewsTable(cell: string): string {
  return `prod-${cell}-views`;
}

/** One key in both regions: what either seals the other opens. */
async function createWebhooksKey({ resources }: Kms): Promise<void> {
  const primary = await register(resources, "aws:kms/key:Key", { multiRegion: true }, REGIONS.eu);
  const primaryKeyArn = primary.outputs["arn"];
  const replica = await register(resources, "aws:kms/replicaKey:ReplicaKey", { primaryKeyArn }, REGIONS.us);
  for (const [region, { id }] of [[REGIONS.eu, primary] as const, [REGIONS.us, replica] as const]) {
    await register(resources, "aws:kms/alias:Alias", { name: WEBHOOKS_KEY, targetKeyId: id }, region);
  }
}

async function createTables(dynamoDb: DynamoDb): Promise<void> {
  const attributes = ["pk", "sk", "due", "dueAt"].map((name) => ({ name, type: "S" }));
  const due = { name: "due", hashKey: "due", rangeKey: "dueAt", projectionType: "KEYS_ONLY" };
  const stream = { streamEnabled: true, streamViewType: "NEW_AND_OLD_IMAGES" };
  const ledger = { name: "prod-ledger", ...KEYS, attributes, globalSecondaryIndexes: [due], ...stream };
  const { outputs } = await register(dynamoDb.resources, "aws:dynamodb/table:Table", ledger, REGIONS.eu);
  const replica = { globalTableArn: outputs["arn"] };
  await register(dynamoDb.resources, "aws:dynamodb/tableReplica:TableReplica", replica, REGIONS.us);
  for (const [cell, region] of Object.entries(REGIONS)) {
    for (const name of [viewsTable(cell), vaultTable(cell), uploadsTable(cell)]) {
      const table = { name, ...KEYS, attributes: attributes.slice(0, 2) };
      await register(dynamoDb.resources, "aws:dynamodb/table:Table", table, region);
    }
    const sent = { name: deliveriesTable(cell), ...KEYS, attributes, globalSecondaryIndexes: [due] };
    await register(dynamoDb.resources, "aws:dynamodb/table:Table", sent, region);
    const control = { name: `prod-${cell}-control`, hashKey: "pk", attributes: attributes.slice(0, 1) };
    await register(
      dynamoDb.resources,
      "aws:dynamodb/table:Table",
      { ...control, billingMode: "PAY_PER_REQUEST" },
      region,
    );
  }
}

async function writeDirectory(cells: readonly TestCell[], dynamoDb: DynamoDb): Promise<void> {
  const clients = { "shop-client": "shop", "other-client": "other", "ops-client": "ops" };
  for (const { name, region } of cells) {
    const put = (pk: string, item: Readonly<Record<string, { readonly S: string }>>) =>
      dynamoDb.service.handle(
        callOf(
          "dynamodb",
          "PutItem",
          { TableName: `prod-${name}-control`, Item: { pk: { S: pk }, ...item } },
          { region },
        ),
      );
    for (const issuing of cells) {
      await put(`issuer#${issuing.name}`, { url: { S: issuing.issuer.url }, keys: { S: issuing.issuer.jwks } });
      for (const [client, tenant] of Object.entries(clients)) {
        await put(`client#${issuing.name}#${client}`, { tenant: { S: tenant } });
      }
    }
  }
}

function cellName(text: string): CellName {
  const parsed = parseCellName(text);
  if (!parsed.ok) throw new Error(`${text} is no cell name`);
  return parsed.value;
}
