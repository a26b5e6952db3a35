import type { ServiceModel } from "../../core/call.ts";
import type { Counts } from "../../core/counts.ts";
import { randomHex, type Cancel, type Kernel } from "../../core/kernel.ts";
import type { InvokeModel, ResourceModel } from "../../core/resource.ts";
import { isUnreachable } from "../../faults/regions.ts";
import { behaviorFor, type CacheBehavior, type Distribution, type Origin } from "./distribution.ts";
import { allValues, edgeRequest, parseVerdict, type EdgeRequest, type EdgeResponse } from "./edge-event.ts";
import { runEdgeFunction, type SelectedOrigin } from "./edge-function.ts";
import { createCloudFrontInvokes } from "./invokes.ts";
import { createKeyValueService } from "./key-value-service.ts";
import { edgeHeaders, originRequest, viewerResponse, type EdgeFacts } from "./origin-request.ts";
import { noOriginRequestPolicy, type OriginRequestPolicy } from "./policies.ts";
import { createCloudFrontResources } from "./resources.ts";
import {
  createCloudFrontState,
  type CloudFrontNeighbours,
  type CloudFrontState,
  type StoredDistribution,
} from "./state.ts";

export { routes } from "./wire.ts";

/** Where a viewer is taken to be unless a request says otherwise. */
interface ViewerPlace {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** A name of the IANA time zone database. */
  readonly timeZone: string;
}

/** Everything the model of CloudFront is given. */
export interface CloudFrontDependencies extends CloudFrontNeighbours {
  readonly kernel: Kernel;
  readonly accountId: string;
  /** Reaches an origin by its host name; the request has the headers that CloudFront sends. */
  origin(hostname: string, request: Request): Promise<Response>;
  readonly viewer?: ViewerPlace;
  /** Hears of every viewer's request, of every run of a function, and of what that reads. */
  readonly counts?: Pick<Counts, "add">;
  /** What functions print, and why they failed. */
  readonly log?: (functionName: string, line: string) => void;
}

/** The model of CloudFront: distributions, viewer-request functions, KeyValueStores. */
export interface CloudFront {
  /** The KeyValueStores' data API. */
  readonly service: ServiceModel;
  readonly resources: readonly ResourceModel[];
  readonly invokes: readonly InvokeModel[];
  /** A viewer's request to whichever distribution its host name belongs to; a lone one takes every host name. */
  fetch(request: Request): Promise<Response>;
}

const defaultViewer: ViewerPlace = { country: "DE", timeZone: "Europe/Berlin" };

/** Local requests may say where they come from; on AWS CloudFront finds that out itself. */
const placeHeaders = { country: "x-local-viewer-country", timeZone: "x-local-viewer-time-zone" };

const viewerAddress = "127.0.0.1";

/** One viewer request on its way. */
interface Exchange {
  readonly distribution: Distribution;
  readonly behavior: CacheBehavior;
  readonly policy: OriginRequestPolicy;
  readonly facts: EdgeFacts;
}

/** Which request goes to which origin. */
interface Routed extends SelectedOrigin {
  readonly request: EdgeRequest;
}

/** CloudFront without caches: every request goes through its function to its origin. */
export function createCloudFront(deps: CloudFrontDependencies): CloudFront {
  const { kernel } = deps;
  const state = createCloudFrontState(kernel, deps);
  return {
    service: createKeyValueService((arn) => state.stores.get(arn)?.store),
    resources: createCloudFrontResources(state),
    invokes: createCloudFrontInvokes(),
    async fetch(request) {
      const facts: EdgeFacts = {
        requestId: Buffer.from(randomHex(kernel, 39), "hex").toString("base64url"),
        viewerAddress,
        edgeHost: `${randomHex(kernel, 16)}.cloudfront.net`,
      };
      const stored = distributionFor(state, request);
      if (stored === undefined || !stored.distribution.enabled) return problem(facts, 403, "Error from cloudfront");
      const { distribution, arn } = stored;
      deps.counts?.add({ service: "cloudfront", region: "", what: "Request" });
      if (deps.firewall.guard(arn, request.headers) === "block") return problem(facts, 403, "Error from cloudfront");
      const behavior = behaviorFor(distribution, new URL(request.url).pathname);
      if (behavior === undefined || !behavior.allowedMethods.includes(request.method)) {
        return problem(facts, 403, "Error from cloudfront");
      }
      const named = state.originRequestPolicies.get(behavior.originRequestPolicyId ?? "");
      const policy = named?.value ?? noOriginRequestPolicy;
      return answer(deps, state, request, { distribution, behavior, policy, facts });
    },
  };
}

async function answer(
  deps: CloudFrontDependencies,
  state: CloudFrontState,
  request: Request,
  exchange: Exchange,
): Promise<Response> {
  const { distribution, behavior, policy, facts } = exchange;
  const event = edgeRequest(request, cloudFrontHeaders(deps.viewer ?? defaultViewer, policy, request, facts));
  const routed = await route(deps, state, exchange, event);
  if (routed instanceof Response) return routed;
  const origin = distribution.origins.get(routed.originId);
  if (origin === undefined) return problem(facts, 502, "Error from cloudfront");
  const root = routed.request.uri === "/" && distribution.defaultRootObject !== "";
  const sent = root ? { ...routed.request, uri: `/${distribution.defaultRootObject}` } : routed.request;
  const body = request.body === null ? undefined : new Uint8Array(await request.arrayBuffer());
  const toOrigin = originRequest({ origin, policy, request: sent, body, facts, hostHeader: routed.hostHeader });
  const response = await fromOrigin(deps, origin, toOrigin);
  if (typeof response === "number") return problem(facts, response, "Error from cloudfront");
  const added = state.responseHeadersPolicies.get(behavior.responseHeadersPolicyId ?? "");
  return viewerResponse(response, added?.value, facts);
}

