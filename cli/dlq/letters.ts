import * as v from "valibot";
import type { LedgerKey } from "../../functions/domain/keys.ts";
import { placeOf } from "../../functions/domain/places.ts";
import { decodeInboxMessage } from "../../functions/stores/inbox-queue.ts";
import { count } from "../text.ts";
import type { TakenMessage } from "./taking.ts";

/** What a dead letter is about; nothing of it is personal. */
export type Letter = { readonly why: string | undefined } & (
  | { readonly about: "item"; readonly key: LedgerKey }
  /** A function that was to be started, by Scheduler or by Lambda's own queue. */
  | { readonly about: "start"; readonly functionArn: string; readonly payload: string }
  | ({ readonly about: "journal" } & Batch)
  | ({ readonly about: "ledger stream" } & Batch)
  | { readonly about: "unknown"; readonly bytes: number }
);

/** Records of a shard that a function was given and refused. */
export interface Batch {
  readonly functionArn: string;
  readonly streamArn: string;
  readonly shard: string;
  readonly first: string;
  readonly last: string;
  readonly records: number;
  /** When the last of them was written, milliseconds since the epoch. */
  readonly newestMs: number;
}

const batchForm = v.object({
  shardId: v.string(),
  startSequenceNumber: v.string(),
  endSequenceNumber: v.string(),
  approximateArrivalOfLastRecord: v.string(),
  batchSize: v.number(),
  streamArn: v.string(),
});

/** What Lambda tells a failure destination (Developer Guide, "Capturing records of asynchronous invocations"). */
const recordForm = v.object({
  requestContext: v.object({
    functionArn: v.string(),
    condition: v.string(),
    approximateInvokeCount: v.number(),
  }),
  responseContext: v.optional(v.object({ functionError: v.optional(v.string()) })),
  requestPayload: v.optional(v.unknown()),
  responsePayload: v.optional(v.unknown()),
  KinesisBatchInfo: v.optional(batchForm),
  DDBStreamBatchInfo: v.optional(batchForm),
});

const errorForm = v.object({ errorType: v.optional(v.string()), errorMessage: v.optional(v.string()) });

/** Reads a dead letter. */
export function letterOf({ body, attributes }: Pick<TakenMessage, "body" | "attributes">): Letter {
  // Source: EventBridge Scheduler User Guide, "Configuring a dead-letter queue".
  const { TARGET_ARN: functionArn, ERROR_CODE: code, ERROR_MESSAGE: message } = attributes;
  if (functionArn !== undefined) {
    const why = [code, message].filter((part) => part !== undefined).join(": ");
    return { about: "start", functionArn, payload: body, why: lineOf(why) };
  }
  const record = v.safeParse(recordForm, parsed(body));
  if (record.success) return fromRecord(record.output, Buffer.byteLength(body));
  const key = decodeInboxMessage(body);
  // Whatever else looks like a key may be anything.
  if (key !== undefined && placeOf(key) !== undefined) return { about: "item", key, why: undefined };
  return { about: "unknown", bytes: Buffer.byteLength(body), why: undefined };
}

/** What a letter is about, in a line. */
export function tellLetter(letter: Letter): string {
  switch (letter.about) {
    case "item":
      return `${letter.key.pk} ${letter.key.sk}`;
    case "start":
      return `start of ${nameOf(letter.functionArn)} with ${fieldsOf(letter.payload)}`;
    case "journal":
    case "ledger stream": {
      const { about, functionArn, shard, first, last, records } = letter;
      const range = first === last ? first : `${first} to ${last}`;
      return `${count(records, "record")} of the ${about} for ${nameOf(functionArn)}: ${shard}, ${range}`;
    }
    case "unknown":
      return `${count(letter.bytes, "byte")} that are no key and no failed call`;
  }
}

/** A function's name in its ARN. */
export function nameOf(functionArn: string): string {
  return functionArn.split(":")[6] ?? functionArn;
}

function fromRecord(record: v.InferOutput<typeof recordForm>, bytes: number): Letter {
  const { requestContext, KinesisBatchInfo, DDBStreamBatchInfo, requestPayload } = record;
  const { functionArn } = requestContext;
  const why = whyOf(record);
  if (KinesisBatchInfo !== undefined) return { about: "journal", ...batchOf(functionArn, KinesisBatchInfo), why };
  if (DDBStreamBatchInfo !== undefined) {
    return { about: "ledger stream", ...batchOf(functionArn, DDBStreamBatchInfo), why };
  }
  if (requestPayload === undefined) return { about: "unknown", bytes, why };
  return { about: "start", functionArn, payload: JSON.stringify(requestPayload), why };
}

function batchOf(functionArn: string, info: v.InferOutput<typeof batchForm>): Batch {
  return {
    functionArn,
    streamArn: info.streamArn,
    shard: info.shardId,
    first: info.startSequenceNumber,
    last: info.endSequenceNumber,
    records: info.batchSize,
    newestMs: Date.parse(info.approximateArrivalOfLastRecord),
  };
}

function whyOf({ requestContext, responseContext, responsePayload }: v.InferOutput<typeof recordForm>): string {
  const { condition, approximateInvokeCount } = requestContext;
  const error = v.safeParse(errorForm, responsePayload);
  const { errorType, errorMessage } = error.success ? error.output : {};
  const said = [errorType ?? responseContext?.functionError, errorMessage].filter((part) => part !== undefined);
  const after = `${condition} after ${count(approximateInvokeCount, "try", "tries")}`;
  return lineOf(said.length === 0 ? after : `${after}, ${said.join(": ")}`) ?? after;
}

const LINE_MAX = 300;

function lineOf(text: string): string | undefined {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line === "" ? undefined : line.slice(0, LINE_MAX);
}

/** The fields of a payload: what they hold may be anything. */
function fieldsOf(payload: string): string {
  const value = parsed(payload);
  const fields = typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value) : undefined;
  if (fields === undefined) return `a payload of ${count(Buffer.byteLength(payload), "byte")}`;
  return fields.length === 0 ? "nothing" : fields.join(", ").slice(0, LINE_MAX);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
