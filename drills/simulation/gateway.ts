import type { APIGatewayProxyEvent } from "aws-lambda";
import type { Reply } from "../checkers/history-event.ts";
import type { Functions } from "./cell.ts";

/** A request as a client sends it. */
export interface ApiRequest {
  readonly method: "GET" | "POST" | "PATCH";
  /** Path, without query. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** An answer as a client gets it. */
export interface ApiReply extends Reply {
  readonly headers: Readonly<Record<string, string>>;
}

/** A cell's REST API: hands a request to the function and its answer back; 429, 502 and 504 are its own. */
export async function throughGateway(api: Functions["api"], request: ApiRequest, id: string): Promise<ApiReply> {
  const invocation = await api.invoke((app) => app(eventOf(request, id)));
  switch (invocation.end) {
    case "throttled":
      return { status: 429, headers: {} };
    case "timedOut":
      return { status: 504, headers: {} };
    case "killed":
    case "threw":
      return { status: 502, headers: {} };
    case "done": {
      const { statusCode, multiValueHeaders = {}, body } = invocation.value;
      const headers: Record<string, string> = {};
      for (const [name, values] of Object.entries(multiValueHeaders)) headers[name] = String(values?.[0] ?? "");
      return { ...readBody(statusCode, body), headers, replayed: headers["idempotent-replayed"] === "true" };
    }
  }
}

function readBody(status: number, text: string): Reply {
  // Every answer of the API is a JSON object.
  const body = JSON.parse(text) as Readonly<Record<string, unknown>>;
  const { object, code, id } = body;
  const about =
    typeof id !== "string"
      ? {}
      : id.startsWith("op_")
        ? { operation: id, ...(typeof body["payment"] === "string" && { payment: body["payment"] }) }
        : object === "payment"
          ? { payment: id }
          : {};
  return { status, body, ...about, ...(typeof code === "string" && status >= 400 && { code }) };
}

function eventOf({ method, path, headers, body }: ApiRequest, id: string): APIGatewayProxyEvent {
  const multiValueHeaders: Record<string, string[]> = {};
  for (const [name, value] of Object.entries(headers)) multiValueHeaders[name] = [value];
  const event = {
    httpMethod: method,
    path,
    multiValueHeaders,
    multiValueQueryStringParameters: null,
    body: body ?? null,
    isBase64Encoded: false,
    requestContext: { requestId: id, domainName: "simulated" },
  };
  // The edge of the function reads these members and no others.
  return event as unknown as APIGatewayProxyEvent;
}
