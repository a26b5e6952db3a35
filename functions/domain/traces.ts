/** Where in a trace something happens: what comes of it hangs below. W3C Trace Context, `traceparent`, version 00. */
export interface TracePlace {
  /** 32 hex digits. */
  readonly trace: string;
  /** 16 hex digits. */
  readonly span: string;
}

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-01$/;

/** Reads a `traceparent`; undefined for one that is malformed or whose trace nobody records. */
export function parseTraceparent(text: string | undefined): TracePlace | undefined {
  const [, trace, span] = TRACEPARENT.exec(text ?? "") ?? [];
  return trace === undefined || span === undefined ? undefined : { trace, span };
}

/** A place as a `traceparent` of a trace that is recorded. */
export function formatTraceparent({ trace, span }: TracePlace): string {
  return `00-${trace}-${span}-01`;
}

/**
 * The place that X-Ray's own header names; undefined where that is malformed, names no parent or says that nobody
 * records the trace. https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
 */
export function parseTraceHeader(header: string | undefined): TracePlace | undefined {
  const fields = new Map((header ?? "").split(";").map((field) => fieldOf(field)));
  const [, seconds, rest] = /^1-([0-9a-f]{8})-([0-9a-f]{24})$/.exec(fields.get("root") ?? "") ?? [];
  const [span] = /^[0-9a-f]{16}$/.exec(fields.get("parent") ?? "") ?? [];
  if (seconds === undefined || rest === undefined || span === undefined) return undefined;
  return fields.get("sampled") === "1" ? { trace: `${seconds}${rest}`, span } : undefined;
}

/** A place as X-Ray's own header. */
export function formatTraceHeader(place: TracePlace): string {
  return `Root=${xrayTraceId(place.trace)};Parent=${place.span};Sampled=1`;
}

/** A trace's id in X-Ray's form: "1-5759e988-bd862e3fe1be46a994272793". */
export function xrayTraceId(trace: string): string {
  return `1-${trace.slice(0, 8)}-${trace.slice(8)}`;
}

function fieldOf(field: string): [string, string] {
  const at = field.indexOf("=");
  return [field.slice(0, at).trim().toLowerCase(), field.slice(at + 1).trim()];
}
