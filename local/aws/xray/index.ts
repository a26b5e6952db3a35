import type { AuthorizationRequest, Call, ServiceModel } from "../../core/call.ts";
import { AwsError, notImplemented } from "../../core/errors.ts";
import type { Kernel } from "../../core/kernel.ts";
import { parseJsonInput } from "../../http/json-protocol.ts";
import type { RestRoute } from "../../http/rest-route.ts";
import { readerOf, refuseUnknown, type Reader } from "../inputs.ts";
import { compileFilter, segmentsOf, summaryOf, timeIn } from "./summaries.ts";
import { createTraceStore, type TraceStore } from "./trace-store.ts";

/** The model of AWS X-Ray. */
export interface XRay {
  readonly service: ServiceModel;
  /** Keeps a segment of a service of the account, or one that came to a daemon; what is malformed is lost. */
  record(region: string, document: string): void;
}

const INPUTS: Readonly<Record<string, readonly string[]>> = {
  PutTraceSegments: ["TraceSegmentDocuments"],
  BatchGetTraces: ["TraceIds", "NextToken"],
  GetTraceSummaries: ["StartTime", "EndTime", "TimeRangeType", "FilterExpression", "Sampling", "NextToken"],
};

/** X-Ray in all regions: what is sent is kept, all of it and bounded. Source: the X-Ray API reference. */
export function createXRay({ kernel }: { readonly kernel: Kernel }): XRay {
  const store = createTraceStore();
  return {
    service: {
      name: "xray",
      handle: (call) => handle(store, kernel, call),
      authorizations: (call) => authorizations(call),
    },
    record: (region, document) => void store.put(region, document),
  };
}

/** X-Ray's REST-JSON operations. */
export const routes: readonly RestRoute[] = [
  route("/TraceSegments", "PutTraceSegments"),
  route("/Traces", "BatchGetTraces"),
  route("/TraceSummaries", "GetTraceSummaries"),
];

function route(pattern: string, action: string): RestRoute {
  return { method: "POST", pattern, service: "xray", action, input: ({ body }) => parseJsonInput(body) };
}

function authorizations({ action }: Call): readonly AuthorizationRequest[] {
  return Object.hasOwn(INPUTS, action) ? [{ action: `xray:${action}`, resource: "*", context: {} }] : [];
}

function handle(store: TraceStore, kernel: Kernel, call: Call): Readonly<Record<string, unknown>> {
  const known = Object.hasOwn(INPUTS, call.action) ? INPUTS[call.action] : undefined;
  if (known === undefined) throw notImplemented(`xray:${call.action}`);
  const input = readerOf(`xray:${call.action}`, call.input);
  refuseUnknown(input, known);
  switch (call.action) {
    case "PutTraceSegments":
      return putSegments(store, call.region, input);
    case "BatchGetTraces":
      return getTraces(store, call.region, input);
    default:
      return getSummaries(store, call.region, input, kernel.now() / 1000);
  }
}

function putSegments(store: TraceStore, region: string, input: Reader) {
  const documents = input.texts("TraceSegmentDocuments");
  if (documents.length === 0) throw invalid("TraceSegmentDocuments is required.");
  return { UnprocessedTraceSegments: documents.flatMap((document) => store.put(region, document) ?? []) };
}

const TRACES_MAX = 5;

function getTraces(store: TraceStore, region: string, input: Reader) {
  const ids = input.texts("TraceIds");
  if (ids.length === 0 || ids.length > TRACES_MAX) throw invalid(`TraceIds must name 1 to ${TRACES_MAX} traces.`);
  const Traces = ids.flatMap((id) => {
    const trace = store.find(region, id);
    if (trace === undefined) return [];
    const Segments = [...trace.documents].map(([Id, Document]) => ({ Id, Document }));
    return [{ Id: id, Duration: trace.endedAt - trace.startedAt, LimitExceeded: false, Segments }];
  });
  return { Traces, UnprocessedTraceIds: [] };
}

const PAGE = 100;
/** A search looks at no more, seconds. */
const RANGE_MAX = 6 * 3600;

function getSummaries(store: TraceStore, region: string, input: Reader, now: number) {
  const from = timeIn(input, "StartTime");
  const to = timeIn(input, "EndTime");
  if (from === undefined || to === undefined || from > to) throw invalid("StartTime and EndTime must be a range.");
  if (to - from > RANGE_MAX) throw invalid("The time range cannot be longer than 6 hours.");
  const range = input.text("TimeRangeType") ?? "TraceId";
  if (range !== "TraceId") throw notImplemented(`X-Ray's TimeRangeType ${range}`);
  if (input.flag("Sampling") === true) throw notImplemented("X-Ray's Sampling of summaries");
  const wanted = compileFilter(input.text("FilterExpression"));
  const found: Readonly<Record<string, unknown>>[] = [];
  let processed = 0;
  for (const trace of store.all(region)) {
    if (trace.startedAt < from || trace.startedAt > to) continue;
    processed += 1;
    const segments = segmentsOf(trace);
    if (wanted(segments)) found.push(summaryOf(trace, segments));
  }
  const start = Number(input.text("NextToken") ?? 0);
  return {
    TraceSummaries: found.slice(start, start + PAGE),
    ApproximateTime: now,
    TracesProcessedCount: processed,
    ...(found.length > start + PAGE && { NextToken: String(start + PAGE) }),
  };
}

function invalid(message: string): AwsError {
  return new AwsError("InvalidRequestException", message);
}
