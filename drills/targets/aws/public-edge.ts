import type { ApiAnswer, ApiCall } from "../target.ts";
import type { Tokens } from "./app-clients.ts";

/** Sends a request to the public edge once; undefined where no answer came in time. */
export type SendThroughEdge = (call: ApiCall, timeoutMs: number) => Promise<ApiAnswer | undefined>;

/** A sender to the edge's public host name. */
export function createEdgeSender(publicHost: string, tokens: Tokens, send: typeof fetch): SendThroughEdge {
  return async (call, timeoutMs) => {
    const { method, path, body } = call;
    const headers = headersOf(call, await tokens.of(call));
    const text = body === undefined ? {} : { body: JSON.stringify(body) };
    try {
      const signal = AbortSignal.timeout(timeoutMs);
      const reply = await send(`https://${publicHost}${path}`, { method, headers, signal, ...text });
      return answerOf(reply, await reply.text());
    } catch {
      // Refused, reset or too late: the client cannot tell, and asks again with the same key.
      return undefined;
    }
  };
}

function headersOf({ idempotencyKey, homeCell, preferCell }: ApiCall, token: string): Record<string, string> {
  return {
    authorization: `Bearer ${token}`,
    "content-type": "application/json",
    ...(idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey }),
    ...(homeCell === undefined ? {} : { "home-cell": homeCell }),
    ...(preferCell === undefined ? {} : { "prefer-cell": preferCell }),
  };
}

function answerOf({ status, headers }: Response, text: string): ApiAnswer {
  const servedBy = headers.get("served-by");
  const homeCell = headers.get("home-cell");
  const retryAfter = headers.get("retry-after");
  return {
    status,
    ...(servedBy === null ? {} : { servedBy }),
    ...(homeCell === null ? {} : { homeCell }),
    ...(retryAfter === null ? {} : { retryAfterSeconds: Number(retryAfter) }),
    replayed: headers.get("idempotent-replayed") === "true",
    body: parsed(text),
  };
}

/** What the edge itself answers, when no cell does, is not JSON. */
function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && body !== null ? { ...body } : {};
  } catch {
    return {};
  }
}