/** Runs the behaviour's function, if it has one: which request goes to which origin, or the answer already. */
async function route(
  deps: CloudFrontDependencies,
  state: CloudFrontState,
  { distribution, behavior, facts }: Exchange,
  request: EdgeRequest,
): Promise<Response | Routed> {
  const fn = state.functions.get(behavior.viewerRequestFunctionArn ?? "")?.live;
  const byDefault: SelectedOrigin = { originId: behavior.targetOriginId, hostHeader: undefined };
  if (fn === undefined) return { request, ...byDefault };
  const event = {
    version: "1.0",
    context: {
      distributionDomainName: distribution.domainName,
      distributionId: distribution.id,
      eventType: "viewer-request",
      requestId: facts.requestId,
    },
    viewer: { ip: facts.viewerAddress },
    request,
  };
  const count = (what: string) => deps.counts?.add({ service: "cloudfront", region: "", what });
  count("FunctionInvocation");
  const originIds = new Set(distribution.origins.keys());
  const run = await runEdgeFunction(fn, event, originIds, () => count("KeyValueStoreRead"));
  for (const line of run.log) deps.log?.(fn.name, line);
  if (run.kind === "failed") {
    deps.log?.(fn.name, run.message);
    return problem(facts, 503, "FunctionExecutionError from cloudfront");
  }
  const verdict = parseVerdict(run.value, request);
  switch (verdict.kind) {
    case "request":
      return { request: verdict.request, ...(run.selected ?? byDefault) };
    case "response":
      return generated(verdict.response, facts);
    case "invalid":
      deps.log?.(fn.name, verdict.reason);
      return problem(facts, 503, "FunctionValidationError from cloudfront");
  }
}

/** The origin's response, or the status that CloudFront answers in its stead. */
async function fromOrigin(deps: CloudFrontDependencies, origin: Origin, request: Request): Promise<Response | number> {
  let cancel: Cancel = () => undefined;
  const timeout = new Promise<number>((resolve) => {
    cancel = deps.kernel.after(origin.readTimeoutMs, () => resolve(504));
  });
  try {
    return await Promise.race([deps.origin(origin.domainName, request).catch(statusWithout), timeout]);
  } finally {
    cancel();
  }
}

/** Nobody there in time is one thing, a connection that fails another. */
function statusWithout(fault: unknown): number {
  return isUnreachable(fault) ? 504 : 502;
}

function distributionFor(state: CloudFrontState, request: Request): StoredDistribution | undefined {
  const host = (request.headers.get("host") ?? new URL(request.url).host).split(":")[0] ?? "";
  const all = [...state.distributions.values()];
  const named = all.find(({ distribution: { aliases, domainName } }) => domainName === host || aliases.includes(host));
  return named ?? (all.length === 1 ? all[0] : undefined);
}

function cloudFrontHeaders(
  viewer: ViewerPlace,
  policy: OriginRequestPolicy,
  request: Request,
  facts: EdgeFacts,
): Readonly<Record<string, string>> {
  const known: Readonly<Record<string, string>> = {
    "cloudfront-forwarded-proto": "https",
    "cloudfront-viewer-address": `${facts.viewerAddress}:443`,
    "cloudfront-viewer-country": request.headers.get(placeHeaders.country) ?? viewer.country,
    "cloudfront-viewer-time-zone": request.headers.get(placeHeaders.timeZone) ?? viewer.timeZone,
  };
  return Object.fromEntries(Object.entries(known).filter(([name]) => policy.cloudFrontHeaders.has(name)));
}

function generated(response: EdgeResponse, facts: EdgeFacts): Response {
  const headers = new Headers(edgeHeaders(facts, "FunctionGeneratedResponse from cloudfront").map(([n, v]) => [n, v]));
  for (const [name, entry] of Object.entries(response.headers)) {
    for (const value of allValues(entry)) headers.append(name, value);
  }
  for (const [name, entry] of Object.entries(response.cookies)) headers.append("set-cookie", `${name}=${entry.value}`);
  const bodiless = response.statusCode === 204 || response.statusCode === 304;
  const init = { status: response.statusCode, statusText: response.statusDescription ?? "", headers };
  return new Response(bodiless ? null : response.body, init);
}

function problem(facts: EdgeFacts, status: number, cache: string): Response {
  const headers = new Headers(edgeHeaders(facts, cache).map(([n, v]) => [n, v]));
  headers.set("content-type", "text/html");
  const sentence = `The request could not be satisfied. Request ID: ${facts.requestId}`;
  const body = `<h1>${status} ERROR</h1><p>${sentence}</p>\n`;
  return new Response(body, { status, headers });
}
