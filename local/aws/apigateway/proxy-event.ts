import type { ApiStage, RouteMatch } from "./rest-api.ts";

/** What of a request the event is made of. */
export interface ProxyRequest {
  readonly accountId: string;
  readonly apiId: string;
  readonly binaryMediaTypes: readonly string[];
  readonly stage: ApiStage;
  readonly route: RouteMatch;
  /** The host name that was asked for. */
  readonly hostname: string;
  readonly method: string;
  /** Without the stage. */
  readonly path: string;
  /** As asked for. */
  readonly fullPath: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  readonly body: Uint8Array;
  readonly requestId: string;
  readonly extendedRequestId: string;
  readonly traceId: string;
  readonly nowMs: number;
}

/** The event of a Lambda proxy integration, payload format 1.0. Source: API Gateway's developer guide. */
export function proxyEvent(request: ProxyRequest): Readonly<Record<string, unknown>> {
  const headers = eventHeaders(request);
  const query = multiValues(request.query.entries());
  const { route, stage } = request;
  const binary = isBinary(headers["content-type"]?.at(-1), request.binaryMediaTypes);
  const body = Buffer.from(request.body);
  return {
    resource: route.resourcePath,
    path: request.path,
    httpMethod: request.method,
    headers: lastValues(headers),
    multiValueHeaders: headers,
    queryStringParameters: orNull(lastValues(query)),
    multiValueQueryStringParameters: orNull(query),
    pathParameters: orNull(route.pathParameters),
    stageVariables: orNull(stage.variables),
    requestContext: requestContext(request, headers),
    body: body.length === 0 ? null : body.toString(binary ? "base64" : "utf8"),
    isBase64Encoded: binary && body.length > 0,
  };
}

/** Whether a media type is declared binary; "*\/*" declares all. */
export function isBinary(mediaType: string | undefined, declared: readonly string[]): boolean {
  if (declared.includes("*/*")) return true;
  const bare = mediaType?.split(";")[0]?.trim().toLowerCase();
  if (bare === undefined) return false;
  const [main = ""] = bare.split("/");
  return declared.some((one) => one.toLowerCase() === bare || one.toLowerCase() === `${main}/*`);
}

function requestContext(request: ProxyRequest, headers: Readonly<Record<string, readonly string[]>>) {
  const { apiId, route, stage, hostname, nowMs } = request;
  return {
    accountId: request.accountId,
    apiId,
    domainName: hostname,
    domainPrefix: hostname.split(".")[0],
    extendedRequestId: request.extendedRequestId,
    httpMethod: request.method,
    identity: {
      accessKey: null,
      accountId: null,
      caller: null,
      cognitoAuthenticationProvider: null,
      cognitoAuthenticationType: null,
      cognitoIdentityId: null,
      cognitoIdentityPoolId: null,
      principalOrgId: null,
      sourceIp: sourceIp(headers),
      user: null,
      userAgent: headers["user-agent"]?.at(-1) ?? null,
      userArn: null,
    },
    path: request.fullPath,
    protocol: "HTTP/1.1",
    requestId: request.requestId,
    requestTime: requestTime(nowMs),
    requestTimeEpoch: nowMs,
    resourceId: route.resourceId,
    resourcePath: route.resourcePath,
    stage: stage.name,
  };
}

const replacedHeaders: ReadonlySet<string> = new Set([
  "connection",
  "host",
  "x-amzn-trace-id",
  "x-forwarded-for",
  "x-forwarded-port",
  "x-forwarded-proto",
]);

/** The request's headers and those that API Gateway adds. */
function eventHeaders({ headers, hostname, traceId }: ProxyRequest): Record<string, string[]> {
  const kept = [...headers.entries()].filter(([name]) => !replacedHeaders.has(name));
  return {
    ...multiValues(kept),
    Host: [hostname],
    "X-Amzn-Trace-Id": [traceId],
    "X-Forwarded-For": [headers.get("x-forwarded-for") ?? "127.0.0.1"],
    "X-Forwarded-Port": ["443"],
    "X-Forwarded-Proto": ["https"],
  };
}

/** API Gateway sees the address that the last hop of X-Forwarded-For names. */
function sourceIp(headers: Readonly<Record<string, readonly string[]>>): string {
  const hops = (headers["X-Forwarded-For"]?.at(-1) ?? "").split(",");
  return hops.at(-1)?.trim() || "127.0.0.1";
}

function multiValues(entries: Iterable<[string, string]>): Record<string, string[]> {
  const collected: Record<string, string[]> = {};
  for (const [name, value] of entries) (collected[name] ??= []).push(value);
  return collected;
}

function lastValues(values: Readonly<Record<string, readonly string[]>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, all]) => [name, all.at(-1) ?? ""]));
}

function orNull<T extends object>(values: T): T | null {
  return Object.keys(values).length === 0 ? null : values;
}

/** "09/Apr/2026:12:34:56 +0000" */
function requestTime(nowMs: number): string {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(nowMs).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}
