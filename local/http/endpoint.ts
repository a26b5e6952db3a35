import { Hono } from "hono";
import type { Iam } from "../aws/iam/index.ts";
import type { Passages } from "../aws/network/passages.ts";
import type { Sts } from "../aws/sts/index.ts";
import { uuid } from "../aws/uuid.ts";
import type { Call, Client, ServiceModel } from "../core/call.ts";
import type { Counts } from "../core/counts.ts";
import { AwsError, notImplemented } from "../core/errors.ts";
import type { Kernel } from "../core/kernel.ts";
import { regionUnreachable, type Regions } from "../faults/regions.ts";
import type { Direct } from "./direct.ts";
import { jsonFault, jsonReply, parseJsonInput, parseTarget } from "./json-protocol.ts";
import { parseQueryCall, queryFault, queryReply, readsXml, speaksQuery } from "./query-protocol.ts";
import { regionless } from "./reach.ts";
import { responseOf, type Reply } from "./reply.ts";
import { restFault, restReply } from "./rest-protocol.ts";
import type { RestRoute } from "./rest-route.ts";
import type { RestService } from "./rest-service.ts";
import type { WireRequest } from "./sigv4/canonical-request.ts";
import { createVerifier } from "./sigv4/verifier.ts";
import type { Signer, Verifier } from "./sigv4/verifier.ts";

/** What the AWS endpoint is made of. */
export interface EndpointOptions {
  readonly kernel: Kernel;
  readonly services: readonly ServiceModel[];
  readonly iam: Pick<Iam, "judge">;
  readonly sts: Pick<Sts, "lookup">;
  /** How calls leave the networks of functions; without it every call comes from outside of any. */
  readonly passages?: Passages;
  readonly restRoutes?: readonly RestRoute[];
  /** Services that read their requests themselves; known by whom a request is signed for. */
  readonly restServices?: readonly RestService[];
  /** Unsigned routes that are asked first: the control surface, Cognito's token endpoint and keys. */
  readonly extraRoutes?: readonly Hono[];
  /** Which regions are gone; without it all are there. */
  readonly regions?: Pick<Regions, "isLost">;
  /** Hears of every call that a service is asked for, whatever it answers. */
  readonly counts?: Pick<Counts, "add">;
  /** Hears of everything thrown that is not an `AwsError`; the caller gets `InternalFailure`. */
  readonly onFault?: (fault: unknown) => void;
}

/** Actions that AWS lets every caller do, whatever the policies say. */
export const unjudgedActions: ReadonlySet<string> = new Set(["sts:GetCallerIdentity"]);

/** The AWS endpoint of the local cloud. */
export interface Endpoint {
  /** The seam without codecs: judges the call by every policy that has a say, then hands it to its service. */
  readonly call: (call: Call) => Promise<Readonly<Record<string, unknown>>>;
  /** The seam over HTTP: verifies the signature, decodes, calls, encodes. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** The same for the most frequent calls, those of the JSON protocols. */
  readonly direct: Direct;
}

/** Creates the endpoint that all services of all regions answer behind. */
export function createEndpoint(options: EndpointOptions): Endpoint {
  const { kernel, iam } = options;
  const services = new Map(options.services.map((service) => [service.name, service]));

  async function call(request: Call): Promise<Readonly<Record<string, unknown>>> {
    const service = services.get(request.service);
    if (service === undefined) throw notImplemented(`the service "${request.service}"`);
    if (options.regions?.isLost(request.region) === true && !regionless.has(request.service)) {
      throw regionUnreachable(request.region);
    }
    const passage = options.passages?.(request);
    const questions = service.authorizations(request);
    if (questions.length === 0 && !unjudgedActions.has(`${request.service}:${request.action}`)) {
      // What nobody can be asked about is not modelled, whatever the service would do.
      throw notImplemented(`${request.service}:${request.action}`);
    }
    options.counts?.add({ service: request.service, region: request.region, what: request.action });
    iam.judge({ ...request, passage }, questions);
    return service.handle(request);
  }

  const seam: Seam = {
    call,
    verify: createVerifier(kernel, options.sts),
    newRequestId: () => uuid(kernel),
    asAwsError(fault) {
      if (fault instanceof AwsError) return fault;
      options.onFault?.(fault);
      return new AwsError("InternalFailure", "The local cloud failed; its log tells why.", 500);
    },
  };
  const app = routes(seam, options);
  const restServices = new Map(options.restServices?.map((service) => [service.service, service]));
  return {
    call,
    async fetch(request) {
      const named = restServices.size === 0 ? "" : signedService(request);
      const service = restServices.get(named);
      return service === undefined ? app.fetch(request) : overService(seam, service, request);
    },
    direct({ method, url, headers }) {
      const target = method === "POST" && url === "/" ? headers.get("x-amz-target") : null;
      if (target === null) return undefined;
      return (body) => overJson(seam, { method, path: "/", query: "", headers, body }, target);
    },
  };
}

