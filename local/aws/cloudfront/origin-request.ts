import type { Origin } from "./distribution.ts";
import { allValues, joinValues, type EdgeRequest, type EventValues } from "./edge-event.ts";
import { selects, type OriginRequestPolicy, type ResponseHeadersPolicy, type Selection } from "./policies.ts";

/** Headers that belong to one connection. */
const hopByHop: ReadonlySet<string> = new Set([
  "connection",
  "expect",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** Headers that reach an origin whatever its policy says. */
const alwaysForwarded: ReadonlySet<string> = new Set(["content-type", "content-encoding", "accept-encoding"]);

/** What CloudFront itself says to an origin. */
export interface EdgeFacts {
  readonly requestId: string;
  readonly viewerAddress: string;
  readonly edgeHost: string;
}

/** What a request to an origin is made of. */
export interface OriginRequestParts {
  readonly origin: Origin;
  readonly policy: OriginRequestPolicy;
  readonly request: EdgeRequest;
  readonly body: Uint8Array<ArrayBuffer> | undefined;
  readonly facts: EdgeFacts;
  /** Replaces the Host that the policy would send. */
  readonly hostHeader: string | undefined;
}

/** The request that goes to the origin. */
export function originRequest(parts: OriginRequestParts): Request {
  const { origin, policy, request, body } = parts;
  const query = joinValues(pick(request.querystring, policy.queryStrings), "&");
  const url = `https://${origin.domainName}${origin.path}${request.uri}${query === "" ? "" : `?${query}`}`;
  const init: RequestInit = { method: request.method, headers: originHeaders(parts) };
  return new Request(url, body === undefined || body.length === 0 ? init : { ...init, body });
}

/** The response that goes to the viewer. */
export function viewerResponse(
  response: Response,
  policy: ResponseHeadersPolicy | undefined,
  facts: EdgeFacts,
): Response {
  const headers = new Headers(response.headers);
  for (const name of hopByHop) headers.delete(name);
  for (const name of policy?.remove ?? []) headers.delete(name);
  for (const { name, value, override } of policy?.set ?? []) {
    if (override || !headers.has(name)) headers.set(name, value);
  }
  for (const [name, value] of edgeHeaders(facts, `${response.ok ? "Miss" : "Error"} from cloudfront`)) {
    headers.set(name, value);
  }
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

/** What CloudFront adds to every response. */
export function edgeHeaders(facts: EdgeFacts, cache: string): readonly (readonly [string, string])[] {
  return [
    ["x-cache", cache],
    ["via", `1.1 ${facts.edgeHost} (CloudFront)`],
    ["x-amz-cf-pop", "LOCAL50-P1"],
    ["x-amz-cf-id", facts.requestId],
  ];
}

function originHeaders({ origin, policy, request, facts, hostHeader }: OriginRequestParts): Headers {
  const headers = new Headers();
  const forwarded = request.headers["x-forwarded-for"]?.value;
  for (const [name, entry] of Object.entries(request.headers)) {
    const wanted = alwaysForwarded.has(name) || selects(policy.headers, name) || policy.cloudFrontHeaders.has(name);
    if (wanted && !hopByHop.has(name) && name !== "content-length") {
      for (const value of allValues(entry)) headers.append(name, value);
    }
  }
  const cookies = joinValues(pick(request.cookies, policy.cookies), "; ");
  if (cookies !== "") headers.set("cookie", cookies);
  if (hostHeader !== undefined) headers.set("host", hostHeader);
  else if (!headers.has("host")) headers.set("host", origin.domainName);
  if (!headers.has("user-agent")) headers.set("user-agent", "Amazon CloudFront");
  headers.set(
    "x-forwarded-for",
    forwarded === undefined ? facts.viewerAddress : `${forwarded}, ${facts.viewerAddress}`,
  );
  headers.set("x-amz-cf-id", facts.requestId);
  headers.set("via", `1.1 ${facts.edgeHost} (CloudFront)`);
  // An origin's own headers replace whatever the viewer sent under their name.
  for (const [name, value] of origin.customHeaders) headers.set(name, value);
  return headers;
}

function pick(values: EventValues, chosen: Selection): EventValues {
  return Object.fromEntries(Object.entries(values).filter(([name]) => selects(chosen, name)));
}
