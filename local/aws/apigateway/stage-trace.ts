import type { Kernel } from "../../core/kernel.ts";
import { serviceSegment, type TraceSink } from "../xray/segment.ts";
import { formatTraceHeader, newSegmentId, newTrace, parseTraceHeader } from "../xray/trace-header.ts";
import type { ApiStage, RestApi } from "./rest-api.ts";

/** A request as X-Ray sees it: the stage's step, and below that its call of the function. */
export interface StageTrace {
  readonly root: string;
  /** What the function is called with. */
  readonly header: string;
  ended(method: string, resourcePath: string, status: number, requestId: string): void;
}

/**
 * Begins a stage's step, below the one that the request names. X-Ray's sampling rules are not modelled: a request that
 * brings no decision is recorded. https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-xray.html
 */
export function traceStage(
  { kernel, traces }: { readonly kernel: Kernel; readonly traces?: TraceSink | undefined },
  { api, stage }: { readonly api: RestApi; readonly stage: ApiStage },
  request: Pick<Request, "headers">,
): StageTrace {
  const incoming = parseTraceHeader(request.headers.get("x-amzn-trace-id")) ?? newTrace(kernel);
  const { root, parent } = incoming;
  const active = stage.given["xrayTracingEnabled"] === true;
  const sampled = active ? (incoming.sampled ?? true) : incoming.sampled;
  const own = newSegmentId(kernel);
  const toFunction = newSegmentId(kernel);
  const startedAt = kernel.now();
  const above = active ? toFunction : parent;
  return {
    root,
    header: formatTraceHeader({
      root,
      ...(above !== undefined && { parent: above }),
      ...(sampled !== undefined && { sampled }),
    }),
    ended(method, resourcePath, status, requestId) {
      if (traces === undefined || !active || sampled !== true) return;
      const endedAt = kernel.now();
      const times = { start_time: startedAt / 1000, end_time: endedAt / 1000 };
      const http = { request: { method, url: resourcePath }, response: { status } };
      const subsegments = [{ id: toFunction, name: "Lambda", namespace: "aws", ...times }];
      const aws = { api_gateway: { rest_api_id: api.id, stage: stage.name, request_id: requestId } };
      const about = { id: own, name: `${String(api.given["name"])}/${stage.name}`, origin: "AWS::ApiGateway::Stage" };
      const segment = { ...about, root, parent, startedAt, endedAt, failed: status >= 500 };
      traces.record(api.region, serviceSegment({ ...segment, more: { http, aws, subsegments } }));
    },
  };
}
