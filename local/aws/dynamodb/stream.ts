import { keyItem, type KeySchema } from "./schema.ts";
import type { StoredItem } from "./stored-item.ts";
import { itemBytes } from "./values.ts";

/** What a stream's records show. */
export type StreamView = "KEYS_ONLY" | "NEW_IMAGE" | "OLD_IMAGE" | "NEW_AND_OLD_IMAGES";

/** One change of an item, in the order in which the table saw it. */
interface StreamRecord {
  readonly sequence: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly before: StoredItem | undefined;
  readonly after: StoredItem | undefined;
  /** Whether DynamoDB's own expiry made the change. */
  readonly isExpiry: boolean;
}

/** The stream of one table: one shard, open until the stream is switched off. */
export interface Stream {
  readonly arn: string;
  readonly label: string;
  /** The label's digits. */
  readonly digits: string;
  readonly table: string;
  readonly region: string;
  readonly view: StreamView;
  readonly keys: KeySchema;
  readonly shardId: string;
  readonly createdAt: number;
  /** Oldest first; trimmed from the front. */
  records: StreamRecord[];
  nextSequence: number;
  isOpen: boolean;
}

/** How long a record can be read, ms. */
const retentionMs = 24 * 60 * 60_000;
/** Trimming in strides keeps the cost of an append constant. */
const trimStride = 1_024;

/** A new stream of a table. */
export function createStream(
  table: { readonly arn: string; readonly name: string; readonly region: string; readonly keys: KeySchema },
  view: StreamView,
  now: number,
): Stream {
  const label = new Date(now).toISOString().slice(0, 23);
  return {
    arn: `${table.arn}/stream/${label}`,
    label,
    digits: label.replace(/\D/g, ""),
    table: table.name,
    region: table.region,
    view,
    keys: table.keys,
    shardId: `shardId-${String(now).padStart(20, "0")}-00000001`,
    createdAt: now,
    records: [],
    nextSequence: 1,
    isOpen: true,
  };
}

/** Adds a change. */
export function appendRecord(
  stream: Stream,
  change: Pick<StreamRecord, "before" | "after" | "isExpiry">,
  now: number,
): void {
  const { before, after, isExpiry } = change;
  stream.records.push({ sequence: stream.nextSequence, at: now, before, after, isExpiry });
  stream.nextSequence += 1;
  if (stream.nextSequence % trimStride === 0) trimStream(stream, now);
}

/** Drops what is older than a day. */
export function trimStream(stream: Stream, now: number): void {
  const kept = stream.records.findIndex(({ at }) => now - at < retentionMs);
  if (kept > 0) stream.records = stream.records.slice(kept);
  else if (kept === -1 && stream.records.length > 0) stream.records = [];
}

/** The sequence number of the oldest record that can be read. */
export function oldestSequence(stream: Stream): number {
  return stream.records[0]?.sequence ?? stream.nextSequence;
}

/** A sequence number in AWS's form: at least 21 digits. */
export function showSequence(sequence: number): string {
  return `1${String(sequence).padStart(20, "0")}`;
}

/** A record as GetRecords tells it. */
export function showRecord(stream: Stream, record: StreamRecord): Record<string, unknown> {
  const before = record.before?.item;
  const after = record.after?.item;
  const either = after ?? before ?? {};
  const keys = keyItem(either, stream.keys);
  const newImage = stream.view === "NEW_IMAGE" || stream.view === "NEW_AND_OLD_IMAGES" ? after : undefined;
  const oldImage = stream.view === "OLD_IMAGE" || stream.view === "NEW_AND_OLD_IMAGES" ? before : undefined;
  // What is stored has been weighed.
  const images =
    (newImage === undefined ? 0 : (record.after?.bytes ?? 0)) +
    (oldImage === undefined ? 0 : (record.before?.bytes ?? 0));
  const told: Record<string, unknown> = {
    // Whole seconds, as AWS tells it.
    ApproximateCreationDateTime: Math.floor(record.at / 1_000),
    Keys: keys,
    SequenceNumber: showSequence(record.sequence),
    SizeBytes: itemBytes(keys) + images,
    StreamViewType: stream.view,
  };
  if (newImage !== undefined) told["NewImage"] = newImage;
  if (oldImage !== undefined) told["OldImage"] = oldImage;
  return {
    eventID: `${stream.digits}${record.sequence}`.padStart(32, "0"),
    eventName: before === undefined ? "INSERT" : after === undefined ? "REMOVE" : "MODIFY",
    eventVersion: "1.1",
    eventSource: "aws:dynamodb",
    awsRegion: stream.region,
    dynamodb: told,
    ...(record.isExpiry && { userIdentity: { PrincipalId: "dynamodb.amazonaws.com", Type: "Service" } }),
  };
}
