import { createHash } from "node:crypto";
import type { Kernel } from "../../core/kernel.ts";
import type { JournalKnobs } from "../../faults/knobs.ts";
import type { Regions } from "../../faults/regions.ts";
import type { IncomingRecord, Intake } from "../kinesis/index.ts";
import { writeUnits } from "./capacity.ts";
import type { Change } from "./context.ts";
import { keyItem } from "./schema.ts";
import { keyText } from "./storage.ts";
import type { Table } from "./table.ts";
import { type Item, itemBytes } from "./values.ts";

/** How exactly records tell when a change was made. */
export type TimePrecision = "MILLISECOND" | "MICROSECOND";

/** The Kinesis stream that takes the changes of one replica. */
export interface StreamingDestination {
  readonly streamArn: string;
  isActive: boolean;
  precision: TimePrecision;
  /** Whether the precision was asked for: records tell it then. */
  tellsPrecision: boolean;
  /** The moment of the change before, in microseconds: no two changes of a replica have the same. */
  lastAt: number;
}

/** What carries changes of tables to Kinesis. */
export interface StreamingDependencies {
  readonly intake: Intake;
  readonly knobs: JournalKnobs;
  /** What is on its way in a region that is gone waits there. */
  readonly regions: Pick<Regions, "hold">;
  /** Whether a stream takes a change, by what stands there now, or stood there; without it all are taken, as on AWS. */
  readonly carries?: (item: Item, streamArn: string) => boolean;
}

/** Hands changes to their destinations, later and all of them; at least once and in no promised order. */
export interface Streaming {
  send(change: Change, destination: StreamingDestination): void;
}

/** Streaming over a kernel's time: a batch for each stream, and no timer where nothing changes. */
export function createStreaming(kernel: Kernel, dependencies: StreamingDependencies): Streaming {
  const { intake, knobs, regions, carries = () => true } = dependencies;
  const waiting = new Map<string, IncomingRecord[]>();
  const later = (region: string, delayMs: number, put: () => void): void => {
    const arrive = (): void => {
      if (!regions.hold(region, region, arrive)) put();
    };
    kernel.after(delayMs, arrive);
  };
  const draw = (rate: number): boolean => rate > 0 && kernel.random() < rate;

  return {
    send(change, destination) {
      const { streamArn } = destination;
      if (!carries((change.after ?? change.before)?.item ?? {}, streamArn)) return;
      const { region } = change.table;
      const record = recordOf(change, destination, kernel.now());
      change.table.traffic.captureUnits += writeUnits(change.before?.bytes ?? 0, change.after?.bytes ?? 0);
      const alone = (): void => intake.put(streamArn, [record]);
      if (draw(knobs.duplicated)) {
        knobs.observe?.("streamDuplicated");
        later(region, knobs.lagMs + kernel.random() * knobs.lateMsMax, alone);
      }
      if (draw(knobs.late)) {
        knobs.observe?.("streamReordered");
        later(region, knobs.lagMs + kernel.random() * knobs.lateMsMax, alone);
        return;
      }
      const batch = waiting.get(streamArn);
      if (batch !== undefined) {
        batch.push(record);
        return;
      }
      const begun = [record];
      waiting.set(streamArn, begun);
      later(region, knobs.lagMs, () => {
        waiting.delete(streamArn);
        intake.put(streamArn, begun);
      });
    },
  };
}

/** Bytes around the images of a record. */
const frameBytes = 400;

/** A change as DynamoDB puts it into a stream; encoded when it is read, for most of it is shared with the table. */
function recordOf(change: Change, destination: StreamingDestination, now: number): IncomingRecord {
  const { table, key, before, after, isExpiry } = change;
  destination.lastAt = Math.max(Math.floor(now * 1_000), destination.lastAt + 1);
  const at = destination.lastAt;
  const partitionKey = createHash("md5").update(keyText(key)).digest("hex").toUpperCase();
  const { precision, tellsPrecision } = destination;
  const facts = { table, before, after, isExpiry, at, precision, tellsPrecision, partitionKey };
  const bytes = (before?.bytes ?? 0) + (after?.bytes ?? 0) + frameBytes;
  return { partitionKey, data: { bytes, encode: () => Buffer.from(dataOf(facts)).toString("base64") } };
}

interface Facts extends Pick<Change, "before" | "after" | "isExpiry">, Pick<StreamingDestination, "precision"> {
  readonly table: Table;
  readonly at: number;
  readonly tellsPrecision: boolean;
  readonly partitionKey: string;
}

/** The data of a record. Source: DynamoDB Developer Guide, "Using Kinesis Data Streams to capture changes". */
function dataOf({ table, before, after, isExpiry, at, precision, tellsPrecision, partitionKey }: Facts): string {
  const { region, definition } = table;
  const keys = keyItem(after?.item ?? before?.item ?? {}, definition.keys);
  return JSON.stringify({
    awsRegion: region,
    eventID: eventId(partitionKey, at),
    eventName: before === undefined ? "INSERT" : after === undefined ? "REMOVE" : "MODIFY",
    userIdentity: isExpiry ? { type: "Service", principalId: "dynamodb.amazonaws.com" } : null,
    recordFormat: "application/json",
    tableName: definition.name,
    dynamodb: {
      ApproximateCreationDateTime: precision === "MICROSECOND" ? at : Math.floor(at / 1_000),
      ...(tellsPrecision && { ApproximateCreationDateTimePrecision: precision }),
      Keys: keys,
      ...(after !== undefined && { NewImage: after.item }),
      ...(before !== undefined && { OldImage: before.item }),
      SizeBytes: itemBytes(keys) + (before?.bytes ?? 0) + (after?.bytes ?? 0),
    },
    eventSource: "aws:dynamodb",
  });
}

/** A UUID of the change: its second delivery has the same. */
function eventId(partitionKey: string, at: number): string {
  const hex = `${partitionKey.slice(0, 16).toLowerCase()}${at.toString(16).padStart(16, "0")}`;
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
