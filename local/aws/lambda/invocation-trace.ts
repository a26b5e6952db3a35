import type { Kernel } from "../../core/kernel.ts";
import { serviceSegment, type TraceSink } from "../xray/segment.ts";
import { formatTraceHeader, newSegmentId, newTrace, parseTraceHeader, type TraceHeader } from "../xray/trace-header.ts";
import type { FunctionConfig } from "./function-config.ts";

/** One invocation as X-Ray sees it: Lambda's own step, and the function's below that. */
export interface InvocationTrace {
  /** What the function gets as `_X_AMZN_TRACE_ID`. */
  readonly header: string;
  /** The function begins; before that an environment was waited for, or started. */
  began(initMs: number | undefined): void;
  ended(failed: boolean): void;
}

/** What an invocation's steps are made of. */
interface TracedInvocation {
  readonly requestId: string;
  /** The header that the invocation came with. */
  readonly traceHeader?: string | undefined;
  /** Headers of the messages that it is about: other traces, which its own is linked with. */
  readonly links?: readonly string[];
}

/**
 * Begins an invocation's steps. Whoever calls decides whether they are recorded; where nobody has, all are that the
 * function asks for. https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html
 */
export function traceInvocation(
  { kernel, traces }: { readonly kernel: Kernel; readonly traces?: TraceSink | undefined },
  config: Pick<FunctionConfig, "traced" | "name" | "region" | "arn">,
  { requestId, traceHeader, links = [] }: TracedInvocation,
): InvocationTrace {
  const incoming: TraceHeader = parseTraceHeader(traceHeader) ?? newTrace(kernel);
  const sampled = incoming.sampled ?? config.traced;
  const service = newSegmentId(kernel);
  const own = newSegmentId(kernel);
  const askedAt = kernel.now();
  let startedAt = askedAt;
  let init: number | undefined;
  return {
    header: formatTraceHeader({ root: incoming.root, parent: own, sampled }),
    began(initMs) {
      startedAt = kernel.now();
      init = initMs;
    },
    ended(failed) {
      if (traces === undefined || !sampled || !config.traced) return;
      const common = { name: config.name, root: incoming.root, endedAt: kernel.now(), failed };
      const aws = { request_id: requestId, function_arn: config.arn };
      const about = { ...common, id: service, origin: "AWS::Lambda", parent: incoming.parent, startedAt: askedAt };
      traces.record(config.region, serviceSegment({ ...about, more: { aws, ...linked(links) } }));
      const started = init === undefined ? {} : { subsegments: [initialization(kernel, init, startedAt)] };
      const fn = { ...common, id: own, origin: "AWS::Lambda::Function", parent: service, startedAt };
      traces.record(config.region, serviceSegment({ ...fn, more: { aws, ...started } }));
    },
  };
}

function initialization(kernel: Kernel, initMs: number, startedAt: number) {
  return {
    id: newSegmentId(kernel),
    name: "Initialization",
    start_time: (startedAt - initMs) / 1000,
    end_time: startedAt / 1000,
  };
}

/** X-Ray's form of a link: the trace that messages came from. */
function linked(headers: readonly string[]) {
  const links = headers.flatMap((header) => {
    const from = parseTraceHeader(header);
    if (from?.parent === undefined || from.sampled === false) return [];
    const attributes = { "aws.xray.reserved.reference_type": "parent" };
    return [{ trace_id: from.root, id: from.parent, attributes }];
  });
  return links.length === 0 ? {} : { links };
}
