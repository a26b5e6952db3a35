import { isProperties } from "../inputs.ts";
import { TRACE_ID } from "./trace-header.ts";

/** What a region keeps of a trace. */
export interface StoredTrace {
  readonly id: string;
  /** Documents by the id of their segment, in the order in which they came first. */
  readonly documents: Map<string, string>;
  /** Seconds since the epoch. */
  startedAt: number;
  endedAt: number;
}

/** The traces of all regions. */
export interface TraceStore {
  /** Keeps a segment document; why not, where it is none. */
  put(region: string, document: string): SegmentRefusal | undefined;
  find(region: string, id: string): StoredTrace | undefined;
  /** Oldest first. */
  all(region: string): Iterable<StoredTrace>;
}

/** Why a segment document is not kept, in X-Ray's words. */
export interface SegmentRefusal {
  readonly Id?: string;
  readonly ErrorCode: string;
  readonly Message: string;
}

/** A document may have so much. */
const DOCUMENT_BYTES_MAX = 65_536;
/** What a region keeps of documents, UTF-16 units; whole traces go first, the oldest before the others. */
const REGION_CHARACTERS_MAX = 16_000_000;
const SEGMENT_ID = /^[0-9a-f]{16}$/;

/** Creates a store without traces; every region is bounded. */
export function createTraceStore(): TraceStore {
  const regions = new Map<string, { readonly traces: Map<string, StoredTrace>; characters: number }>();

  function put(region: string, document: string): SegmentRefusal | undefined {
    const read = readSegment(document);
    if ("ErrorCode" in read) return read;
    const kept = regions.get(region) ?? { traces: new Map<string, StoredTrace>(), characters: 0 };
    regions.set(region, kept);
    const { traceId, id, startedAt, endedAt } = read;
    const trace = kept.traces.get(traceId) ?? { id: traceId, documents: new Map(), startedAt, endedAt };
    kept.traces.set(traceId, trace);
    kept.characters += document.length - (trace.documents.get(id)?.length ?? 0);
    trace.documents.set(id, document);
    trace.startedAt = Math.min(trace.startedAt, startedAt);
    trace.endedAt = Math.max(trace.endedAt, endedAt);
    for (const oldest of kept.traces.values()) {
      if (kept.characters <= REGION_CHARACTERS_MAX) break;
      kept.traces.delete(oldest.id);
      for (const gone of oldest.documents.values()) kept.characters -= gone.length;
    }
    return undefined;
  }

  return {
    put,
    find: (region, id) => regions.get(region)?.traces.get(id),
    all: (region) => regions.get(region)?.traces.values() ?? [],
  };
}

interface ReadSegment {
  readonly traceId: string;
  readonly id: string;
  readonly startedAt: number;
  readonly endedAt: number;
}

/** What X-Ray asks of a document. https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html */
function readSegment(document: string): ReadSegment | SegmentRefusal {
  if (Buffer.byteLength(document) > DOCUMENT_BYTES_MAX) return refused("SegmentTooLarge", "The document is too large.");
  const segment = parsed(document);
  if (segment === undefined) return refused("ParseError", "The document is no JSON object.");
  const { id, trace_id: traceId, name, start_time: startedAt, end_time: endedAt, in_progress: open } = segment;
  if (typeof id !== "string" || !SEGMENT_ID.test(id)) return refused("MissingId", "id must be 16 hex digits.");
  const malformed = (what: string) => refused("InvalidSegment", what, id);
  if (typeof traceId !== "string" || !TRACE_ID.test(traceId)) return malformed("trace_id is malformed.");
  if (typeof name !== "string" || name === "" || name.length > 200)
    return malformed("name must have 1 to 200 characters.");
  if (typeof startedAt !== "number") return malformed("start_time is missing.");
  if (typeof endedAt !== "number") {
    return open === true ? { traceId, id, startedAt, endedAt: startedAt } : malformed("end_time is missing.");
  }
  return { traceId, id, startedAt, endedAt };
}

function refused(ErrorCode: string, Message: string, Id?: string): SegmentRefusal {
  return { ...(Id !== undefined && { Id }), ErrorCode, Message };
}

function parsed(document: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(document);
    return isProperties(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
