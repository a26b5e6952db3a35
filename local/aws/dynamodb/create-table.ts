import { createHash } from "node:crypto";
import { AwsError } from "../../core/errors.ts";
import type { Context } from "./context.ts";
import {
  flag,
  type Input,
  optionalChoice,
  optionalInteger,
  optionalList,
  optionalRecord,
  optionalText,
} from "./input.ts";
import { invalidParameter, notFound, validation } from "./refusals.ts";
import type { TableDefinition } from "./schema.ts";
import { createStorage, type Storage } from "./storage.ts";
import { createStream, type StreamView } from "./stream.ts";
import {
  createTraffic,
  type GlobalTable,
  type State,
  type Table,
  tableArn,
  tableKey,
  type TableSettings,
} from "./table.ts";
import { parseDefinition } from "./table-definition.ts";
import { isRecord } from "./values.ts";

/** The views that a stream may have. */
const streamViews: readonly StreamView[] = ["NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY"];

/** CreateTable: the table is there at once. */
export function createTable(context: Context, input: Input): Table {
  const definition = parseDefinition(input);
  const settings = parseSettings(input);
  const table = addTable(context, context.region, definition, settings);
  const view = parseStreamView(input);
  if (view !== undefined) openStream(context, table, view);
  return table;
}

/** Puts a table into the state; `shared` is the storage of the replicas that it is consistent with. */
function addTable(
  context: Context,
  region: string,
  definition: TableDefinition,
  settings: TableSettings,
  shared?: Storage,
): Table {
  const { state, now } = context;
  const place = tableKey(region, definition.name);
  if (state.tables.has(place)) {
    throw new AwsError("ResourceInUseException", `Table already exists: ${definition.name}`);
  }
  const arn = tableArn(state, region, definition.name);
  const table: Table = {
    definition,
    region,
    arn,
    settings,
    createdAt: now,
    id: tableId(arn, now),
    traffic: createTraffic(),
    storage: shared ?? createStorage(definition, () => table.group?.consistency === "EVENTUAL"),
    stream: undefined,
    group: undefined,
  };
  state.tables.set(place, table);
  return table;
}

