import { randomHex, type Cancel, type Kernel } from "../../core/kernel.ts";
import type { Counts } from "../../core/counts.ts";
import type { ResourceModel } from "../../core/resource.ts";
import type { CertificateLookup } from "../certificate.ts";
import type { MetricSink } from "../cloudwatch/index.ts";
import { uuid } from "../uuid.ts";
import type { TraceSink } from "../xray/segment.ts";
import { formatTraceHeader } from "../xray/trace-header.ts";
import { gatewayResponse, TOO_LARGE, type GatewayContext } from "./gateway-response.ts";
import { proxyEvent } from "./proxy-event.ts";
import { proxyResponse } from "./proxy-response.ts";
import { createApiGatewayResources } from "./resources.ts";
import { matchRoute, type ApiSnapshot, type ApiStage, type RestApi, type RouteMatch } from "./rest-api.ts";
import type { ApiGatewayState } from "./state.ts";
import { traceStage } from "./stage-trace.ts";
import { createThrottles } from "./throttle.ts";

/** What API Gateway asks of Lambda. */
interface ApiLambda {
  invoke(request: {
    readonly functionArn: string;
    readonly payload: unknown;
    readonly kind: "RequestResponse";
    readonly traceHeader?: string;
  }): Promise<{ readonly payload: string; readonly functionError?: string }>;
  mayInvoke(
    functionArn: string,
    invoker: { readonly principal: string; readonly sourceArn: string; readonly sourceAccount: string },
  ): boolean;
}

/** Everything the model of API Gateway is given. */
export interface ApiGatewayDependencies {
  readonly kernel: Kernel;
  readonly accountId: string;
  readonly lambda: ApiLambda;
  readonly certificate: CertificateLookup;
  /** A firewall in front of a stage; what it returns is the answer. */
  readonly guard?: (stageArn: string, request: Request) => Response | undefined;
  /** Hears of every request that no firewall refuses. */
  readonly counts?: Pick<Counts, "add">;
  /** Where CloudWatch keeps what stages measure; without it nobody does. */
  readonly metrics?: MetricSink;
  /** Where X-Ray keeps what stages record; without it nobody does. */
  readonly traces?: TraceSink;
}

/** The model of API Gateway's REST APIs. */
export interface ApiGateway {
  readonly resources: readonly ResourceModel[];
  /** Answers a request to a custom domain name or to an API's own execute-api host name. */
  handle(hostname: string, request: Request): Promise<Response>;
  /** Where a custom domain name or an API's own host name stands; undefined for a name that no API has. */
  regionOf(hostname: string): string | undefined;
}

/** The largest request body, bytes. */
const maxBodyBytes = 10_485_760;

interface Target {
  readonly api: RestApi;
  readonly stage: ApiStage;
  /** What the stage's deployment froze. */
  readonly snapshot: ApiSnapshot;
  /** Below stage or base path: what the API's resources are matched with. */
  readonly path: string;
  /** What the event calls the path: with the base path, without the stage. */
  readonly eventPath: string;
  readonly fullPath: string;
}

/** REST APIs with Lambda proxy integrations. */
export function createApiGateway(deps: ApiGatewayDependencies): ApiGateway {
  const { kernel } = deps;
  const state: ApiGatewayState = {
    kernel,
    apis: new Map(),
    domains: new Map(),
    accounts: new Map(),
    usagePlans: new Map(),
    certificate: deps.certificate,
  };
  const throttles = createThrottles();

  const isThrottled = (stage: ApiStage, route: RouteMatch): boolean => {
    const method = `${route.resourcePath.slice(1)}/${route.httpMethod}`;
    const limit = stage.throttles.get(method) ?? stage.throttles.get("*/*");
    return limit !== undefined && !throttles.take(`${stage.arn} ${method}`, limit, kernel.now());
  };

  const answer = async (hostname: string, target: Target, request: Request, requestId: string): Promise<Response> => {
    const { api, stage, snapshot, path } = target;
    const refused = deps.guard?.(stage.arn, request);
    if (refused !== undefined) return refused;
    deps.counts?.add({ service: "apigateway", region: api.region, what: "Request" });
    const route = matchRoute(api, snapshot, path, request.method);
    if (route === undefined) return message(403, "Missing Authentication Token", "MissingAuthenticationTokenException");
    if (isThrottled(stage, route)) return message(429, "Too Many Requests", "TooManyRequestsException");
    const body = request.body === null ? new Uint8Array() : new Uint8Array(await request.arrayBuffer());
    if (body.length > maxBodyBytes) return tooLarge(snapshot, { requestId, path: target.fullPath });
    const trace = traceStage(deps, target, request);
    const event = proxyEvent({
      accountId: deps.accountId,
      apiId: api.id,
      binaryMediaTypes: snapshot.binaryMediaTypes,
      stage,
      route,
      hostname,
      method: request.method,
      path: target.eventPath,
      fullPath: target.fullPath,
      query: new URL(request.url).searchParams,
      headers: request.headers,
      body,
      requestId,
      extendedRequestId: Buffer.from(randomHex(kernel, 8), "hex").toString("base64"),
      traceId: formatTraceHeader({ root: trace.root }),
      nowMs: kernel.now(),
    });
    const response = await integrate(deps, target, route, event, request.headers.get("accept"), trace.header);
    trace.ended(request.method, route.resourcePath, response.status, requestId);
    return response;
  };

  return {
    resources: createApiGatewayResources(state),
    regionOf(hostname) {
      const [, own = ""] = /^(\w+)\.execute-api\./.exec(hostname) ?? [];
      return state.domains.get(hostname)?.region ?? state.apis.get(own)?.region;
    },
    async handle(hostname, request) {
      const requestId = uuid(kernel);
      const target = findTarget(state, hostname, request);
      const response =
        target === undefined
          ? message(403, "Forbidden", "ForbiddenException")
          : await measured(deps, target, answer(hostname, target, request, requestId));
      response.headers.set("x-amzn-requestid", requestId);
      return response;
    },
  };
}

