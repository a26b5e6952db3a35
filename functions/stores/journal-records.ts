import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { LedgerKey } from "../domain/keys.ts";
import type { JournalChange } from "../domain/projections.ts";
import { refuse, ok, type Result } from "../domain/result.ts";
import { decodeItem, decodeKeyedItem } from "./item-codec.ts";

/** A record of the journal stream, read. */
export interface JournalRecord {
  /** When the change was written, microseconds since the epoch. */
  readonly us: bigint;
  /** Undefined where nobody here wants changes of that item: it was not looked at any further. */
  readonly change: JournalChange | undefined;
}

/**
 * Reads a record of the journal stream, as DynamoDB writes it. Refused with what is wrong about one of another form.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/kds_gettingstarted.html
 */
export function readJournalRecord(data: string, wants: (key: LedgerKey) => boolean): Result<JournalRecord, string> {
  try {
    const record: unknown = JSON.parse(data);
    const { dynamodb, eventName } = fieldsOf(record, "the record");
    const { Keys, NewImage, OldImage, ...told } = fieldsOf(dynamodb, "dynamodb");
    const { pk, sk } = decodeItem(storedIn(Keys, "Keys"));
    if (typeof pk !== "string" || typeof sk !== "string") return refuse("its key is none of the ledger's");
    if (eventName !== "INSERT" && eventName !== "MODIFY" && eventName !== "REMOVE") return refuse("it tells no change");
    const us = microseconds(told);
    if (!wants({ pk, sk })) return ok({ us, change: undefined });
    const image = eventName === "REMOVE" ? undefined : decodeKeyedItem(storedIn(NewImage, "NewImage")).item;
    const before = OldImage === undefined ? undefined : decodeKeyedItem(storedIn(OldImage, "OldImage")).item;
    return ok({ us, change: { key: { pk, sk }, image, before } });
  } catch (fault) {
    // What a parser says of a text may quote it, and it may be anything: only its kind is told.
    return refuse(fault instanceof Malformed ? fault.message : "it is no JSON, or holds what is never written");
  }
}

class Malformed extends Error {
  override readonly name = "Malformed";
}

/** When the change was written, in microseconds: the stream is told to say it so precisely. */
function microseconds(told: Readonly<Record<string, unknown>>): bigint {
  const { ApproximateCreationDateTime: time, ApproximateCreationDateTimePrecision: precision } = told;
  if (typeof time !== "number" || precision !== "MICROSECOND") throw new Malformed("its time is not in microseconds");
  return BigInt(time);
}

function storedIn(value: unknown, name: string): Readonly<Record<string, AttributeValue>> {
  // Every attribute is looked at when it is decoded: another form of one throws there.
  return fieldsOf(value, name) as Readonly<Record<string, AttributeValue>>;
}

function fieldsOf(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Malformed(`${name} is no object`);
  // An object that is no list has fields by name.
  return value as Readonly<Record<string, unknown>>;
}