/** What the codecs need from the endpoint. */
interface Seam {
  readonly call: Endpoint["call"];
  readonly verify: Verifier;
  newRequestId(): string;
  asAwsError(fault: unknown): AwsError;
}

function routes(seam: Seam, options: EndpointOptions): Hono {
  const app = new Hono();
  for (const extra of options.extraRoutes ?? []) app.route("/", extra);
  for (const route of options.restRoutes ?? []) {
    app.on(route.method, route.pattern, (context) => overRest(seam, route, context.req.raw, context.req.param()));
  }
  app.post("/", async (context) => {
    const target = context.req.raw.headers.get("x-amz-target");
    if (target === null) return overQuery(seam, context.req.raw);
    return responseOf(await overJson(seam, await readWire(context.req.raw), target));
  });
  app.notFound((context) => {
    const unknown = notImplemented(`the request ${context.req.method} ${context.req.path}`);
    const service = signedService(context.req.raw);
    const objects = options.restServices?.find((one) => one.service === "s3");
    if (service === "" && objects !== undefined && !context.req.path.startsWith("/_")) {
      // Unsigned and of no route, it can be meant for S3 alone, which has no anonymous callers here.
      const missing = new AwsError(
        "MissingAuthenticationTokenException",
        "Request is missing Authentication Token",
        403,
      );
      return objects.fault(context.req, seam.newRequestId(), missing);
    }
    if (readsXml(service)) return queryFault(service, seam.newRequestId(), unknown);
    return restFault(seam.newRequestId(), unknown);
  });
  app.onError((fault) => restFault(seam.newRequestId(), seam.asAwsError(fault)));
  return app;
}

async function overJson(seam: Seam, wire: WireRequest & { readonly body: string }, target: string): Promise<Reply> {
  const requestId = seam.newRequestId();
  const contentType = wire.headers.get("content-type") ?? "application/x-amz-json-1.0";
  let named = { service: "", errorNamespace: "" };
  try {
    const from = fromOf(wire);
    const { service, action, errorNamespace } = parseTarget(target);
    named = { service, errorNamespace };
    if (contentType.includes("cbor")) throw notImplemented("CBOR; AWS_CBOR_DISABLE=true has a client speak JSON");
    const { caller, region } = signedFor(seam, wire, service);
    const input = parseJsonInput(wire.body);
    const output = await seam.call({ service, action, region, input, caller, requestId, ...from });
    return jsonReply(service, contentType, requestId, output);
  } catch (fault) {
    return jsonFault(named, contentType, requestId, seam.asAwsError(fault));
  }
}

async function overQuery(seam: Seam, request: Request): Promise<Response> {
  const requestId = seam.newRequestId();
  let service = "sts";
  try {
    const wire = await readWire(request);
    const signer = seam.verify(wire);
    service = signer.service;
    if (!speaksQuery(service)) throw notImplemented(`the Query protocol of the service "${service}"`);
    const { caller, region } = signer;
    const { action, input } = parseQueryCall(wire.body);
    const from = fromOf(wire);
    const output = await seam.call({ service, action, region, input, caller, requestId, ...from });
    return queryReply(service, action, requestId, output);
  } catch (fault) {
    return queryFault(service, requestId, seam.asAwsError(fault));
  }
}

