import { createHash } from "node:crypto";
import { AwsError } from "../../core/errors.ts";
import type { Context } from "./context.ts";
import { flag, type Input, optionalChoice, optionalList, optionalRecord, optionalText } from "./input.ts";
import { invalidParameter, notFound } from "./refusals.ts";
import type { TableDefinition } from "./schema.ts";
import { createStorage, type Storage } from "./storage.ts";
import { createStream, type StreamView } from "./stream.ts";
import { createTraffic, type Table, tableArn, tableKey, tableName, type TableSettings } from "./table.ts";
import { parseCapacity, parseDefinition } from "./table-definition.ts";
import { isRecord } from "./values.ts";

/** The views that a stream may have. */
const streamViews: readonly StreamView[] = ["NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY"];

/** How a table may be billed. */
export const billingModes = ["PROVISIONED", "PAY_PER_REQUEST"] as const;

/** The key that stands for AWS's own one in the account, where a table asks for KMS and names no key. */
export const awsManagedKey = "alias/aws/dynamodb";

/** CreateTable: the table is there at once. */
export function createTable(context: Context, input: Input): Table {
  const settings = parseSettings(input);
  const definition = parseDefinition(input);
  const view = parseStreamView(input);
  const table = addTable(context, context.region, { definition, settings });
  if (view !== undefined) openStream(context, table, view);
  return table;
}

/** What a table is made of; `shared` is the storage of the replicas that it is consistent with. */
interface TableParts {
  readonly definition: TableDefinition;
  readonly settings: TableSettings;
  readonly shared?: Storage;
  readonly source?: string;
}

/** Puts a table into the state. */
export function addTable(context: Context, region: string, parts: TableParts): Table {
  const { definition, settings, shared, source } = parts;
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
    source,
    traffic: createTraffic(),
    storage: shared ?? createStorage(definition, () => table.group?.consistency === "EVENTUAL"),
    stream: undefined,
    destinations: [],
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

/** Opens the table's stream. One that was switched off and on at once gets a later label: no ARN comes twice. */
export function openStream(context: Context, table: Table, view: StreamView): void {
  const { definition, arn, region } = table;
  const { streams } = context.state;
  const place = { arn, region, name: definition.name, keys: definition.keys };
  let stream = createStream(place, view, context.now);
  for (let later = 1; streams.has(stream.arn); later += 1) stream = createStream(place, view, context.now + later);
  table.stream = stream;
  streams.set(stream.arn, stream);
}

/** Reads StreamSpecification; undefined where no stream is wanted. */
export function parseStreamView(input: Input): StreamView | undefined {
  const specification = optionalRecord(input, "StreamSpecification");
  if (specification === undefined) return undefined;
  const view = optionalChoice(specification, "StreamViewType", streamViews);
  if (!flag(specification, "StreamEnabled")) {
    if (view === undefined) return undefined;
    throw invalidParameter("Table is being created with a stream disabled, UpdateViewType should not be specified");
  }
  if (view !== undefined) return view;
  throw invalidParameter("Table is being created with a stream enabled, UpdateViewType is required");
}

function parseSettings(input: Input): TableSettings {
  const billingMode = optionalChoice(input, "BillingMode", billingModes) ?? "PROVISIONED";
  const throughput = optionalRecord(input, "ProvisionedThroughput");
  if (billingMode === "PROVISIONED" && throughput === undefined) {
    throw invalidParameter(
      "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED",
    );
  }
  if (billingMode === "PAY_PER_REQUEST" && throughput !== undefined) throw noCapacityOnDemand();
  return {
    billingMode,
    ...parseCapacity(throughput),
    deletionProtection: flag(input, "DeletionProtectionEnabled"),
    recoveryDays: undefined,
    tags: parseTags(optionalList(input, "Tags") ?? []),
    ttlAttribute: undefined,
    kmsKeyArn: parseEncryption(optionalRecord(input, "SSESpecification") ?? {}),
    tableClass: optionalText(input, "TableClass") ?? "STANDARD",
    tableClassOverride: undefined,
  };
}

/** The refusal of capacity where every request is paid. */
export function noCapacityOnDemand(): AwsError {
  return invalidParameter(
    "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST",
  );
}

/** Reads SSESpecification: the KMS key, undefined where DynamoDB's own key is wanted. */
export function parseEncryption(specification: Input): string | undefined {
  const key = optionalText(specification, "KMSMasterKeyId");
  if (flag(specification, "Enabled")) return key ?? awsManagedKey;
  if (key === undefined) return undefined;
  throw invalidParameter("KMSMasterKeyId can not be specified if Enabled is false");
}

/** Reads a list of tags as requests carry them. */
export function parseTags(raw: readonly unknown[]): ReadonlyMap<string, string> {
  return new Map(raw.filter(isRecord).map((tag) => [String(tag["Key"]), String(tag["Value"])]));
}

/** The table of a control-plane request. Throws ResourceNotFoundException in that plane's wording. */
export function requireDescribed(context: Context, nameOrArn: string): Table {
  const found = context.state.tables.get(tableKey(context.region, tableName(nameOrArn)));
  if (found === undefined) throw notFound(`Requested resource not found: Table: ${nameOrArn} not found`);
  return found;
}
