import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import type { Hono } from "hono";
import type { AppEnv } from "./context.ts";

/**
 * Serves an app to a REST API's proxy integration. Building a full `Request` and streaming its body cost as much as
 * half a signed AWS call (docs/decisions/0006), so the app gets what Hono and the routes read of one, and no more.
 */
export function lambdaEdge(app: Hono<AppEnv>): (event: APIGatewayProxyEvent) => Promise<APIGatewayProxyResult> {
  return async (event) => {
    const response = await app.fetch(requestOf(event), { requestContext: event.requestContext });
    const multiValueHeaders: Record<string, string[]> = {};
    for (const [name, value] of response.headers) (multiValueHeaders[name] ??= []).push(value);
    return { statusCode: response.status, multiValueHeaders, body: await response.text(), isBase64Encoded: false };
  };
}

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