async function overRest(
  seam: Seam,
  route: RestRoute,
  request: Request,
  params: Readonly<Record<string, string>>,
): Promise<Response> {
  const requestId = seam.newRequestId();
  try {
    // The signature covers the bytes, which need not be text.
    const wire = { ...headOf(request), headers: request.headers, body: await bytesOf(request) };
    const { service, action } = route;
    const { caller, region } = signedFor(seam, wire, service);
    const query = new URLSearchParams(wire.query);
    const from = fromOf(wire);
    const body = new TextDecoder().decode(wire.body);
    const input = route.input({ method: wire.method, params, query, headers: request.headers, body });
    const output = await seam.call({ service, action, region, input, caller, requestId, ...from });
    if (route.reply === undefined) return restReply(requestId, output);
    const reply = route.reply(output);
    reply.headers.set("x-amzn-requestid", requestId);
    return reply;
  } catch (fault) {
    const error = seam.asAwsError(fault);
    return route.fault?.(requestId, error) ?? restFault(requestId, error);
  }
}

async function overService(seam: Seam, service: RestService, request: Request): Promise<Response> {
  const requestId = seam.newRequestId();
  const { method } = request;
  try {
    const wire = { ...headOf(request), headers: request.headers, body: await bytesOf(request) };
    const { caller, region } = signedFor(seam, wire, service.service);
    const { action, input, reply } = service.read(wire);
    const from = fromOf(wire);
    const output = await seam.call({ service: service.service, action, region, input, caller, requestId, ...from });
    return reply(output, requestId);
  } catch (fault) {
    return service.fault({ method }, requestId, seam.asAwsError(fault));
  }
}

/** For which service a request says that it is signed, in its header or in its query. */
function signedService({ url, headers }: Request): string {
  const inQuery = /[?&]X-Amz-Credential=([^&]+)/.exec(url)?.[1] ?? "";
  const [, inHeader = ""] = /Credential=([^,\s]+)/.exec(headers.get("authorization") ?? "") ?? [];
  return (inHeader || decodeURIComponent(inQuery)).split("/").at(-2) ?? "";
}

/** The local cloud is reached on the loopback interface alone. */
function clientOf({ headers }: WireRequest): Client {
  return { sourceIp: "127.0.0.1", userAgent: headers.get("user-agent") ?? undefined };
}

/** Who a request comes from, and in which trace. */
function fromOf(wire: WireRequest): Pick<Call, "client" | "traceHeader"> {
  const traceHeader = wire.headers.get("x-amzn-trace-id");
  return { client: clientOf(wire), ...(traceHeader !== null && { traceHeader }) };
}

function signedFor(seam: Seam, request: WireRequest, service: string): Signer {
  const signer = seam.verify(request);
  if (signer.service === service) return signer;
  throw new AwsError("InvalidSignatureException", `Credential should be scoped to correct service: '${service}'.`, 403);
}

async function bytesOf(request: Request): Promise<Uint8Array> {
  const { method } = request;
  return method === "GET" || method === "HEAD" ? new Uint8Array() : new Uint8Array(await request.arrayBuffer());
}

async function readWire(request: Request): Promise<WireRequest & { readonly body: string }> {
  const { method, headers } = request;
  const body = method === "GET" || method === "HEAD" ? "" : await request.text();
  return { ...headOf(request), headers, body };
}

// Path and query are cut out of the URL as sent: parsing would undo encodings that the signature covers.
function headOf({ url, method }: Request): Pick<WireRequest, "method" | "path" | "query"> {
  const pathStart = url.indexOf("/", url.indexOf("//") + 2);
  const queryStart = url.indexOf("?", pathStart);
  return {
    method,
    path: queryStart < 0 ? url.slice(pathStart) : url.slice(pathStart, queryStart),
    query: queryStart < 0 ? "" : url.slice(queryStart + 1),
  };
}
