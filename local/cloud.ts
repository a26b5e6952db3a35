import { Hono } from "hono";
import { routes as keyValueStoreRoutes } from "./aws/cloudfront/index.ts";
import type { Meter } from "./aws/dynamodb/index.ts";
import type { ActionUsage } from "./aws/iam/usage.ts";
import { createBank, type Bank } from "./bank/bank.ts";
import { createProcessHost, routes as lambdaRoutes } from "./aws/lambda/index.ts";
import type { FunctionHost } from "./aws/lambda/index.ts";
import { createPassages } from "./aws/network/passages.ts";
import { routes as route53Routes } from "./aws/route53/index.ts";
import type { HostedZone } from "./aws/route53/index.ts";
import { restService as s3Service } from "./aws/s3/index.ts";
import { routes as schedulerRoutes } from "./aws/scheduler/index.ts";
import { routes as xrayRoutes } from "./aws/xray/index.ts";
import type { BankKey } from "./bank/signatures.ts";
import { createControlRoutes } from "./control/routes.ts";
import { statusOf } from "./control/status.ts";
import type { EngineStatus, Status } from "./control/status.ts";
import type { ServiceModel } from "./core/call.ts";
import { createCounts, type Count } from "./core/counts.ts";
import { randomHex, type Kernel } from "./core/kernel.ts";
import type { InvokeModel, Properties, ResourceModel } from "./core/resource.ts";
import { defaultKnobs } from "./faults/knobs.ts";
import type { Knobs } from "./faults/knobs.ts";
import type { Direct, RequestHead } from "./http/direct.ts";
import { createEndpoint } from "./http/endpoint.ts";
import type { Endpoint } from "./http/endpoint.ts";
import { originRoutes } from "./http/origins.ts";
import { regionOf } from "./http/reach.ts";
import { createPulumiHost } from "./pulumi/host.ts";
import type { DeployOptions, PulumiHost } from "./pulumi/host.ts";
import { createProvider } from "./pulumi/provider.ts";
import type { Provider } from "./pulumi/provider.ts";
import { receiverRoutes } from "./receiver/receiver.ts";
import { createServices } from "./services.ts";
import type { Services } from "./services.ts";

/** What a local cloud is made with. */
export interface LocalCloudOptions {
  readonly kernel: Kernel;
  readonly accountId?: string;
  readonly knobs?: Knobs;
  /** The zones that the account has before anything is deployed; none by default. */
  readonly zones?: readonly HostedZone[];
  /** Where functions run; child processes by default. */
  readonly hosts?: FunctionHost;
  /** The AWS endpoint's URL, as functions are told it. */
  readonly awsEndpoint: () => string;
  /** Where the edge listens, for the status alone. */
  readonly edgeUrl?: () => string;
  /** How a Pulumi engine reaches the cloud, for the status alone. */
  readonly engine?: () => EngineStatus | undefined;
  /** Hears of everything that is the local cloud's own fault. */
  readonly onFault: (fault: unknown) => void;
}

/** What a local cloud has not done yet of what has happened; buffers that wait for their time are not in it. */
export interface UnderWay {
  /** Item versions on their way to other replicas. */
  readonly replicating: number;
  /** Messages that queues hold, by their names. */
  readonly queued: ReadonlyMap<string, number>;
  /** Event source mappings that have not taken all that their streams have. */
  readonly reading: number;
}

/** A simulated AWS account with all its regions. */
export interface LocalCloud {
  /** Evaluates stacks of a Pulumi project and creates what they register. Rejects with a `UserError`. */
  deploy(options: DeployOptions): Promise<void>;
  /** The outputs of every deployed stack. */
  outputs(): ReadonlyMap<string, Properties>;
  /** The AWS endpoint over HTTP, the control surface under /_local included. */
  awsFetch(request: Request): Promise<Response>;
  /** The same for the most frequent calls. */
  readonly awsDirect: Direct;
  /** Whether a request to the AWS endpoint leads into a region that is gone: it gets no answer. */
  awsBreaksOff(head: RequestHead): boolean;
  /** What CloudFront answers. */
  edgeFetch(request: Request): Promise<Response>;
  /** What an origin answers to whoever reaches it by its own host name. Rejects where its region is gone. */
  originFetch(hostname: string, request: Request): Promise<Response>;
  /** One AWS call without HTTP. */
  call: Endpoint["call"];
  readonly knobs: Knobs;
  readonly accountId: string;
  /** What everybody was seen doing since the last `forgetUsage`. */
  usage(): readonly ActionUsage[];
  forgetUsage(): void;
  /** What is paid for by use, since the cloud began. */
  counts(): readonly Count[];
  /** What DynamoDB's tables were asked and consumed since somebody set the meter to zero. */
  meter(): Meter;
  /** The one bank of this world, whatever its host is called; its keys are shared by whoever stands the cloud up. */
  readonly bank: Pick<Bank, "rotate">;
  /** The life of every resource, for hosts of Pulumi programs. */
  readonly provider: Provider;
  /** What is still to be done of what has happened. */
  underWay(): UnderWay;
  status(): Status;
  /** Every resource type that has a model. */
  readonly models: readonly ResourceModel[];
  /** The functions of the provider that are answered, by token. */
  readonly functions: readonly string[];
  /** Ends every process of the cloud; harmless when done already. */
  shutdown(): Promise<void>;
}

/** The example account of AWS's documentation: no program can reach a real one by it. */
const exampleAccount = "111122223333";

