import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import type { Hono } from "hono";
import { formatTraceparent, parseTraceHeader } from "../domain/traces.ts";
import { noSegments, type Segments } from "../stores/segments.ts";
import type { AppEnv } from "./context.ts";

/** What an edge knows of the trace that an invocation belongs to. */
export interface EdgeTracing {
  /** X-Ray's header for the invocation at hand. */
  header(): string | undefined;
  readonly segments: Segments;
}

const untraced: EdgeTracing = { header: () => undefined, segments: noSegments };

/**
 * Serves an app to a REST API's proxy integration. Building a full `Request` and streaming its body cost as much as
 * half a signed AWS call (docs/decisions/0006), so the app gets what Hono and the routes read of one, and no more.
 */
export function lambdaEdge(
  app: Hono<AppEnv>,
  tracing: EdgeTracing = untraced,
): (event: APIGatewayProxyEvent) => Promise<APIGatewayProxyResult> {
  return async (event) => {
    const { requestContext } = event;
    const place = parseTraceHeader(tracing.header());
    const traceparent = place === undefined ? undefined : formatTraceparent(place);
    const atEdge = traceparent === undefined ? undefined : edgeSpan(event, traceparent, tracing.segments);
    const request = requestOf(event);
    const response = await app.fetch(
      request,
      traceparent === undefined ? { requestContext } : { requestContext, traceparent },
    );
    atEdge?.close(response.status >= 500 ? "failed" : "done");
    const multiValueHeaders: Record<string, string[]> = {};
    for (const [name, value] of response.headers) (multiValueHeaders[name] ??= []).push(value);
    return { statusCode: response.status, multiValueHeaders, body: await response.text(), isBase64Encoded: false };
  };
}

/**
 * CloudFront records no segments: its router says under which id and since when it has had the request, and whoever
 * answers records that, up to its own answer.
 */
function edgeSpan({ multiValueHeaders, httpMethod }: APIGatewayProxyEvent, traceparent: string, segments: Segments) {
  const given = Object.entries(multiValueHeaders ?? {}).find(([name]) => name.toLowerCase() === EDGE_SPAN);
  const [, span, started] = /^([0-9a-f]{16})-(\d{13})$/.exec(given?.[1]?.[0] ?? "") ?? [];
  if (span === undefined) return undefined;
  return segments.open(traceparent, {
    name: "edge",
    as: "root",
    span,
    startedAt: Number(started),
    annotations: { method: httpMethod },
  });
}

/** The router's header: the id of its step, and when that began, milliseconds since the epoch. */
const EDGE_SPAN = "edge-span";

function requestOf(event: APIGatewayProxyEvent): Request {
  const headers = new Map<string, string>();
  for (const [name, values] of Object.entries(event.multiValueHeaders ?? {})) {
    if (values !== undefined) headers.set(name.toLowerCase(), values.join(", "));
  }
  const text = event.body === null ? "" : bodyOf(event.body, event.isBase64Encoded);
  const request = {
    method: event.httpMethod,
    url: `https://${event.requestContext.domainName ?? "localhost"}${event.path}${queryOf(event)}`,
    headers: { get: (name: string) => headers.get(name.toLowerCase()) ?? null },
    text: async () => text,
  };
  // What is missing is read by nobody: tests/unit/functions/payments-api/lambda-edge.test.ts runs every route over it.
  return request as unknown as Request;
}

function bodyOf(body: string, encoded: boolean): string {
  return encoded ? Buffer.from(body, "base64").toString("utf8") : body;
}

function queryOf({ multiValueQueryStringParameters: parameters }: APIGatewayProxyEvent): string {
  if (parameters === null || parameters === undefined) return "";
  const query = new URLSearchParams();
  for (const [name, values] of Object.entries(parameters)) for (const value of values ?? []) query.append(name, value);
  return query.size === 0 ? "" : `?${query.toString()}`;
}
