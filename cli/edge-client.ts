import type { Clock, Random } from "../functions/stores/clock.ts";
import { UserError } from "../local/core/errors.ts";

/** A request to the public API. */
export interface EdgeRequest {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  readonly path: string;
  readonly token: string;
  /** Makes the request safe to send again; required on every change. */
  readonly idempotencyKey?: string;
  /** Where an account is to be opened. */
  readonly homeCell?: string;
  /** The cell to ask, where the path names no account. */
  readonly preferCell?: string;
  readonly body?: unknown;
  /** The body as it is, where that is no JSON. */
  readonly xml?: string;
}

/** What the API answered last. */
export interface EdgeReply {
  readonly status: number;
  /** The parsed body; empty where there was none. */
  readonly body: Readonly<Record<string, unknown>>;
  /** How often the request was sent. */
  readonly attempts: number;
}

/** A client of the public API that does what its answers ask for. */
export interface EdgeClient {
  /**
   * Sends a request and, as long as the answer says that it may be sent again as it is, sends it again: to the cell
   * that a 421 names, once; after the time that Retry-After asks for; with growing pauses otherwise. Throws a
   * `UserError` when no answer comes.
   */
  send(request: EdgeRequest): Promise<EdgeReply>;
}

const ATTEMPTS_MAX = 8;
const PAUSE_MS = 100;
const PAUSE_MS_MAX = 5_000;
const AGAIN: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);

/** A client of the edge at `url`. */
export function createEdgeClient(url: string, clock: Clock, random: Random, send: typeof fetch = fetch): EdgeClient {
  async function attempt(request: EdgeRequest, prefer: string | undefined): Promise<Response | Error> {
    const { method, path, body, xml } = request;
    const text = xml ?? (body === undefined ? undefined : JSON.stringify(body));
    try {
      const headers = headersOf(request, prefer);
      return await send(`${url}${path}`, { method, headers, ...(text === undefined ? {} : { body: text }) });
    } catch (fault) {
      return fault instanceof Error ? fault : new Error(String(fault));
    }
  }

  return {
    async send(request) {
      let prefer = request.preferCell;
      for (let attempts = 1; ; attempts += 1) {
        const reply = await attempt(request, prefer);
        const last = attempts === ATTEMPTS_MAX;
        if (reply instanceof Error) {
          if (last) throw new UserError(`The edge at ${url} does not answer: ${causeOf(reply)}.`, { cause: reply });
        } else {
          const owner = reply.headers.get("home-cell") ?? undefined;
          const redirected = reply.status === 421 && prefer === undefined && owner !== undefined;
          const repeatable = redirected || AGAIN.has(reply.status) || isStillRunning(reply);
          if (!repeatable || last) return { ...(await read(reply)), attempts };
          await reply.body?.cancel();
          if (redirected) {
            prefer = owner;
            continue;
          }
        }
        await clock.sleep(pause(reply, attempts, random));
      }
    },
  };
}

function headersOf({ token, idempotencyKey, homeCell, body, xml }: EdgeRequest, prefer: string | undefined): Headers {
  const headers = new Headers({ authorization: `Bearer ${token}` });
  if (idempotencyKey !== undefined) headers.set("idempotency-key", idempotencyKey);
  if (homeCell !== undefined) headers.set("home-cell", homeCell);
  if (prefer !== undefined) headers.set("prefer-cell", prefer);
  if (xml !== undefined) headers.set("content-type", "application/xml");
  else if (body !== undefined) headers.set("content-type", "application/json");
  return headers;
}

/** A conflict that says when to come back is a request with the same key that is still running. */
function isStillRunning(reply: Response): boolean {
  return reply.status === 409 && reply.headers.has("retry-after");
}

function pause(reply: Response | Error, attempts: number, random: Random): number {
  const asked = reply instanceof Error ? Number.NaN : Number(reply.headers.get("retry-after") ?? Number.NaN);
  const grown = Number.isNaN(asked) ? PAUSE_MS * 2 ** (attempts - 1) : asked * 1_000;
  return Math.min(PAUSE_MS_MAX, grown) * (1 + random() / 4);
}

async function read(reply: Response): Promise<Omit<EdgeReply, "attempts">> {
  const text = await reply.text();
  return { status: reply.status, body: parseBody(text) };
}

function parseBody(text: string): Readonly<Record<string, unknown>> {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && body !== null ? { ...body } : {};
  } catch {
    return text === "" ? {} : { detail: text.slice(0, 300) };
  }
}

function causeOf(fault: Error): string {
  return fault.cause instanceof Error ? fault.cause.message : fault.message;
}
