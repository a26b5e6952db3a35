import { isProperties } from "../inputs.ts";

/** A value of a header or query parameter; `multiValue` where there are several. */
export interface EventValue {
  readonly value: string;
  readonly multiValue?: readonly { readonly value: string }[];
}

/** Named values of an event. */
export type EventValues = Readonly<Record<string, EventValue>>;

/** A viewer's request as a function sees and returns it. */
export interface EdgeRequest {
  readonly method: string;
  readonly uri: string;
  readonly querystring: EventValues;
  /** Names in lower case, without "cookie". */
  readonly headers: EventValues;
  readonly cookies: EventValues;
}

/** A function's own answer to the viewer. */
export interface EdgeResponse {
  readonly statusCode: number;
  readonly statusDescription: string | undefined;
  readonly headers: EventValues;
  readonly cookies: EventValues;
  readonly body: Uint8Array;
}

/** What a viewer-request function decided. */
export type EdgeVerdict =
  | { readonly kind: "request"; readonly request: EdgeRequest }
  | { readonly kind: "response"; readonly response: EdgeResponse }
  | { readonly kind: "invalid"; readonly reason: string };

/** The request part of a viewer-request event. Source: CloudFront Functions' event structure. */
export function edgeRequest(request: Request, added: Readonly<Record<string, string>>): EdgeRequest {
  const url = new URL(request.url);
  const headers = new Map<string, string[]>();
  for (const [name, value] of request.headers) {
    if (name !== "cookie") headers.set(name, [value]);
  }
  for (const [name, value] of Object.entries(added)) headers.set(name, [value]);
  return {
    method: request.method,
    uri: url.pathname,
    querystring: eventValues(collect(url.search.slice(1), "&")),
    headers: eventValues(headers),
    cookies: eventValues(collect(request.headers.get("cookie") ?? "", ";")),
  };
}

/** Judges what a viewer-request function returned: a request to go on with, or a response. */
export function parseVerdict(returned: unknown, sent: EdgeRequest): EdgeVerdict {
  if (!isProperties(returned)) return { kind: "invalid", reason: "The function returned no object." };
  if ("statusCode" in returned) return parseResponse(returned);
  const { method, uri } = returned;
  if (method !== sent.method) return { kind: "invalid", reason: "The function changed the read-only method." };
  if (typeof uri !== "string" || !uri.startsWith("/")) return { kind: "invalid", reason: "request.uri is no path." };
  const headers = parseValues(returned["headers"]);
  const querystring = parseValues(returned["querystring"] ?? {});
  const cookies = parseValues(returned["cookies"] ?? {});
  if (headers === undefined) return { kind: "invalid", reason: "request.headers is malformed." };
  if (querystring === undefined) return { kind: "invalid", reason: "request.querystring is malformed." };
  if (cookies === undefined) return { kind: "invalid", reason: "request.cookies is malformed." };
  for (const name of ["host", "content-length", "transfer-encoding", "via"]) {
    if (headers[name]?.value !== sent.headers[name]?.value) {
      return { kind: "invalid", reason: `The function changed the read-only header ${name}.` };
    }
  }
  return { kind: "request", request: { method: sent.method, uri, querystring, headers, cookies } };
}

/** "a=1&a=2" of an event's values; CloudFront hands them on as they came. */
export function joinValues(values: EventValues, separator: string): string {
  return Object.entries(values)
    .flatMap(([name, entry]) => allValues(entry).map((value) => (value === "" ? name : `${name}=${value}`)))
    .join(separator);
}

/** A value, or each of several. */
export function allValues(entry: EventValue): readonly string[] {
  return entry.multiValue?.map(({ value }) => value) ?? [entry.value];
}

function parseResponse(returned: Readonly<Record<string, unknown>>): EdgeVerdict {
  const { statusCode, statusDescription, body } = returned;
  if (typeof statusCode !== "number" || !Number.isInteger(statusCode) || statusCode < 200 || statusCode > 599) {
    return { kind: "invalid", reason: "response.statusCode is no status." };
  }
  const headers = parseValues(returned["headers"] ?? {});
  const cookies = parseValues(returned["cookies"] ?? {});
  const bytes = parseBody(body);
  if (headers === undefined || cookies === undefined)
    return { kind: "invalid", reason: "response.headers is malformed." };
  if (bytes === undefined) return { kind: "invalid", reason: "response.body is malformed." };
  const description = typeof statusDescription === "string" ? statusDescription : undefined;
  return {
    kind: "response",
    response: { statusCode, statusDescription: description, headers, cookies, body: bytes },
  };
}

function parseBody(body: unknown): Uint8Array | undefined {
  if (body === undefined) return new Uint8Array();
  if (typeof body === "string") return Buffer.from(body);
  if (!isProperties(body) || typeof body["data"] !== "string") return undefined;
  return Buffer.from(body["data"], body["encoding"] === "base64" ? "base64" : "utf8");
}

function parseValues(values: unknown): EventValues | undefined {
  if (!isProperties(values)) return undefined;
  const parsed: Record<string, EventValue> = {};
  for (const [name, entry] of Object.entries(values)) {
    if (!isProperties(entry)) return undefined;
    const { value, multiValue } = entry;
    const several = Array.isArray(multiValue)
      ? multiValue.filter(isProperties).map((one) => textOf(one["value"]) ?? "")
      : [];
    const first = value === undefined ? several[0] : textOf(value);
    if (first === undefined) return undefined;
    parsed[name] =
      several.length > 0 ? { value: first, multiValue: several.map((one) => ({ value: one })) } : { value: first };
  }
  return parsed;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}

function collect(text: string, separator: string): Map<string, string[]> {
  const collected = new Map<string, string[]>();
  for (const pair of text.split(separator)) {
    const trimmed = pair.trim();
    if (trimmed === "") continue;
    const equals = trimmed.indexOf("=");
    const name = equals < 0 ? trimmed : trimmed.slice(0, equals);
    const value = equals < 0 ? "" : trimmed.slice(equals + 1);
    collected.set(name, [...(collected.get(name) ?? []), value]);
  }
  return collected;
}

function eventValues(collected: ReadonlyMap<string, readonly string[]>): EventValues {
  const entries = [...collected].map(([name, values]): [string, EventValue] => {
    const value = values[0] ?? "";
    return [name, values.length > 1 ? { value, multiValue: values.map((one) => ({ value: one })) } : { value }];
  });
  return Object.fromEntries(entries);
}