/** An empty local cloud. */
export function createLocalCloud(options: LocalCloudOptions): LocalCloud {
  const { kernel, awsEndpoint, onFault, accountId = exampleAccount, knobs = defaultKnobs() } = options;
  const edgeUrl = options.edgeUrl ?? (() => "");
  const call: Endpoint["call"] = (request) => endpoint.call(request);
  const hosts = options.hosts ?? createProcessHost();
  const counts = createCounts();
  const zones = options.zones ?? [];
  const services = createServices({ kernel, accountId, knobs, hosts, awsEndpoint, zones, call, counts });
  const { iam, sts, cognito, dynamoDb, lambda, scheduler, stepFunctions, apiGateway, cloudFront } = services;
  const models = modelsOf(services);
  const invokes = invokesOf(services);
  const provider = createProvider({ kernel, accountId, models, invokes });
  const host = createPulumiHost({ kernel, provider });
  const status = (): Status =>
    statusOf({ edgeUrl: edgeUrl(), engine: options.engine?.(), ...statusSources(services, provider, host, models) });
  const control = createControlRoutes({
    status,
    meter: dynamoDb.meter,
    resetMeter: dynamoDb.resetMeter,
    counts: () => ({ counts: counts.list() }),
    permissions: () => ({ usage: iam.usage() }),
    knobs,
  });
  const bank = createBank({ kernel, keys: [unsharedKey(kernel)], fetch: (request) => fetch(request) });
  const outside = new Hono().route("/_aws/outside/:host/v1", bank.routes);
  const places = { originRegion: apiGateway.regionOf, poolRegion: cognito.regionOf };
  const endpoint = createEndpoint({
    kernel,
    services: answering(services),
    iam,
    sts,
    passages: createPassages(services.declared.standing),
    regions: knobs.regions,
    counts,
    restRoutes: [...xrayRoutes, ...lambdaRoutes, ...schedulerRoutes, ...keyValueStoreRoutes, ...route53Routes],
    restServices: [s3Service],
    extraRoutes: [control, originRoutes(services.origin), outside, receiverRoutes(kernel), ...routesOf(services)],
    onFault,
  });
  let ended: Promise<void> | undefined;
  return {
    deploy: host.deploy,
    outputs: host.outputs,
    awsFetch: endpoint.fetch,
    awsDirect: endpoint.direct,
    awsBreaksOff: (head) => knobs.regions.isLost(regionOf(head, places) ?? ""),
    edgeFetch: cloudFront.fetch,
    originFetch: services.origin,
    call,
    knobs,
    accountId,
    usage: iam.usage,
    forgetUsage: iam.forgetUsage,
    counts: counts.list,
    meter: dynamoDb.meter,
    bank,
    provider,
    underWay: () => underWayIn(services),
    status,
    models,
    functions: invokes.map((invoke) => invoke.token),
    shutdown() {
      for (const part of [host, scheduler, stepFunctions, services.firehose, services.cloudWatch]) part.shutdown();
      ended ??= lambda.shutdown();
      return ended;
    },
  };
}

function underWayIn({ dynamoDb, sqs, lambda }: Services): UnderWay {
  return { replicating: dynamoDb.replicationLag().inFlight, queued: sqs.held(), reading: lambda.reading() };
}

/** A key that nobody else has: a bank that shares none refuses everybody. */
function unsharedKey(kernel: Kernel): BankKey {
  return { id: "unshared", secret: Buffer.from(randomHex(kernel, 32), "hex") };
}

function answering(services: Services): readonly ServiceModel[] {
  const { iam, sts, kms, logs, cognito, dynamoDb, kinesis, sqs, s3, firehose, lambda } = services;
  const { scheduler, stepFunctions, secretsManager, cloudFront, route53, serviceQuotas, xray, cloudWatch, sns } =
    services;
  const kept = [kms, logs, cognito, dynamoDb, kinesis, sqs, s3, firehose, lambda, scheduler, stepFunctions];
  return [iam, sts, ...kept, secretsManager, cloudFront, route53, serviceQuotas, xray, cloudWatch, sns].map(
    (part) => part.service,
  );
}

/** What services answer beside their API. */
function routesOf({ cognito, sns }: Services): readonly Hono[] {
  return [cognito.routes, sns.routes];
}

function modelsOf(services: Services): readonly ResourceModel[] {
  const { iam, kms, logs, cognito, dynamoDb, kinesis, sqs, s3, firehose, lambda } = services;
  const { scheduler, stepFunctions, secretsManager, wafv2, apiGateway, cloudFront, declared } = services;
  const kept = [kms, logs, cognito, dynamoDb, kinesis, sqs, s3, firehose, lambda, scheduler, stepFunctions];
  return [iam, ...kept, secretsManager, wafv2, apiGateway, cloudFront, declared].flatMap((part) => part.resources);
}

function invokesOf({ dynamoDb, cloudFront, declared }: Services): readonly InvokeModel[] {
  return [...dynamoDb.invokes, ...cloudFront.invokes, ...declared.invokes];
}

function statusSources(
  { lambda, dynamoDb, wafv2 }: Services,
  provider: Provider,
  host: PulumiHost,
  models: readonly ResourceModel[],
): Omit<Parameters<typeof statusOf>[0], "edgeUrl" | "engine"> {
  return {
    models,
    registered: provider.resources(),
    outputs: host.outputs(),
    functions: lambda.environments(),
    replication: dynamoDb.replicationLag(),
    ignoredFirewallRules: wafv2.ignoredRules(),
  };
}
