import { randomHex, type Kernel } from "../../core/kernel.ts";

/** What X-Ray's header says: which trace, which step is above, and whether the trace is recorded. */
export interface TraceHeader {
  /** "1-5759e988-bd862e3fe1be46a994272793" */
  readonly root: string;
  /** Absent for the first step. */
  readonly parent?: string;
  /** Absent where nobody has decided it. */
  readonly sampled?: boolean;
}

/** The pattern of a trace's id. */
export const TRACE_ID = /^1-[0-9a-f]{8}-[0-9a-f]{24}$/;

/**
 * Reads a header; undefined where it names no trace.
 * https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
 */
export function parseTraceHeader(text: string | null | undefined): TraceHeader | undefined {
  const fields = new Map<string, string>();
  for (const field of (text ?? "").split(";")) {
    const at = field.indexOf("=");
    if (at > 0) fields.set(field.slice(0, at).trim().toLowerCase(), field.slice(at + 1).trim());
  }
  const root = fields.get("root") ?? "";
  const parent = fields.get("parent");
  const sampled = fields.get("sampled");
  if (!TRACE_ID.test(root)) return undefined;
  return {
    root,
    ...(parent !== undefined && { parent }),
    ...((sampled === "0" || sampled === "1") && { sampled: sampled === "1" }),
  };
}

/** A header as services hand it on. */
export function formatTraceHeader({ root, parent, sampled }: TraceHeader): string {
  const above = parent === undefined ? "" : `;Parent=${parent}`;
  return `Root=${root}${above}${sampled === undefined ? "" : `;Sampled=${sampled ? 1 : 0}`}`;
}

/** The first step of a new trace. */
export function newTrace(kernel: Kernel): TraceHeader {
  return { root: `1-${Math.floor(kernel.now() / 1000).toString(16)}-${randomHex(kernel, 12)}` };
}

/** The id of a new step. */
export function newSegmentId(kernel: Kernel): string {
  return randomHex(kernel, 8);
}