/**
 * An answer, with what its stage measures of it.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-dimensions-log.html
 */
async function measured(
  { metrics, kernel }: ApiGatewayDependencies,
  { api, stage }: Pick<Target, "api" | "stage">,
  answered: Promise<Response>,
): Promise<Response> {
  const began = kernel.now();
  const response = await answered;
  const { status } = response;
  const dimensions = { ApiName: String(api.given["name"]), Stage: stage.name };
  const put = (name: string, value: number, unit: string) =>
    metrics?.measure(api.region, { namespace: "AWS/ApiGateway", name, dimensions, value, unit });
  put("Count", 1, "Count");
  put("4XXError", status >= 400 && status < 500 ? 1 : 0, "Count");
  put("5XXError", status >= 500 ? 1 : 0, "Count");
  put("Latency", kernel.now() - began, "Milliseconds");
  return response;
}

/** Calls the function; whatever goes wrong there is API Gateway's one sentence. */
async function integrate(
  deps: ApiGatewayDependencies,
  { api, stage, snapshot }: Target,
  route: RouteMatch,
  event: unknown,
  accept: string | null,
  traceHeader: string,
): Promise<Response> {
  const { kernel, accountId, lambda } = deps;
  const { functionArn, timeoutMs } = route.integration;
  const broken = (status: number) => message(status, "Internal server error", "InternalServerErrorException");
  const method = `${stage.name}/${route.httpMethod}${route.resourcePath}`;
  const sourceArn = `arn:aws:execute-api:${api.region}:${accountId}:${api.id}/${method}`;
  const invoker = { principal: "apigateway.amazonaws.com", sourceArn, sourceAccount: accountId };
  if (!lambda.mayInvoke(functionArn, invoker)) return broken(500);
  let cancel: Cancel = () => undefined;
  const timeout = new Promise<undefined>((resolve) => {
    cancel = kernel.after(timeoutMs, () => resolve(undefined));
  });
  try {
    const result = await Promise.race([
      lambda
        .invoke({ functionArn, payload: event, kind: "RequestResponse", traceHeader })
        .catch(() => "failed" as const),
      timeout,
    ]);
    if (result === undefined) return message(504, "Endpoint request timed out", "GatewayTimeoutException");
    if (result === "failed" || result.functionError !== undefined) return broken(502);
    return proxyResponse(result.payload, snapshot.binaryMediaTypes, accept) ?? broken(502);
  } finally {
    cancel();
  }
}

/** A custom domain leads through its longest matching base path, an execute-api host name through its first part. */
function findTarget(state: ApiGatewayState, hostname: string, request: Request): Target | undefined {
  const { pathname } = new URL(request.url);
  const host = request.headers.get("host");
  // The name in TLS and the name in HTTP have to be the same.
  if (host !== null && host.split(":")[0] !== hostname) return undefined;
  const own = /^(\w+)\.execute-api\.[\w-]+\.amazonaws\.com$/.exec(hostname);
  if (own !== null) {
    const [, stageName = "", ...rest] = pathname.split("/");
    const shown = showing(state, own[1] ?? "", stageName);
    if (shown === undefined || shown.snapshot.executeApiDisabled) return undefined;
    const path = `/${rest.join("/")}`;
    return { ...shown, path, eventPath: path, fullPath: pathname };
  }
  const mappings = (state.domains.get(hostname)?.mappings ?? []).toSorted(
    (one, other) => other.basePath.length - one.basePath.length,
  );
  for (const mapping of mappings) {
    const prefix = mapping.basePath === "" ? "" : `/${mapping.basePath}`;
    if (pathname !== prefix && !pathname.startsWith(`${prefix}/`)) continue;
    const shown = showing(state, mapping.apiId, mapping.stageName);
    const path = pathname.slice(prefix.length) || "/";
    return shown === undefined ? undefined : { ...shown, path, eventPath: pathname, fullPath: pathname };
  }
  return undefined;
}

/** What a stage shows: the API as its deployment froze it. */
function showing(
  { apis }: ApiGatewayState,
  apiId: string,
  stageName: string,
): Pick<Target, "api" | "stage" | "snapshot"> | undefined {
  const api = apis.get(apiId);
  const stage = api?.stages.get(stageName);
  const deployment = api?.deployments.get(stage?.deploymentId ?? "");
  if (api === undefined || stage === undefined || deployment === undefined) return undefined;
  return { api, stage, snapshot: deployment.snapshot };
}

function tooLarge({ responses }: ApiSnapshot, context: GatewayContext): Response {
  const otherwise = { status: 413, text: "Request Too Long", errorType: "RequestTooLongException" };
  return gatewayResponse(responses.get(TOO_LARGE), otherwise, context);
}

function message(status: number, text: string, errorType: string): Response {
  const headers = { "content-type": "application/json", "x-amzn-errortype": errorType };
  return new Response(JSON.stringify({ message: text }), { status, headers });
}
