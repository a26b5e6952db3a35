import { notImplemented } from "../../core/errors.ts";
import { isProperties, type Reader } from "../inputs.ts";
import type { StoredTrace } from "./trace-store.ts";

type Segment = Readonly<Record<string, unknown>>;

/** Which traces a filter expression wants. */
export type TraceFilter = (segments: readonly Segment[]) => boolean;

/**
 * Compiles a filter expression: annotations that equal a text, `service("name")` and `fault`, joined by `AND`; what
 * else X-Ray knows is refused by name. https://docs.aws.amazon.com/xray/latest/devguide/xray-console-filters.html
 */
export function compileFilter(expression: string | undefined): TraceFilter {
  const terms = (expression ?? "").split(/\s+AND\s+/i).filter((term) => term.trim() !== "");
  const filters = terms.map((term) => compileTerm(term.trim()));
  return (segments) => filters.every((filter) => filter(segments));
}

function compileTerm(term: string): TraceFilter {
  const [, name = "", wanted] = /^annotation(?:\.|\[)([\w]+)\]?\s*=\s*"([^"]*)"$/.exec(term) ?? [];
  if (wanted !== undefined) return (segments) => segments.some((segment) => annotationsOf(segment)[name] === wanted);
  const [, service] = /^service\("([^"]*)"\)$/.exec(term) ?? [];
  if (service !== undefined) return (segments) => segments.some((segment) => segment["name"] === service);
  if (term === "fault") return hasFault;
  throw notImplemented(`the X-Ray filter expression "${term}"`);
}

/** A trace in a list, as GetTraceSummaries tells it. */
export function summaryOf(trace: StoredTrace, segments: readonly Segment[]): Readonly<Record<string, unknown>> {
  const seconds = trace.endedAt - trace.startedAt;
  const annotations: Record<string, unknown[]> = {};
  for (const segment of segments) {
    for (const [name, value] of Object.entries(annotationsOf(segment))) {
      (annotations[name] ??= []).push({ AnnotationValue: { StringValue: String(value) }, ServiceIds: [] });
    }
  }
  return {
    Id: trace.id,
    StartTime: trace.startedAt,
    Duration: seconds,
    ResponseTime: seconds,
    HasFault: hasFault(segments),
    HasError: false,
    HasThrottle: false,
    IsPartial: false,
    Annotations: annotations,
  };
}

/** A trace's documents, read. */
export function segmentsOf({ documents }: StoredTrace): readonly Segment[] {
  return [...documents.values()].flatMap((document) => {
    // Only what is an object is kept.
    const segment: unknown = JSON.parse(document);
    return isProperties(segment) ? withinOf(segment) : [];
  });
}

/** When, seconds since the epoch: clients send numbers, and some send texts. */
export function timeIn(input: Reader, key: string): number | undefined {
  const given = input.properties[key];
  if (typeof given === "string" && !/^[\d.]+$/.test(given)) return Date.parse(given) / 1000;
  return input.number(key);
}

function withinOf(segment: Segment): readonly Segment[] {
  const { subsegments } = segment;
  return [segment, ...(Array.isArray(subsegments) ? subsegments.filter(isProperties).flatMap(withinOf) : [])];
}

function annotationsOf({ annotations }: Segment): Readonly<Record<string, unknown>> {
  return isProperties(annotations) ? annotations : {};
}

function hasFault(segments: readonly Segment[]): boolean {
  return segments.some(({ fault }) => fault === true);
}
