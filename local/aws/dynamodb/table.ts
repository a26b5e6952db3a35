import type { Intake } from "../kinesis/index.ts";
import { notFound, validation } from "./refusals.ts";
import type { TableDefinition } from "./schema.ts";
import type { Storage } from "./storage.ts";
import type { Stream } from "./stream.ts";
import type { StreamingDestination } from "./streaming-destination.ts";
import type { Expressions } from "./expressions/cache.ts";
import type { RememberedTokens } from "./client-tokens.ts";

/** What is set per replica, never copied between them. */
export interface TableSettings {
  billingMode: "PROVISIONED" | "PAY_PER_REQUEST";
  readCapacity: number;
  writeCapacity: number;
  deletionProtection: boolean;
  /** Days of point-in-time recovery; undefined where it is off. */
  recoveryDays: number | undefined;
  tags: ReadonlyMap<string, string>;
  ttlAttribute: string | undefined;
  kmsKeyArn: string | undefined;
  tableClass: string;
  /** A replica's own class; the rest is what all have in common. */
  tableClassOverride: string | undefined;
}

/** One table in one region. */
export interface Table {
  readonly definition: TableDefinition;
  readonly region: string;
  readonly arn: string;
  readonly id: string;
  /** The region whose replica this one was added to; undefined for a founder. */
  readonly source: string | undefined;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly settings: TableSettings;
  readonly storage: Storage;
  readonly traffic: Traffic;
  stream: Stream | undefined;
  /** Kinesis streams, of which one at most takes this replica's changes. */
  readonly destinations: StreamingDestination[];
  group: GlobalTable | undefined;
}

/** The replicas that belong together. */
export interface GlobalTable {
  readonly consistency: "EVENTUAL" | "STRONG";
  readonly replicas: Table[];
  readonly witness: string | undefined;
  /** Item versions on their way between the replicas. */
  inFlight: number;
}

/** What a table was asked and what it consumed since the meter was reset. */
interface Traffic {
  readonly requests: Map<string, number>;
  readUnits: number;
  writeUnits: number;
  replicatedWrites: number;
  replicatedWriteUnits: number;
  replicatedBytes: number;
  captureUnits: number;
}

/** Everything that the service knows. */
export interface State {
  readonly accountId: string;
  /** By region and name. */
  readonly tables: Map<string, Table>;
  readonly streams: Map<string, Stream>;
  readonly expressions: Expressions;
  readonly tokens: RememberedTokens;
  /** The account's Kinesis; undefined where no table can stream to it. */
  readonly streaming: Pick<Intake, "has"> | undefined;
}

const arnForm = /^arn:aws[a-z-]*:dynamodb:([a-z0-9-]+):(\d{12}):table\/([^/]+)$/;

/** Where a table is kept in the state. */
export function tableKey(region: string, name: string): string {
  return `${region}/${name}`;
}

/** The ARN of a table. */
export function tableArn(state: State, region: string, name: string): string {
  return `arn:aws:dynamodb:${region}:${state.accountId}:table/${name}`;
}

/** The region and name that an ARN of a table tells; undefined for anything else. */
export function parseTableArn(arn: string): { readonly region: string; readonly name: string } | undefined {
  if (!arn.startsWith("arn:")) return undefined;
  const match = arnForm.exec(arn);
  const [, region, , name] = match ?? [];
  return region !== undefined && name !== undefined ? { region, name } : undefined;
}

/** The plain name of a TableName parameter, which may be an ARN. */
export function tableName(nameOrArn: string): string {
  return parseTableArn(nameOrArn)?.name ?? nameOrArn;
}

/** The table of a data request. Throws ResourceNotFoundException. */
export function requireTable(state: State, region: string, nameOrArn: string): Table {
  const found = state.tables.get(tableKey(region, tableName(nameOrArn)));
  if (found !== undefined) return found;
  requireTableName(tableName(nameOrArn));
  throw notFound("Requested resource not found");
}

const nameForm = /^[a-zA-Z0-9_.-]{3,255}$/;

/** Refuses a name that no table or index can have. */
export function requireTableName(name: string): void {
  if (nameForm.test(name)) return;
  throw validation(
    "Invalid table/index name.  Table/index names must be between 3 and 255 characters long, " +
      "and may contain only the characters a-z, A-Z, 0-9, '_', '-', and '.'",
  );
}

/** No traffic yet. */
export function createTraffic(): Traffic {
  const replicated = { replicatedWrites: 0, replicatedWriteUnits: 0, replicatedBytes: 0 };
  return { requests: new Map(), readUnits: 0, writeUnits: 0, ...replicated, captureUnits: 0 };
}
