import grpc from "@grpc/grpc-js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import plugproto from "@pulumi/pulumi/proto/plugin_pb.js";
import provproto from "@pulumi/pulumi/proto/provider_pb.js";
import type { CheckFailure } from "../../core/resource.ts";
import type { PropertyChange } from "../lifecycle/diff.ts";
import type { EngineAnswer, EngineRequest } from "./messages.ts";
import { checkProviderConfig, readProviderConfig } from "./provider-config.ts";
import type { ProviderConfig } from "./provider-config.ts";
import { fromStruct, toStruct } from "./struct.ts";

/** What the service works with. */
export interface AwsServiceDeps {
  readonly accountId: string;
  /** The version of the public provider that this one stands for. */
  readonly version: string;
  /** Asks the local cloud. */
  ask(request: EngineRequest): Promise<EngineAnswer>;
}

/** The engine's calls of the package `aws` (`proto/pulumi/provider.proto`); what is not here is `UNIMPLEMENTED`. */
export function createAwsService(deps: AwsServiceDeps): grpc.UntypedServiceImplementation {
  const connections = createConnections();
  return { ...plumbing(deps), ...configuration(deps, connections), ...lifeCycle(deps, connections) };
}

/** The engine opens a connection of its own for every provider instance: its configuration is known by it. */
interface Connections {
  configure(peer: string, config: ProviderConfig): void;
  regionOf(peer: string): string;
}

/** Engines that have gone are forgotten beyond this many connections. */
const connectionsMax = 1_000;

function createConnections(): Connections {
  const configs = new Map<string, ProviderConfig>();
  return {
    configure(peer, config) {
      configs.delete(peer);
      configs.set(peer, config);
      const [oldest] = configs.keys();
      if (configs.size > connectionsMax && oldest !== undefined) configs.delete(oldest);
    },
    regionOf(peer) {
      const config = configs.get(peer);
      if (config === undefined) throw new Error("This provider was restarted: run the command again.");
      return config.region;
    },
  };
}

/** One call without streams: its answer or its error, whenever they come. */
function unary<Request, Response>(
  work: (request: Request, peer: string) => Response | Promise<Response>,
): grpc.handleUnaryCall<Request, Response> {
  const answer = async (request: Request, peer: string, callback: grpc.sendUnaryData<Response>): Promise<void> => {
    try {
      callback(null, await work(request, peer));
    } catch (fault) {
      callback({ code: grpc.status.UNKNOWN, details: fault instanceof Error ? fault.message : String(fault) });
    }
  };
  // It ends well whatever happens: every fault is an answer.
  return (call, callback) => void answer(call.request, call.getPeer(), callback);
}

function plumbing({ version }: AwsServiceDeps): grpc.UntypedServiceImplementation {
  return {
    attach: unary(() => new empty.Empty()),
    cancel: unary(() => new empty.Empty()),
    getPluginInfo: unary(() => {
      const info = new plugproto.PluginInfo();
      info.setVersion(version);
      return info;
    }),
  };
}

function configuration({ accountId }: AwsServiceDeps, connections: Connections): grpc.UntypedServiceImplementation {
  return {
    checkConfig: unary((request: provproto.CheckRequest) => {
      const news = fromStruct(request.getNews());
      const response = new provproto.CheckResponse();
      response.setInputs(request.getNews());
      response.setFailuresList(checkProviderConfig(news, accountId).map(failureOf));
      return response;
    }),
    diffConfig: unary((request: provproto.DiffRequest) => {
      const [olds, news] = [request.getOldInputs() ?? request.getOlds(), request.getNews()];
      const isSame = JSON.stringify(fromStruct(olds)) === JSON.stringify(fromStruct(news));
      const response = new provproto.DiffResponse();
      response.setChanges(isSame ? changesOf.none : changesOf.some);
      return response;
    }),
    configure: unary((request: provproto.ConfigureRequest, peer) => {
      connections.configure(peer, readProviderConfig(fromStruct(request.getArgs())));
      const response = new provproto.ConfigureResponse();
      response.setSupportspreview(true);
      return response;
    }),
  };
}

const changesOf = {
  none: provproto.DiffResponse.DiffChanges.DIFF_NONE,
  some: provproto.DiffResponse.DiffChanges.DIFF_SOME,
} as const;

