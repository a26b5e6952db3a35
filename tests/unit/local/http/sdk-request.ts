import type { WireRequest } from "../../../../local/http/sigv4/canonical-request.ts";

/** The part of an SDK's HTTP request that goes over the wire. */
interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A `requestHandler` for an SDK client that keeps the request and sends nothing. */
export interface Capture {
  handle(request: SdkRequest): Promise<never>;
}

/** A signed request whose parts can be replaced one by one. */
export interface SignedRequest extends Omit<WireRequest, "headers"> {
  readonly headers: Readonly<Record<string, string>>;
}

/** What an SDK client puts on the wire, signed by the SDK itself. */
export async function signedBySdk(send: (handler: Capture) => Promise<unknown>): Promise<SignedRequest> {
  let captured: SdkRequest | undefined;
  const handler: Capture = {
    handle(request) {
      captured = request;
      return Promise.reject(new Error("captured"));
    },
  };
  await send(handler).catch(() => undefined);
  if (captured === undefined) throw new Error("The SDK client sent nothing.");
  const { method, path, query = {}, headers, body } = captured;
  const lowered = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return { method, path, query: queryOf(query), headers: Object.fromEntries(lowered), body: textOf(body) };
}

/** The request as the verifier reads it. */
export function toWire(request: SignedRequest): WireRequest {
  return { ...request, headers: { get: (name) => request.headers[name] ?? null } };
}

function queryOf(query: NonNullable<SdkRequest["query"]>): string {
  return Object.entries(query)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value ?? ""))}`)
    .join("&");
}

function textOf(body: unknown): string {
  if (typeof body === "string") return body;
  return body instanceof Uint8Array ? new TextDecoder().decode(body) : "";
}