/** A UUID that depends on nothing but the table and its birth. */
function tableId(arn: string, now: number): string {
  const hex = createHash("md5").update(`${arn} ${now}`).digest("hex");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Opens the table's stream. */
export function openStream(context: Context, table: Table, view: StreamView): void {
  const { definition, arn, region } = table;
  table.stream = createStream({ arn, region, name: definition.name, keys: definition.keys }, view, context.now);
  context.state.streams.set(table.stream.arn, table.stream);
}

/** Reads StreamSpecification; undefined where no stream is wanted. */
export function parseStreamView(input: Input): StreamView | undefined {
  const specification = optionalRecord(input, "StreamSpecification");
  if (specification === undefined || !flag(specification, "StreamEnabled")) return undefined;
  const view = optionalChoice(specification, "StreamViewType", streamViews);
  if (view === undefined) throw invalidParameter("StreamViewType is required when StreamEnabled is true");
  return view;
}

function parseSettings(input: Input): TableSettings {
  const billingMode = optionalChoice(input, "BillingMode", ["PROVISIONED", "PAY_PER_REQUEST"]) ?? "PROVISIONED";
  const throughput = optionalRecord(input, "ProvisionedThroughput");
  if (billingMode === "PROVISIONED" && throughput === undefined) {
    throw invalidParameter(
      "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED",
    );
  }
  if (billingMode === "PAY_PER_REQUEST" && throughput !== undefined) {
    throw invalidParameter(
      "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST",
    );
  }
  const encryption = optionalRecord(input, "SSESpecification") ?? {};
  return {
    billingMode,
    readCapacity: optionalInteger(throughput ?? {}, "ReadCapacityUnits") ?? 0,
    writeCapacity: optionalInteger(throughput ?? {}, "WriteCapacityUnits") ?? 0,
    deletionProtection: flag(input, "DeletionProtectionEnabled"),
    recoveryDays: undefined,
    tags: parseTags(optionalList(input, "Tags") ?? []),
    ttlAttribute: undefined,
    kmsKeyArn: flag(encryption, "Enabled")
      ? (optionalText(encryption, "KMSMasterKeyId") ?? "alias/aws/dynamodb")
      : undefined,
    tableClass: optionalText(input, "TableClass") ?? "STANDARD",
  };
}

function parseTags(raw: readonly unknown[]): ReadonlyMap<string, string> {
  return new Map(raw.filter(isRecord).map((tag) => [String(tag["Key"]), String(tag["Value"])]));
}

/** What of its own a new replica gets; the rest is synchronised with the others. */
export type ReplicaSettings = Pick<TableSettings, "deletionProtection" | "recoveryDays" | "tags" | "kmsKeyArn">;

/** Adds an asynchronous replica with all items that any replica has so far. */
export function addReplica(context: Context, founder: Table, region: string, own: ReplicaSettings): Table {
  const view = founder.stream?.isOpen === true ? founder.stream.view : undefined;
  if (view !== "NEW_AND_OLD_IMAGES") {
    throw validation(
      "Table must have a stream of NEW_AND_OLD_IMAGES before a replica can be added: " + founder.definition.name,
    );
  }
  const group: GlobalTable = founder.group ?? {
    consistency: "EVENTUAL",
    replicas: [founder],
    witness: undefined,
    inFlight: 0,
  };
  if (group.consistency === "STRONG") {
    throw validation("Replicas cannot be added to a global table with multi-Region strong consistency");
  }
  const settings = { ...founder.settings, ...own };
  const replica = addTable(context, region, founder.definition, settings);
  founder.group = group;
  replica.group = group;
  for (const source of group.replicas) backfill(source, replica);
  group.replicas.push(replica);
  openStream(context, replica, view);
  return replica;
}

function backfill(source: Table, target: Table): void {
  for (const { rows } of source.storage.primary.partitionsFrom(0)) {
    for (const row of rows) {
      const known = target.storage.version(row);
      if (known === undefined || isNewer(row, known)) target.storage.write(row, row.item, row.bytes, row);
    }
  }
}

/** Whether a version wins over another: the later one, of one moment the region that comes later in the alphabet. */
export function isNewer(
  one: { readonly at: number; readonly by: string },
  other: { readonly at: number; readonly by: string },
): boolean {
  return one.at === other.at ? one.by > other.by : one.at > other.at;
}

const strongMembers = 3;

/** Makes an empty table strongly consistent over further regions: two more, or one and a witness. */
export function makeStrong(
  context: Context,
  founder: Table,
  regions: readonly { readonly region: string; readonly own: ReplicaSettings }[],
  witness: string | undefined,
): void {
  if (1 + regions.length + (witness === undefined ? 0 : 1) !== strongMembers) {
    throw validation("Multi-Region strong consistency needs three replicas, or two replicas and a witness");
  }
  if (founder.settings.ttlAttribute !== undefined) {
    throw validation("Time to Live is not supported with multi-Region strong consistency");
  }
  if (founder.storage.count() > 0) throw validation("The table must be empty to use multi-Region strong consistency");
  const group: GlobalTable = { consistency: "STRONG", replicas: [founder], witness, inFlight: 0 };
  founder.group = group;
  for (const { region, own } of regions) {
    const settings = { ...founder.settings, ...own };
    const replica = addTable(context, region, founder.definition, settings, founder.storage);
    replica.group = group;
    group.replicas.push(replica);
    if (founder.stream !== undefined) openStream(context, replica, founder.stream.view);
  }
}

/** Removes a table with its items; its stream can still be read. */
export function removeTable(state: State, table: Table): void {
  if (table.settings.deletionProtection) {
    throw validation(
      "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.",
    );
  }
  state.tables.delete(tableKey(table.region, table.definition.name));
  if (table.stream !== undefined) table.stream.isOpen = false;
  const replicas = table.group?.replicas ?? [];
  const at = replicas.indexOf(table);
  if (at >= 0) replicas.splice(at, 1);
}

/** The table of a control-plane request. Throws ResourceNotFoundException in that plane's wording. */
export function requireDescribed(context: Context, name: string): Table {
  const found = context.state.tables.get(tableKey(context.region, name.split("/").at(-1) ?? name));
  if (found === undefined) throw notFound(`Requested resource not found: Table: ${name} not found`);
  return found;
}