function lifeCycle({ ask }: AwsServiceDeps, { regionOf }: Connections): grpc.UntypedServiceImplementation {
  return {
    check: unary(async (request: provproto.CheckRequest, peer) => {
      const [olds, news] = [fromStruct(request.getOlds()), fromStruct(request.getNews())];
      const answer = await ask({ kind: "check", urn: request.getUrn(), region: regionOf(peer), olds, news });
      const response = new provproto.CheckResponse();
      response.setInputs(toStruct(answer.inputs));
      response.setFailuresList((answer.failures ?? []).map(failureOf));
      return response;
    }),
    diff: unary(async (request: provproto.DiffRequest, peer) => {
      const [olds, news] = [fromStruct(request.getOldInputs()), fromStruct(request.getNews())];
      return diffResponse(await ask({ kind: "diff", urn: request.getUrn(), region: regionOf(peer), olds, news }));
    }),
    create: unary(async (request: provproto.CreateRequest, peer) => {
      const [news, preview] = [fromStruct(request.getProperties()), request.getPreview()];
      const answer = await ask({ kind: "create", urn: request.getUrn(), region: regionOf(peer), news, preview });
      const response = new provproto.CreateResponse();
      response.setId(answer.id ?? "");
      response.setProperties(toStruct(answer.outputs));
      return response;
    }),
    read: unary(async (request: provproto.ReadRequest, peer) => {
      const [inputs, outputs] = [fromStruct(request.getInputs()), fromStruct(request.getProperties())];
      const standing = { urn: request.getUrn(), region: regionOf(peer), id: request.getId(), inputs, outputs };
      const answer = await ask({ kind: "read", ...standing });
      const response = new provproto.ReadResponse();
      response.setId(answer.id ?? "");
      if (answer.outputs !== undefined) response.setProperties(toStruct(answer.outputs));
      if (answer.inputs !== undefined) response.setInputs(toStruct(answer.inputs));
      return response;
    }),
    update: unary(async (request: provproto.UpdateRequest, peer) => {
      const [inputs, outputs] = [fromStruct(request.getOldInputs()), fromStruct(request.getOlds())];
      const standing = { urn: request.getUrn(), region: regionOf(peer), id: request.getId(), inputs, outputs };
      const [news, preview] = [fromStruct(request.getNews()), request.getPreview()];
      const response = new provproto.UpdateResponse();
      response.setProperties(toStruct((await ask({ kind: "update", ...standing, news, preview })).outputs));
      return response;
    }),
    delete: unary(async (request: provproto.DeleteRequest, peer) => {
      const [inputs, outputs] = [fromStruct(request.getOldInputs()), fromStruct(request.getProperties())];
      await ask({
        kind: "delete",
        urn: request.getUrn(),
        region: regionOf(peer),
        id: request.getId(),
        inputs,
        outputs,
      });
      return new empty.Empty();
    }),
    invoke: unary(async (request: provproto.InvokeRequest, peer) => {
      const [token, args] = [request.getTok(), fromStruct(request.getArgs())];
      const response = new provproto.InvokeResponse();
      response.setReturn(toStruct((await ask({ kind: "invoke", token, args, region: regionOf(peer) })).outputs));
      return response;
    }),
  };
}

function failureOf({ property, reason }: CheckFailure): provproto.CheckFailure {
  const failure = new provproto.CheckFailure();
  failure.setProperty(property);
  failure.setReason(reason);
  return failure;
}

function diffResponse({
  changes = [],
  replaces = [],
  deleteBeforeReplace = false,
}: EngineAnswer): provproto.DiffResponse {
  const response = new provproto.DiffResponse();
  response.setChanges(changes.length === 0 ? changesOf.none : changesOf.some);
  response.setReplacesList([...replaces]);
  response.setDeletebeforereplace(deleteBeforeReplace);
  response.setDiffsList([...new Set(changes.map(({ path }) => path.split(/[.[]/)[0] ?? path))]);
  response.setHasdetaileddiff(true);
  for (const change of changes) {
    const detail = new provproto.PropertyDiff();
    detail.setKind(kindOf(change));
    detail.setInputdiff(true);
    response.getDetaileddiffMap().set(change.path, detail);
  }
  return response;
}

function kindOf({ kind, replaces }: PropertyChange): provproto.PropertyDiff.Kind {
  const { Kind } = provproto.PropertyDiff;
  switch (kind) {
    case "add":
      return replaces ? Kind.ADD_REPLACE : Kind.ADD;
    case "delete":
      return replaces ? Kind.DELETE_REPLACE : Kind.DELETE;
    case "update":
      return replaces ? Kind.UPDATE_REPLACE : Kind.UPDATE;
  }
}
