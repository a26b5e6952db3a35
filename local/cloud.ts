import { createApiGateway } from "./aws/apigateway/index.ts";
import { createCloudFront, routes as keyValueStoreRoutes } from "./aws/cloudfront/index.ts";
import { createCognito } from "./aws/cognito/index.ts";
import { createDeclared } from "./aws/declared/index.ts";
import { createDynamoDb } from "./aws/dynamodb/index.ts";
import { createIam } from "./aws/iam/index.ts";
import { createKms } from "./aws/kms/index.ts";
import { createLambda, createProcessHost, routes as lambdaRoutes } from "./aws/lambda/index.ts";
import type { FunctionHost } from "./aws/lambda/index.ts";
import { createLogs } from "./aws/logs/index.ts";
import { createScheduler, routes as schedulerRoutes } from "./aws/scheduler/index.ts";
import { createSqs } from "./aws/sqs/index.ts";
import { createSts } from "./aws/sts/index.ts";
import { createWafv2 } from "./aws/wafv2/index.ts";
import type { Wafv2 } from "./aws/wafv2/index.ts";
import { createControlRoutes } from "./control/routes.ts";
import { statusOf } from "./control/status.ts";
import type { Status } from "./control/status.ts";
import type { Call } from "./core/call.ts";
import type { Kernel } from "./core/kernel.ts";
import type { Properties, ResourceModel } from "./core/resource.ts";
import { defaultKnobs } from "./faults/knobs.ts";
import type { Knobs } from "./faults/knobs.ts";
import { createEndpoint } from "./http/endpoint.ts";
import type { Endpoint } from "./http/endpoint.ts";
import { createPulumiHost } from "./pulumi/host.ts";
import type { DeployOptions } from "./pulumi/host.ts";

/** What a local cloud is made with. */
export interface LocalCloudOptions {
  readonly kernel: Kernel;
  readonly accountId?: string;
  readonly knobs?: Knobs;
  /** Where functions run; child processes by default. */
  readonly hosts?: FunctionHost;
  /** The AWS endpoint's URL, as functions are told it. */
  readonly awsEndpoint: () => string;
  /** Hears of everything that is the local cloud's own fault. */
  readonly onFault: (fault: unknown) => void;
}

/** A simulated AWS account with all its regions. */
export interface LocalCloud {
  /** Evaluates stacks of a Pulumi project and creates what they register. Rejects with a `UserError`. */
  deploy(options: DeployOptions): Promise<void>;
  /** The outputs of every deployed stack. */
  outputs(): ReadonlyMap<string, Properties>;
  /** The AWS endpoint over HTTP, the control surface under /_local included. */
  awsFetch(request: Request): Promise<Response>;
  /** What CloudFront answers. */
  edgeFetch(request: Request): Promise<Response>;
  /** One AWS call without HTTP. */
  call: Endpoint["call"];
  readonly knobs: Knobs;
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
  const call = (request: Call): ReturnType<Endpoint["call"]> => endpoint.call(request);

  const iam = createIam({ kernel, accountId });
  const sts = createSts({ kernel, accountId, iam });
  const kms = createKms({ kernel, accountId });
  const logs = createLogs({ kernel, accountId });
  const cognito = createCognito({ kernel, accountId });
  const dynamoDb = createDynamoDb({ kernel, knobs, accountId });
  const sqs = createSqs({ kernel, accountId });
  const lambda = createLambda({
    kernel,
    accountId,
    sts,
    logs,
    awsEndpoint,
    hosts: options.hosts ?? createProcessHost(),
    call,
    sources: { onMessages: sqs.onMessages, onStreamRecords: dynamoDb.onStreamRecords },
  });
  const scheduler = createScheduler({ kernel, accountId, call });
  const wafv2 = createWafv2({ kernel });
  const apiGateway = createApiGateway({ kernel, accountId, lambda, guard: guardedBy(wafv2) });
  const cloudFront = createCloudFront({ kernel, accountId, origin: apiGateway.handle });
  const declared = createDeclared({ kernel });

  const parts = [iam, kms, logs, cognito, dynamoDb, sqs, lambda, scheduler, wafv2, apiGateway, cloudFront, declared];
  const models = parts.flatMap((part) => part.resources);
  const invokes = [...dynamoDb.invokes, ...cloudFront.invokes, ...declared.invokes];
  const host = createPulumiHost({ kernel, accountId, models, invokes });
  const status = (): Status =>
    statusOf({
      models,
      registered: host.resources(),
      outputs: host.outputs(),
      functions: lambda.environments(),
      replication: dynamoDb.replicationLag(),
      ignoredFirewallRules: wafv2.ignoredRules(),
    });
  const control = createControlRoutes({ status, meter: dynamoDb.meter, resetMeter: dynamoDb.resetMeter, knobs });
  const services = [sts, kms, logs, cognito, dynamoDb, sqs, lambda, scheduler, cloudFront].map((part) => part.service);
  const endpoint = createEndpoint({
    kernel,
    services,
    iam,
    sts,
    restRoutes: [...lambdaRoutes, ...schedulerRoutes, ...keyValueStoreRoutes],
    extraRoutes: [control, cognito.routes],
    onFault,
  });

  let ended: Promise<void> | undefined;
  return {
    deploy: host.deploy,
    outputs: host.outputs,
    awsFetch: endpoint.fetch,
    edgeFetch: cloudFront.fetch,
    call,
    knobs,
    status,
    models,
    functions: invokes.map((invoke) => invoke.token),
    shutdown() {
      host.shutdown();
      scheduler.shutdown();
      ended ??= lambda.shutdown();
      return ended;
    },
  };
}

/** A firewall in front of API Gateway's stages, which refuses as API Gateway words it. */
function guardedBy(wafv2: Wafv2): (stageArn: string, request: Request) => Response | undefined {
  return (stageArn, request) =>
    wafv2.guard(stageArn, request.headers) === "allow"
      ? undefined
      : Response.json({ message: "Forbidden" }, { status: 403, headers: { "x-amzn-errortype": "ForbiddenException" } });
}
